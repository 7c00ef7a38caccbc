"""The report as it is printed: figures with definitions, targets, other events, charts, breakdowns, the press block."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk import __version__
from kiosk.actions.report import report
from kiosk.category_words import category_text, label_text
from kiosk.desk import Desk, at_desk
from kiosk.figure_words import bars_of, figure_said, figure_text, later_text, on_site_text, share_text
from kiosk.i18n import N_, _, ngettext, plain_date, speaking
from kiosk.model import KioskError
from kiosk.programme import Block, Event, Mode
from kiosk.rules.document import Chart, Document, Line, Table
from kiosk.rules.feedback import Mood
from kiosk.rules.figures.cells import is_few, printed
from kiosk.rules.figures.definitions import DEFINITIONS, LATER, NOT_COUNTED, SECTIONS, TALKS_EACH, is_told
from kiosk.rules.figures.tables import OUTCOMES, SENSITIVE
from kiosk.rules.press import press
from kiosk.words import MOODS, clock_time, date_time, number_text, question_text

LANGUAGES: Final = {"de": "Deutsch", "en": "English"}

TITLES: Final[dict[str, tuple[str, str]]] = {
    "booth": (N_("By booth"), N_("Encounters are here the different persons who talked at the booth.")),
    "position": (N_("By position"), ""),
    "employer": (N_("By employer"), ""),
    "hour": (N_("By hour"), ""),
    "quarter": (
        N_("Course of the day (Z1)"),
        N_(
            "Attendees in each quarter of an hour: who came in; who was there, talked and was free, on average. Of the "
            "first and the last quarter that part counts in which the event ran."
        ),
    ),
    "channel": (N_("By way here (Q2)"), N_("As lists say it; who named several ways has a row of their own.")),
    "status": (N_("By status"), ""),
    "district": (N_("By district"), ""),
    "group": (N_("By group"), ""),
    "feedback": (N_("Feedback (R1)"), N_("Linked to nobody; too few are fewer than five answers.")),
}
"""The breakdowns with their titles and what is to be known of them."""

HIDDEN: Final = N_(
    "* Fewer than three persons, or a number from which such a one could be computed, also by subtraction."
)

NAMES: Final[dict[str, str]] = {
    "present": N_("There"),
    "talking": N_("Talking"),
    "free": N_("Free"),
    **{mood.value: word for mood, (word, _symbol) in MOODS.items()},
}
"""What the words of columns are called."""

MODES: Final[dict[Mode, str]] = {
    Mode.ROUNDS: N_("talks in rounds with a gong"),
    Mode.QUEUE: N_("talks by call"),
    Mode.OPEN: N_("talks as people like"),
    Mode.SESSION: N_("session"),
}


def document(desk: Desk, compared: Sequence[Path] = ()) -> Document:
    """The report in the event's language.

    Raises:
        KioskError: an event to which it is to be compared cannot be read.
    """
    event = desk.event
    others = [_other(path) for path in compared]
    with speaking(event.language), desk.store.reading():
        found = report(desk)
        as_of, later_as_of = _moments(found)
        closed = found["state"] == "closed"
        later = later_text(event, later_as_of, closed=closed)
        theirs = [figures for _name, figures in others]
        since = date_time(event, later_as_of) if later_as_of else ""
        return Document(
            event.name,
            " · ".join(filter(None, (event.venue, plain_date(event.day)))),
            on_site_text(event, as_of, closed=closed, reopened=found["reopened"]),
            later,
            f"kiosk {__version__} · {_corrections(found)}",
            event.language,
            tuple(_sections(found, event.targets, theirs, since)),
            tuple(name for name, _figures in others),
            tuple(_charts(found["by"])),
            (*_spread(found["figures"]), *_tables(found["by"], found["figures"], since)),
            tuple((_(check["name"]), check["holds"]) for check in found["checks"]),
            tuple((name, press_block(desk, found, language)) for language, name in LANGUAGES.items()),
            tuple(f"{figure}: {_(why)}" for figure, why in NOT_COUNTED.items()),
            tuple(_block(block) for block in event.blocks),
            tuple(dict.fromkeys(booth.employer for booth in event.booths if booth.employer)),
        )


def _moments(found: Mapping[str, Any]) -> tuple[datetime, datetime | None]:
    """As of when a report's figures on site are, and those of what came in later, where anything has."""
    later = found["later"]["as_of"]
    return datetime.fromisoformat(found["as_of"]), datetime.fromisoformat(later) if later else None


def _corrections(found: Mapping[str, Any]) -> str:
    """What was taken back or merged: during the event and, once it was closed, since then."""
    during, since = found["corrections"]["event"], found["corrections"]["since_closing"]
    if found["state"] == "open" and not found["reopened"]:
        return ngettext("{n} correction", "{n} corrections", during)
    text = _("corrections: {during} during the event, {since} since the closing")
    return text.format(during=number_text(during), since=number_text(since))


def press_block(desk: Desk, found: Mapping[str, Any], language: str) -> str:
    """The paragraph for the press in a language."""
    with speaking(language):
        as_of, later = _moments(found)
        labels = desk.event.labels
        own = labels.get("press_employers" if language == desk.event.language else f"press_employers_{language}", "")
        if not own and labels.get("press_employers"):
            own = _("employers")  # They are no offices, and what they are the event says in its own language only.
        later_as_of = _in_prose(desk.event, later) if later else ""
        sent = found["sent"] or 0
        said = _in_prose(desk.event, as_of)
        return press(found["figures"], said, number_text, own, later_as_of, sent=sent, met=found.get("met"))


def _in_prose(event: Event, at: datetime) -> str:
    """A moment with its day as texts for readers have it: 22 November 2026, 14:03."""
    local = event.local(at)
    return f"{local.strftime(_('{day} %B %Y').format(day=local.day))}, {clock_time(event, at)}"


def targets(desk: Desk, found: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Target and actual of each figure for which the event has a target."""
    return {
        figure: {"target": target, "actual": found[figure]}
        for figure, target in desk.event.targets.items()
        if figure in found
    }


def _other(path: Path) -> tuple[str, Mapping[str, float]]:
    """The name and the figures of another event: of its folder, or of a report that was kept as JSON."""
    if path.is_dir():
        with at_desk(path) as desk:
            return f"{desk.event.name} {desk.event.day.year}", report(desk)["figures"]
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
        name = f"{found['event']} {found.get('date', '')[:4]}".strip() if "event" in found else path.stem
        return name, {str(name): float(value) for name, value in found["figures"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        text = _("{file} is neither an event folder nor a report as “kiosk report --json” prints it.")
        raise KioskError(text.format(file=path)) from None


def _sections(
    found: Mapping[str, Any], targets: Mapping[str, float], others: Sequence[Mapping[str, float]], later: str
) -> Iterable[tuple[str, tuple[Line, ...]]]:
    """The figures by subject; of what came in later with its own time, where the event was closed."""
    figures, at_least = found["figures"], found["at_least"]

    def line(figure: str) -> Line:
        name, definition = DEFINITIONS[figure]
        target, told = targets.get(figure), figure_text(figure, figures[figure])
        return Line(
            figure,
            _(name),
            _("at least {n}").format(n=told) if figure in at_least else told,
            " ".join(filter(None, (at_least.get(figure, ""), _(definition)))),
            "" if target is None else figure_text(figure, target),
            share_text(figures[figure] / target) if target and not is_few(figure, figures[figure]) else "",
            tuple(figure_text(figure, _whole(other[figure])) if figure in other else "–" for other in others),
        )

    for name, (heading, part) in SECTIONS.items():
        shown = [figure for figure in part if is_told(figure, came_in=bool(later))]
        said = _("By now · as of {time}").format(time=later) if later and name == "L" else _(heading)
        yield said, tuple(line(figure) for figure in shown)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _charts(by: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterable[Chart]:
    quarters = by["quarter"]
    several = len({row["id"][:10] for row in quarters}) > 1

    def course(title: str, column: str) -> Chart:
        bars = ((_time(row["id"], several), row[column], number_text(round(row[column]))) for row in quarters)
        return Chart(title, tuple(bars))

    yield course(_("Arrivals by quarter of an hour"), "T3")
    yield course(_("Attendees in the house, on average"), "present")
    yield course(_("Attendees in a talk, on average"), "talking")
    yield course(_("Attendees waiting or looking around, on average"), "free")
    booths = bars_of((row["id"], row["employer"], row["G1"]) for row in by["booth"])
    yield Chart(_("Talks by booth"), tuple((name, talks, number_text(talks)) for name, talks in booths))
    for row in by["feedback"]:
        if row["R1"]:
            shares = ((_(word), row[mood], _share(row[mood], row["R1"])) for mood, (word, _symbol) in MOODS.items())
            yield Chart(f"{_('Feedback')}: {question_text(row['id'])}", tuple(shares))


def _share(part: int, whole: int) -> str:
    return f"{number_text(part)} ({share_text(part / whole)})"


def _time(moment: str, with_day: bool) -> str:
    at = datetime.fromisoformat(moment)
    return f"{plain_date(at)} {at:%H:%M}" if with_day else f"{at:%H:%M}"


def _spread(figures: Mapping[str, float]) -> Iterable[Table]:
    """The parts of G5: how many attendees had how many talks, told as they are, like all figures."""
    parts = [(figure, int(count)) for figure, count in figures.items() if figure.startswith(TALKS_EACH)]
    if any(count for _figure, count in parts):
        rows = ((number_text(int(figure.removeprefix(TALKS_EACH))), number_text(count)) for figure, count in parts)
        note = figure_said(parts[0][0])[1]
        yield Table(_("Attendees by number of talks (G5)"), note, (_("Talks"), _("Attendees")), tuple(rows))


def _tables(by: Mapping[str, list[dict[str, Any]]], figures: Mapping[str, float], later: str) -> Iterable[Table]:
    """The breakdowns that say anything; small cells of persons are hidden, for a report goes out."""
    for name, (title, note) in TITLES.items():
        rows = printed(name, by[name], figures)
        if not rows or [row["id"] for row in rows] == [""]:
            continue
        several = len({row["id"][:10] for row in rows}) > 1
        timed = name in ("hour", "quarter")
        columns = [column for column in rows[0] if column != "id" and _tells(rows, column)]
        came_in = ", ".join(_column(column) for column in columns if column in LATER)
        said = _("{figures}: by now, as of {time}.").format(figures=came_in, time=later) if came_in and later else ""
        yield Table(
            _(title),
            " ".join(filter(None, (_(note) if note else "", said, _(HIDDEN) if name in SENSITIVE else ""))),
            ("", *(_column(column) for column in columns)),
            tuple(
                (
                    _time(row["id"], several) if timed else _row_name(row["id"], name),
                    *(_cell(row[column], column) for column in columns),
                )
                for row in rows
            ),
            1 + sum(column in ("employer", "title") for column in columns),
        )


def _tells(rows: Sequence[Mapping[str, Any]], column: str) -> bool:
    """Whether a column says anything: what came of talks stands only where something did, and something may be told."""
    return column not in (*OUTCOMES, "employer") or any(row[column] for row in rows)


def _column(column: str) -> str:
    if column in DEFINITIONS:
        return _(DEFINITIONS[column][0])
    return {"employer": _("Employer"), "title": _("Title")}.get(column) or _(NAMES[column])


def _row_name(row: str, table: str) -> str:
    if not row:
        return _("no employer") if table == "employer" else _("not known")
    if table == "feedback":
        return question_text(row)
    return category_text(row) if table in ("channel", "status") else label_text(row)


def _cell(value: str | float | None, column: str) -> str:
    if value is None:
        return _("too few") if column == "R1" else "" if column in set(Mood) else "*"
    return value if isinstance(value, str) else number_text(value, 1 if isinstance(value, float) else None)


def _block(block: Block) -> str:
    """A line of the programme."""
    parts = [f"{plain_date(block.day)}, {block.starts:%H:%M}", _(MODES[block.mode])]
    if block.mode is Mode.ROUNDS:
        rounds = _("{rounds} of {minutes} min, {change} min to change")
        length, change = number_text(_whole(block.talk_minutes)), number_text(_whole(block.change_minutes))
        parts.append(
            rounds.format(rounds=ngettext("{n} round", "{n} rounds", block.rounds), minutes=length, change=change)
        )
    return " · ".join(parts)
