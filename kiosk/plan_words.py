"""What planning is called: its stages, what the lists contradict, and why somebody is told anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kiosk.i18n import N_, _
from kiosk.rotation.mending import Why
from kiosk.rotation.outlook import Reason
from kiosk.rotation.planner import Stage
from kiosk.rules.plans import Cause, Trouble

REASONS: Final[dict[Reason, str]] = {
    Reason.NO_WISHES: N_("wishes no booth that there is, or only booths where nothing may be planned"),
    Reason.NOT_THERE: N_("present in no round that is still to come"),
    Reason.CLOSED: N_("no wished booth is open while the person is there"),
    Reason.NO_MORE_WANTED: N_("wants no further talk"),
    Reason.FULL: N_("more people than seats at the wished booths"),
    Reason.CONTRADICTION: N_("bonds.csv says both must and never"),
}

TROUBLES: Final[dict[Trouble, str]] = {
    Trouble.NO_WISHES: N_("Number {number} has no wishes."),
    Trouble.UNKNOWN_WISH: N_("Number {number} wishes “{what}”: there is no such booth and no such position."),
    Trouble.NOT_THERE: N_("Number {number} comes too late or leaves too early for every round still to come."),
    Trouble.UNKNOWN_NUMBER: N_("bonds.csv names number {number}, who does not take part."),
}

STAGES: Final[dict[Stage, str]] = {
    Stage.CHOOSING: N_("choosing the talks"),
    Stage.PLACING: N_("giving them rounds"),
    Stage.BOUNDING: N_("proving what is possible"),
    Stage.SWEEPING: N_("improving round by round"),
    Stage.COMPACTING: N_("shortening the waits"),
}

CAUSES: Final[dict[Cause, str]] = {
    Cause.ARRIVED: N_("number {of} came late"),
    Cause.CORRECTED: N_("number {of} was corrected"),
    Cause.CLOSED: N_("booth {of} closed"),
    Cause.PAUSED: N_("booth {of} paused"),
    Cause.OPENED: N_("booth {of} opened"),
    Cause.SEATS: N_("seats changed at booth {of}"),
    Cause.BOOTH: N_("taken back at booth {of}"),
    Cause.SWAPPED: N_("swapped by hand: {of}"),
    Cause.OFFERED: N_("number {of} did not come"),
    Cause.REBALANCED: N_("better for all"),
}

WHYS: Final[dict[Why, str]] = {
    Why.MADE_WAY: N_("makes way: {cause}"),
    Why.OFFERED: N_("free seat: {cause}"),
    Why.REBALANCED: N_("re-balanced"),
}


def complaint_text(number: int, trouble: Trouble | Reason, what: str = "") -> str:
    """One thing in the lists that cannot be, in a sentence; with a reason it is a talk that had to be."""
    if isinstance(trouble, Trouble):
        return _(TROUBLES[trouble]).format(number=number, what=what)
    text = _("Number {number} must go to booth {booth} and cannot: {reason}.")
    return text.format(number=number, booth=what, reason=_(REASONS[trouble]))


def complaints_text(found: Sequence[tuple[int, Trouble | Reason, str]]) -> list[str]:
    """What cannot be in the lists, one sentence each; those without wishes are many at some events and share one."""
    mute = [str(number) for number, trouble, _what in found if trouble is Trouble.NO_WISHES]
    told = [complaint_text(*each) for each in found if len(mute) < 2 or each[1] is not Trouble.NO_WISHES]
    if len(mute) > 1:
        text = _("{n} people have no wishes; Ctrl+E at reception asks for them: {numbers}")
        told.insert(0, text.format(n=len(mute), numbers=", ".join(mute[:12]) + " …" * (len(mute) > 12)))
    return told


def why_text(why: Why, cause: Cause, of: str) -> str:
    """Why somebody is told anew, in a few words."""
    said = _(CAUSES[cause]).format(of=of)
    return said if why is Why.OWN else _(WHYS[why]).format(cause=said)
