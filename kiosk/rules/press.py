"""The paragraph for the press: exact where the program counts, in round words where the press would use them.

``about`` N is within a twentieth of it, ``almost`` N less by at most three hundredths, ``over`` N more by at most a
twentieth; N is always a round number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.i18n import _

FEW: Final = 10
"""Fewer than so many are counted at a glance; nobody says that about five employers were there."""


def _step(count: int) -> int:
    """What numbers of this size are rounded to."""
    return 5 if count < 100 else 10 if count < 1000 else 50


def about(count: int, text: Callable[[int], str]) -> str:
    """A count as ``about N`` where a round number is near enough, else as it is; few are told exactly."""
    if count < FEW:
        return text(count)
    step = _step(count)
    near = (count + step // 2) // step * step
    if near and abs(count - near) * 20 <= near:
        return _("about {n}").format(n=text(near))
    return text(count)


def almost(count: int, text: Callable[[int], str]) -> str:
    """A count as ``almost N`` or ``over N`` where a round number is near enough; a round count as it is."""
    step = _step(count)
    below = count // step * step
    above = below + step
    if count == below:
        return text(count)
    if 100 * count >= 97 * above:
        return _("almost {n}").format(n=text(above))
    if below and 20 * count <= 21 * below:
        return _("over {n}").format(n=text(below))
    return text(count)


def press(
    figures: Mapping[str, float],
    as_of: str,
    text: Callable[[float], str],
    employers: str = "",
    later_as_of: str = "",
    *,
    sent: int | None = None,
    met: int | None = None,
) -> str:
    """The paragraph in the language that is spoken.

    Args:
        figures: those of the report; what there was none of is left out of the sentences.
        as_of: when the figures were taken, as it is printed.
        text: how a number is printed, with its thousands point.
        employers: what this event calls those at the booths, in the case that follows “of”.
        later_as_of: when the last came in after the closing; empty where nothing has.
        sent: how many of the job seekers came through the employment agency or the jobcentre; None where all did.
        met: how many attendees talked with an employer; None where all did who had a talk.
    """
    count = {"G5_0": 0} | {name: int(value) for name, value in figures.items()}
    count |= {"talked": count["T2"] - count["G5_0"] if met is None else met}
    count |= {"sent": count["Q1"] if sent is None else sent}
    words = {name: text(value) for name, value in count.items()}
    words |= {"A1": about(count["A1"], text), "Q1": almost(count["Q1"], text)}
    words |= {"employers": employers or _("offices"), "later": later_as_of}
    sentences = (_came(count), _reached(count), _talks(count), _agreed(count))
    told = [sentence.format(**words) for sentence in sentences if sentence]
    since = f" {_since(count['B3'])}".format(**words) if later_as_of and count["B3"] else ""
    return ". ".join(told) + _(" (as of {as_of}).").format(as_of=as_of) + since


def _one(count: int, one: str, several: str) -> str:
    return one if count == 1 else several


def _came(count: Mapping[str, int]) -> str:
    """The sentence about those who came; a single one has no plural of employers to talk with."""
    if not count["T2"]:
        return _("So far nobody has come")
    came = _one(count["T2"], _("In all, 1 attendee came"), _("In all, {T2} attendees came"))
    if count["T2"] == 1 or count["talked"] < 1 or not (count["A1"] and count["G1"]):
        return came
    some = _one(count["talked"], _("; 1 of them talked"), _("; {talked} of them talked"))
    came += some if count["talked"] < count["T2"] else _(" and talked")
    return came + _one(
        count["A1"],
        _(" with representatives of one employer"),
        _(" with representatives of {A1} {employers}"),
    )


def _reached(count: Mapping[str, int]) -> str:
    """The sentence about job seekers; it names the agency and the jobcentre for so many as came through them."""
    if not count["Q1"]:
        return ""
    everybody = count["Q1"] == count["T2"] > 1
    told = _("All of them were job seekers") if everybody else _("Among them were {Q1} job seekers")
    told = _one(count["Q1"], _("Among them was 1 job seeker"), told)
    if not count["sent"]:
        return told
    if count["sent"] < count["Q1"]:
        return told + _(", {sent} of them reached through the employment agency and the jobcentre")
    if everybody:
        return told + _(" and were reached through the employment agency and the jobcentre")
    return told + _one(
        count["Q1"],
        _(" who was reached through the employment agency and the jobcentre"),
        _(" who were reached through the employment agency and the jobcentre"),
    )


def _talks(count: Mapping[str, int]) -> str:
    """The sentence about talks and applications, as much of it as there is."""
    if not count["G1"]:
        return ""
    talks = _one(count["G1"], _("1 talk was held"), _("{G1} talks were held"))
    if count["P2"]:
        talks = _one(
            count["G1"],
            _("1 talk was held about 1 possible job"),
            _one(
                count["P2"],
                _("{G1} talks were held about 1 possible job"),
                _("{G1} talks were held about {P2} possible jobs"),
            ),
        )
    return talks + _applied(count) + _announced(count)


def _applied(count: Mapping[str, int]) -> str:
    """In German one verb serves talks and applications, but only where there are several of both."""
    if not count["B1"]:
        return ""
    several = _one(
        count["G1"],
        _("; {B1} applications were handed in on the spot"),
        _(" and {B1} applications were handed in on the spot"),
    )
    return _one(count["B1"], _(" and 1 application was handed in on the spot"), several)


def _announced(count: Mapping[str, int]) -> str:
    if not count["B2"]:
        return ""
    if count["B1"]:
        return _one(count["B2"], _("; 1 more is announced"), _("; {B2} more are announced"))
    return _one(count["B2"], _("; 1 application is announced"), _("; {B2} applications are announced"))


def _since(received: int) -> str:
    """The sentence about what has come in after the closing."""
    return _one(
        received,
        _("So far, 1 application has come in later (as of {later})."),
        _("So far, {B3} applications have come in later (as of {later})."),
    )


def _agreed(count: Mapping[str, int]) -> str:
    """The sentence about what was agreed with a date."""
    agreed = (
        (count["F1"], _("1 appointment for a further talk"), _("{F1} appointments for further talks")),
        (count["F2"], _("1 stay to try out the work"), _("{F2} stays to try out the work")),
    )
    parts = [_one(each, one, several) for each, one, several in agreed if each]
    alone = len(parts) == 1 and count["F1"] + count["F2"] == 1
    what = _(" and ").join(parts)
    return what and _one(alone, _("{what} was agreed"), _("{what} were agreed")).replace("{what}", what)
