"""The paragraph for the press: exact where the program counts, in round words where the press would use them.

``about`` N is within a twentieth of it, ``almost`` N less by at most three hundredths, ``over`` N more by at most a
twentieth; N is always a round number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.i18n import _


def _step(count: int) -> int:
    """What numbers of this size are rounded to."""
    return 5 if count < 100 else 10 if count < 1000 else 50


def about(count: int, text: Callable[[int], str]) -> str:
    """A count as ``about N`` where a round number is near enough, else as it is."""
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


def press(figures: Mapping[str, float], as_of: str, text: Callable[[float], str], employers: str = "") -> str:
    """The paragraph in the language that is spoken.

    Args:
        figures: those of the report; what was not counted is left out of the sentences.
        as_of: when the figures were taken, as it is printed.
        text: how a number is printed, with its thousands point.
        employers: what this event calls those at the booths, in the case that follows “of”.
    """
    count = {name: int(value) for name, value in figures.items()}
    words = {name: text(value) for name, value in count.items()}
    words |= {"A1": about(count["A1"], text), "Q1": almost(count["Q1"], text)}
    words |= {"employers": employers or _("offices"), "as_of": as_of}
    came = (
        _("In all, {T2} attendees came and talked with representatives of {A1} {employers}.")
        if count["A1"]
        else _("In all, {T2} attendees came.")
    )
    reached = _("Among them were {Q1} job seekers who were reached through the employment agency and the jobcentre.")
    sentences = [came, reached if count["Q1"] else "", _talks(count)]
    return " ".join(sentence.format(**words) for sentence in sentences if sentence)


def _talks(count: Mapping[str, int]) -> str:
    """The sentence about talks and applications, as much of it as there is."""
    talks = (
        _("{G1} talks were held about {P2} possible jobs")
        if count["P2"]
        else _("{G1} talks were held")
    )  # fmt: skip
    applied = _(" and {B1} applications were handed in on the spot") if count["B1"] else ""
    more = _("; {B2} more are announced") if count["B2"] else ""
    return talks + applied + more + _(" (as of {as_of}).")
