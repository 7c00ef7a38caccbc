"""A report as it is printed, whatever it is printed on: every number is a text already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its definition, its target and the same figure of other events; empty where there is none."""

    figure: str
    name: str
    value: str
    definition: str
    target: str = ""
    reached: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown: so many columns of text, then numbers."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, each with its name, number and the number as it is printed: the text alternative is in it."""

    title: str
    bars: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """All that a report says."""

    event: str
    place: str
    """Venue and day."""
    stand: str
    """As of when, and in which state, what was counted on site is."""
    later: str
    """As of when what came in after the closing is; empty where the event never was closed."""
    made: str
    """Program, its version, and how many corrections are in the data, during the event and since its closing."""
    language: str
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    others: tuple[str, ...]
    """The events to which this one is compared."""
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    checks: tuple[tuple[str, bool], ...]
    press: tuple[tuple[str, str], ...]
    """The press block in each language, under the language's name."""
    left_out: tuple[str, ...]
    """What was asked for and cannot be known, with the reason."""
    programme: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()

    @property
    def head(self) -> tuple[str, ...]:
        """What stands below the event's name."""
        return tuple(filter(None, (self.place, self.stand, self.later, self.made)))

    @property
    def lines(self) -> Sequence[Line]:
        """Every figure."""
        return [line for _heading, lines in self.sections for line in lines]

    @property
    def targeted(self) -> Sequence[Line]:
        """The figures for which a target was set."""
        return [line for line in self.lines if line.target]
