"""Who stands at the laptop: PINs set, given and checked.

A check takes some tens of milliseconds on purpose, so its parts are apart: ``matched`` and ``sealed`` only calculate
and may run in any thread, the others read and record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from kiosk.desk import Desk
from kiosk.i18n import _, ngettext
from kiosk.model import Draft, Instant, KioskError
from kiosk.rules.rights import (
    PIN,
    PIN_ACCEPTED,
    PIN_REFUSED,
    PIN_SET,
    RIGHTS,
    Rank,
    Right,
    may,
    may_remove,
    pins_of,
    present_rank,
    wait_of,
)

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Pins = Mapping[Rank, str]


@cache
def _hasher() -> PasswordHasher:
    """Argon2id with the least memory that OWASP advises: three roles are tried in turn, on a slow laptop, too."""
    from argon2 import PasswordHasher  # Only where a PIN is set or given; the first picture waits for nothing.

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def pins(desk: Desk) -> dict[Rank, str]:
    """The roles that have a PIN, with its hash."""
    return pins_of(desk.store.entries(RIGHTS))


def matched(known: Pins, pin: str) -> Rank | None:
    """Whose PIN this is; only calculates."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if not PIN.fullmatch(pin):
        return None
    for role in reversed(Rank):
        try:
            if role in known and _hasher().verify(known[role], pin):
                return role
        except (VerificationError, InvalidHashError):
            continue
    return None


def sealed(known: Pins, role: Rank, pin: str) -> str:
    """The hash of a new PIN; only calculates.

    Raises:
        KioskError: it is no PIN, the lead has none yet, or another role has the same.
    """
    if not PIN.fullmatch(pin):
        raise KioskError(_("A PIN has 4 to 12 digits."))
    if role is not Rank.LEAD and Rank.LEAD not in known:
        raise KioskError(_("Set the lead's PIN first: it guards the others."))
    if matched(known, pin) not in (None, role):
        raise KioskError(_("Another role has this PIN. Choose another one: the PIN says who somebody is."))
    return _hasher().hash(pin)


def set_pin(desk: Desk, role: Rank, pin: str) -> None:
    """Gives a role a PIN.

    Raises:
        KioskError: as ``sealed`` says, or it could not be written.
    """
    keep_pin(desk, role, sealed(pins(desk), role, pin))


def keep_pin(desk: Desk, role: Rank, hash_: str) -> None:
    """Records a role's new PIN by its hash."""
    with desk.store.write() as store:
        store.record([Draft(PIN_SET, RIGHTS, {"role": str(role), "hash": hash_, **desk.signature})])


def remove_pin(desk: Desk, role: Rank) -> None:
    """Takes a role's PIN away.

    Raises:
        KioskError: it has none, or it is the lead's and guards others still.
    """
    with desk.store.write():
        known = pins(desk)
        if role not in known:
            raise KioskError(_("This role has no PIN."))
        if not may_remove(known, role):
            raise KioskError(_("The lead's PIN guards the others. Remove those first."))
        keep_pin(desk, role, "")


def require_patience(desk: Desk) -> None:
    """Stops a PIN that comes too soon after wrong ones.

    Raises:
        KioskError: it is not looked at yet.
    """
    if wait := _wait(desk):
        raise KioskError(_waiting(wait))


def _wait(desk: Desk) -> timedelta:
    return wait_of(desk.store.entries(RIGHTS), desk.store.station, desk.now().at)


def _waiting(wait: timedelta) -> str:
    seconds = -int(-wait.total_seconds() // 1)
    if seconds < 120:
        left = ngettext("{n} second", "{n} seconds", seconds)
    else:
        left = ngettext("{n} minute", "{n} minutes", -(-seconds // 60))
    return _("Too many wrong PINs. The next one is looked at in {left}; scans are taken all the time.").format(
        left=left
    )


def settle(desk: Desk, found: Rank | None) -> Rank:
    """Records that a PIN was right or wrong, and gives whose it is.

    Raises:
        KioskError: it was wrong, or came too soon.
    """
    try:
        with desk.store.write() as store:
            require_patience(desk)
            body = {"role": str(found)} if found else {}
            store.record([Draft(PIN_ACCEPTED if found else PIN_REFUSED, RIGHTS, body)])
            wait = _wait(desk)
    except KioskError:
        # On a disk that is full the lead must get in all the more.
        if found is None or _wait(desk):
            raise
        return found
    if found is None:
        text = _("This PIN is wrong.")
        raise KioskError(f"{text} {_waiting(wait)}" if wait else text)
    return found


def prove(desk: Desk, pin: str, right: Right) -> Rank:
    """Whose PIN this is, if they have the right.

    Raises:
        KioskError: it is wrong, came too soon, or its role has not this right.
    """
    require_patience(desk)
    return require(desk, settle(desk, matched(pins(desk), pin)), right)


def require(desk: Desk, role: Rank, right: Right) -> Rank:
    """This role, if whoever gave its PIN has the right.

    Raises:
        KioskError: they have not.
    """
    if not may(present_rank(pins(desk), role), right):
        raise KioskError(_("This PIN is right, but its role may not do this. Somebody of a higher rank may."))
    return role


def without_pin(desk: Desk, right: Right) -> bool:
    """Whether a right is everybody's, for no PIN guards it."""
    return may(present_rank(pins(desk)), right)


def as_role(desk: Desk, role: Rank | None) -> Desk:
    """The event as somebody of this role acts on it; what they do says so."""
    return replace(desk, by=str(role or ""))


@dataclass(slots=True)
class Session:
    """Who stands at this laptop now, since when no key was pressed, and what follows from both."""

    desk: Desk
    """The event as whoever stands here acts on it."""
    _touched: Instant | None = None
    _signed: tuple[Rank, str] | None = None
    _known: tuple[tuple[int, int], dict[Rank, str]] = ((-1, -1), {})

    @property
    def pins(self) -> dict[Rank, str]:
        """The roles that have a PIN; read anew when anything was recorded."""
        version = self.desk.store.version()
        if version != self._known[0]:
            self._known = version, pins(self.desk)
        return self._known[1]

    @property
    def signed(self) -> Rank | None:
        """Whose PIN was given; a PIN that has been changed since counts no more."""
        if self._signed and self.pins.get(self._signed[0]) != self._signed[1]:
            self._signed = None
        return self._signed[0] if self._signed else None

    @property
    def rank(self) -> Rank | None:
        """The rank of whoever stands here; None where the laptop is locked."""
        return present_rank(self.pins, self.signed)

    def sign_in(self, rank: Rank) -> None:
        """Somebody gave this rank's PIN."""
        self._signed = rank, self.pins.get(rank, "")
        self._sign()

    def sign_out(self) -> None:
        """Whoever stood here has gone."""
        self._signed = None
        self._sign()

    def touch(self) -> None:
        """Somebody pressed a key."""
        self._touched = self.desk.now()

    @property
    def idle(self) -> timedelta:
        """How long no key was pressed; a rehearsal's hours are an organiser's minutes."""
        now = self.desk.now()
        self._touched = self._touched or now
        return now.since(self._touched) / (self.desk.event.rehearsal_speed or 1)

    def look(self) -> None:
        """Signs out whoever has pressed no key for too long."""
        if self.signed and self.idle >= timedelta(minutes=self.desk.event.lock_minutes):
            self._signed = None
        self._sign()

    def _sign(self) -> None:
        """Lets what is done from now on say who does it, as far as PINs tell."""
        by = str(self.signed or self.rank or "") if self.pins else ""
        if by != self.desk.by:
            self.desk = replace(self.desk, by=by)
