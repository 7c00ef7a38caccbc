"""Several short lists under each other that share the room they have: what does not fit is counted, never hidden."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

GAP = "  "


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and short texts that stand side by side below it."""

    heading: str
    items: tuple[str, ...] = ()
    style: str = ""
    """The style of the heading where there are items."""


def arranged(section: Section, width: int, lines: int) -> list[str]:
    """The items in at most so many lines; where they are too many, the last line ends with how many more there are."""
    kept: list[str] = [""]
    for place, item in enumerate(section.items):
        if len(kept[-1]) + len(item) > width and kept[-1]:
            kept.append("")
        if len(kept) > lines:
            return _with_rest(kept[:lines], len(section.items) - place, width)
        kept[-1] += item + GAP
    return [line.rstrip() for line in kept]


def _with_rest(lines: list[str], left_out: int, width: int) -> list[str]:
    """Makes room at the end of the last line for the number of those left out."""
    words = lines[-1].rstrip().split(GAP)
    while len(words) > 1 and len(GAP.join([*words, f"+{left_out}"])) > width:
        words.pop()
        left_out += 1
    return [*(line.rstrip() for line in lines[:-1]), GAP.join([*words, f"+{left_out}"])]


def shares(wanted: list[int], room: int) -> list[int]:
    """How many lines each section gets: all the same until one has enough."""
    given = [0] * len(wanted)
    while room > 0 and given != wanted:
        for place, enough in enumerate(wanted):
            if given[place] < enough and room > 0:
                given[place] += 1
                room -= 1
    return given


class Sections(Widget):
    """The sections, one below the other."""

    sections: reactive[tuple[Section, ...]] = reactive(())

    def render(self) -> Content:
        """As many lines of each as there is room for."""
        width, height = self.size
        shown = self.sections
        wanted = [len(arranged(section, width, 1000)) if section.items else 0 for section in shown]
        spaced = height >= 2 * len(shown) + sum(wanted)
        lines: list[Content] = []
        for section, room in zip(shown, shares(wanted, height - len(shown)), strict=True):
            lines.append(Content.styled(section.heading, section.style if section.items else "$text-muted"))
            lines += [Content(line) for line in arranged(section, width, room)] if room else []
            lines += [Content()] if spaced else []
        return Content("\n").join(lines)
