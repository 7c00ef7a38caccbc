"""The events of the press releases as scripts: who comes when, talks where about what, and what comes of it.

Nothing is left to chance, and the figures follow from what is scanned. ``python tests/seeds.py 000 DIR`` plays one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from gates import Line, Sitting, done, drive, set_clock
from world import BERLIN, make_folder

FIRST = (
    "Änne",
    "Björn",
    "Çiğdem",
    "Dörte",
    "Emre",
    "Frauke",
    "Güler",
    "Hüseyin",
    "İpek",
    "Jürgen",
    "Kateryna",
    "Łukasz",
)
BEGIN = ("Wald", "Öster", "Müll", "Schön", "Grün", "Kräh", "Zöll", "Rieb", "Quend", "Tyll", "Fjord", "Hasel")
END = ("brandt", "meyster", "wörth", "kamp", "hövel", "büttel", "zirk", "gård")


def name_of(number: int) -> tuple[str, str]:
    """A made-up name; no two people have the same."""
    first, begin, end = FIRST[number % 12], BEGIN[number // 12 % 12], END[number // 144 % 8]
    return first, f"{begin}{end}"


def ticket(number: int) -> str:
    return f"TICKET-{number:04d}"


def write_people(folder: Path, columns: str, rows: Sequence[str]) -> None:
    """Imports a list as an organiser has it."""
    path = folder / "attendees.csv"
    path.write_text("\r\n".join([columns, *rows]) + "\r\n", encoding="cp1252", errors="replace")
    done("import", folder, path)


def close(folder: Path, settings: str, at: datetime) -> None:
    """Closes an event, which freezes its figures."""
    set_clock(folder, settings, at)
    done("close", folder)


def spread(place: int, part: int, whole: int) -> bool:
    """Whether this one, of so many, belongs to a part that is spread evenly over all of them."""
    return place * part // whole != (place + 1) * part // whole


# Düsseldorf, 10 January 2024

PEOPLE, OFFICES, POSITIONS, TALKS, APPLIED, SEEKING, ANNOUNCED = 675, 20, 84, 1988, 444, 278, 60
ABSENT, CANCELLED = 90, 5
DAY = date(2024, 1, 10)

DUESSELDORF = """
[event]
name = "Job-Speed-Dating der Landeshauptstadt Düsseldorf"
venue = "Zentralbibliothek im KAP1"
date = 2024-01-10
language = "de"
permitted = 800

[[block]]
id = "talks"
mode = "queue"
starts = 10:00:00

[targets]
T2 = 600
G1 = 2000
"""

ARRIVALS = {"09:30": 240, "09:45": 200, "10:20": 110, "11:00": 80, "12:20": 45}
"""When the doors read how many badges; two thirds in the first half hour."""
TURNS, TURN = 15, timedelta(minutes=20)
"""For five hours people sit down at the booths every twenty minutes."""
SEATS = 4
APPETITE = (1, 2, 3, 3, 3, 4, 4, 7)
"""How many talks people would like to have, one after the other."""


@dataclass(frozen=True)
class Talk:
    """A talk: long ones last for a turn, brief ones are over at once and are confirmed by a card."""

    number: int
    booth: int
    position: str
    brief: bool
    came_of_it: str


def moment(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), BERLIN)


def turn(place: int) -> datetime:
    return moment("10:00") + place * TURN


def arrivals() -> dict[datetime, list[int]]:
    """The numbers of those who come, by the time at which they do."""
    found, last = {}, 0
    for clock, count in ARRIVALS.items():
        found[moment(clock)] = list(range(last + 1, last + count + 1))
        last += count
    return found


def offers(booth: int) -> list[str]:
    """The positions of a booth, of 84 at 20 booths."""
    return [f"P{place + 1:02d}" for place in range(POSITIONS) if place % OFFICES + 1 == booth]


def duesseldorf_talks() -> list[list[Talk]]:
    """The talks by the turn in which they begin. Nobody meets an office twice, or goes without a rest."""
    waiting: deque[int] = deque()
    resting: dict[int, list[int]] = defaultdict(list)
    met: dict[int, set[int]] = defaultdict(set)
    held: Counter[int] = Counter()
    turns: list[list[Talk]] = []
    count = 0
    for place in range(TURNS):
        waiting.extend(resting.pop(place, ()))
        for at, numbers in arrivals().items():
            if turn(place - 1) <= at < turn(place) or (place == 0 and at < turn(0)):
                waiting.extend(numbers)
        turns.append([])
        for booth, brief in _seats(place):
            number = next((each for each in waiting if booth not in met[each]), None)
            if number is None or count == TALKS:
                continue
            waiting.remove(number)
            met[number].add(booth)
            offered = offers(booth)
            turns[-1].append(Talk(number, booth, offered[held[booth] % len(offered)], brief, _outcome(count)))
            held[booth] += 1
            count += 1
            if len(met[number]) < APPETITE[number % len(APPETITE)]:
                resting[place + (1 if brief else 2)].append(number)
    return turns


def _seats(place: int) -> Iterator[tuple[int, bool]]:
    """Each talk that can begin in a turn: four long ones at a booth, and brief ones between them."""
    for booth in range(1, OFFICES + 1):
        yield from ((booth, True) for _ in range((2, 3, 3)[(booth + place) % 3]))
        yield from ((booth, False) for _ in range(SEATS))


def _outcome(place: int) -> str:
    """What comes of a talk: 444 applications, and of the others 60 announced ones."""
    if spread(place, APPLIED, TALKS):
        return "application"
    others = place - place * APPLIED // TALKS
    return "announced" if spread(others, ANNOUNCED, TALKS - APPLIED) else ""


def duesseldorf() -> list[Sitting]:
    """The day at the doors and at the booths, with what goes wrong there."""
    talks = duesseldorf_talks()
    sittings = {turn(place): Sitting(turn(place)) for place in range(TURNS + 1)}
    for at, numbers in arrivals().items():
        sittings.setdefault(at, Sitting(at)).entrance.extend(_at_door(numbers))
    sittings[moment("09:30")].entrance += [(f"OFFICE-{office}", "admitted") for office in range(1, OFFICES + 1)]
    sittings[moment("09:45")].entrance += [
        (ticket(PEOPLE + ABSENT + each), "cancelled") for each in range(1, CANCELLED + 1)
    ]
    for place in range(TURNS + 1):
        over = [talk for talk in talks[place - 1] if not talk.brief] if place else []
        begun = talks[place] if place < TURNS else []
        for booth in range(1, OFFICES + 1):
            lines = sittings[turn(place)].booth
            lines += _at_booth(booth, [talk for talk in over if talk.booth == booth], begun)
    return [sittings[at] for at in sorted(sittings)]


def _at_door(numbers: Sequence[int]) -> Iterator[Line]:
    """Everybody is read once; some badges swing, some people come twice, and some show what no list knows."""
    for number in numbers:
        yield ticket(number), "admitted"
        if number % 40 == 0:
            yield ticket(number), "repeat"
        if number % 90 == 0:
            yield ticket(number - 1), "already_in"
            yield f"LIBRARY-{number}", "unknown"


def _at_booth(booth: int, over: Sequence[Talk], begun: Sequence[Talk]) -> Iterator[Line]:
    """What a booth's staff scan within a few minutes: who gets up, who only asks something, who sits down."""
    here = [talk for talk in begun if talk.booth == booth]
    lines: list[Line] = [(f"booth {booth}", "command")]
    for talk in over:
        lines += [(ticket(talk.number), "talk_done"), *_came_of(talk)]
    for talk in begun:
        if booth == 2 and talk.booth == OFFICES and not talk.brief and talk.number % 10 == 0:
            lines.append((ticket(talk.number), "talk_started"))  # at the wrong table; off to the right one at once
    for talk in here:
        lines += [(ticket(talk.number), "talk_started"), (f"position {talk.position}", "recorded")]
        if talk.brief:
            lines += [*_came_of(talk), ("done", "talk_done")]
    yield from lines if len(lines) > 1 else ()


def _came_of(talk: Talk) -> Iterator[Line]:
    if talk.came_of_it:
        yield talk.came_of_it, "recorded"
    elif talk.number % 50 == 0:
        yield "application", "recorded"
        yield "undo", "command"


def make_duesseldorf(folder: Path) -> int:
    """Plays the event of the press release; how many scans that took."""
    booths = [f"{booth};Amt {booth};{SEATS}" for booth in range(1, OFFICES + 1)]
    positions = [f"{name};{booth};Stelle {name}" for booth in range(1, OFFICES + 1) for name in offers(booth)]
    make_folder(folder, DUESSELDORF, booths, positions)
    set_clock(folder, DUESSELDORF, moment("09:00"))
    columns = "Ticket-Code;Nummer;Vorname;Nachname;E-Mail;Rolle;Amt;Zugangsweg;Erwerbsstatus;Bezirk;Anmeldestatus"
    people = [_attendee(number) for number in range(1, PEOPLE + ABSENT + CANCELLED + 1)]
    staff = [f"OFFICE-{office};;Amtsfrau;{END[office % 8]};;Arbeitgeber;Amt {office};;;;" for office in range(1, 21)]
    write_people(folder, columns, [*people, *staff])
    scans = drive(folder, DUESSELDORF, duesseldorf())
    close(folder, DUESSELDORF, moment("15:30"))
    return scans


def _attendee(number: int) -> str:
    """A row of the list: 278 of those who come seek work, and come through the agency or the jobcentre."""
    first, last = name_of(number)
    if number <= PEOPLE and spread(number - 1, SEEKING, PEOPLE):
        channel, status = ("Agentur für Arbeit", "Jobcenter")[number % 2], "arbeitsuchend"
    else:
        channel, status = ("Presse", "Schule", "keine")[number % 3], ("beschäftigt", "ausbildungsuchend")[number % 2]
    if number > PEOPLE and number % 3 == 0:
        channel, status = "Jobcenter", "arbeitsuchend"  # who does not come is not reached
    state = "storniert" if number > PEOPLE + ABSENT else "bestätigt"
    email = f"p{number}.{number * 7919}@example.org"
    return f"{ticket(number)};{number};{first};{last};{email};;;{channel};{status};Bezirk {number % 10 + 1};{state}"


# Dresden, the contact fair of the mentor project

COMPANIES, APPLICANTS, MENTORS, SECOND = 5, 42, 6, 28
"""So many of the applicants have a second talk."""
FAIR = date(2018, 3, 15)
STEPS = (
    *(("follow_up", True), ("trial_work", True), ("follow_up", True), ("no_next_step", False), ("internship", True)),
    *(("documents_missing", False), ("follow_up", True), ("follow_up", False), ("trial_work", True)),
    ("no_next_step", False),
)
"""What is agreed at the end of one talk after the other, and whether with a date."""
CLASHING = (1, 5)
"""Applicants whose two dates cannot both be kept."""

DRESDEN = """
[event]
name = "Kontaktbörse „So machen wir’s!“"
venue = "Rathaus Dresden"
date = 2018-03-15
language = "de"

[labels]
press_employers = "Unternehmen"

[[block]]
id = "talks"
mode = "open"
starts = 10:30:00
"""


def dresden() -> list[Sitting]:
    """Everybody comes with a mentor; twenty talks at a time, and each ends with what is agreed."""
    turns = [Sitting(moment("10:30", FAIR) + place * timedelta(minutes=25)) for place in range(5)]
    people = sorted(range(1, APPLICANTS + 1), key=lambda number: number % MENTORS)
    door = [(ticket(number), "admitted") for number in people]
    door += [(f"COMPANY-{company}", "admitted") for company in range(1, COMPANIES + 1)]
    for company in range(1, COMPANIES + 1):
        ends: list[list[Line]] = [[] for _turn in turns]
        begins: list[list[Line]] = [[] for _turn in turns]
        for place in range(APPLICANTS + SECOND):
            number = place % APPLICANTS + 1
            if (number + (0 if place < APPLICANTS else 2)) % COMPANIES + 1 != company:
                continue
            begins[place // 20] += [(ticket(number), "talk_started"), (f"position {_job(company, place)}", "recorded")]
            ends[place // 20 + 1] += [(ticket(number), "talk_done"), *_agreed(place)]
        for sitting, over, begun in zip(turns, ends, begins, strict=True):
            sitting.booth += [(f"booth {company}", "command"), *over, *begun]
    return [Sitting(moment("09:50", FAIR), door), *turns]


def _job(company: int, place: int) -> str:
    """One of the twelve positions of the five companies."""
    offered = [job for job in range(1, 13) if job % COMPANIES + 1 == company]
    return f"J{offered[place % len(offered)]:02d}"


def _agreed(place: int) -> list[Line]:
    """The cards at the end of a talk. Dates lie far apart, but for two people half an hour."""
    step, dated = STEPS[place % len(STEPS)]
    number, day, half = place % APPLICANTS + 1, 1 + place % 27, 18 + place % 16
    if place >= APPLICANTS and number in CLASHING:
        day, half = 1 + (number - 1) % 27, 19 + (number - 1) % 16
    cards = [f"{FAIR + timedelta(days=day)}", f"{half // 2:02}:{half % 2 * 30:02}"] if dated else []
    return [(card, "recorded") for card in (step, *cards)]


def make_dresden(folder: Path) -> int:
    """Plays the contact fair; how many scans that took."""
    booths = [f"{company};Firma {company};4" for company in range(1, COMPANIES + 1)]
    make_folder(folder, DRESDEN, booths, [f"J{job:02d};{job % COMPANIES + 1};Stelle {job}" for job in range(1, 13)])
    set_clock(folder, DRESDEN, moment("09:00", FAIR))
    columns = "Ticket-Code;Nummer;Vorname;Nachname;Rolle;Einrichtung;Mentor*in;Zugangsweg;Erwerbsstatus;Sprache"
    people = [
        f"{ticket(number)};{number};{';'.join(name_of(number))};;;Gruppe {number % MENTORS + 1};"
        f"Arbeitsmarktmentorin;arbeitsuchend;{('uk', 'ar', 'fa', 'es')[number % 4]}"
        for number in range(1, APPLICANTS + 1)
    ]
    staff = [
        f"COMPANY-{company};;Ute;Firmenfrau;Arbeitgeber;Firma {company};;;;" for company in range(1, COMPANIES + 1)
    ]
    write_people(folder, columns, [*people, *staff])
    scans = drive(folder, DRESDEN, dresden())
    close(folder, DRESDEN, moment("13:00", FAIR))
    return scans


# Dortmund, the network meeting with theme tables

CONTACTS, PUPILS, TABLES, DISTRICTS = 59, 4, 8, 9
HOSTS = 4
"""Companies that meet the pupils at tables of their own, in rounds, while the others go from theme to theme."""
MEETING = date(2023, 5, 11)

DORTMUND = """
[event]
name = "Ausbildung im Quartier: Netzwerktreffen"
venue = "Café Durchblick"
date = 2023-05-11
language = "de"

[labels]
press_employers = "Betrieben"

[[block]]
id = "tables"
mode = "open"
starts = 16:45:00

[[block]]
id = "pupils"
mode = "rounds"
starts = 17:00:00
rounds = 4
talk_minutes = 8
change_minutes = 2
"""


def dortmund(planned: Sequence[dict[str, Any]]) -> list[Sitting]:
    """Companies are free to move from table to table; four pupils go where their plan says."""
    everybody = range(1, CONTACTS + PUPILS + 1)
    sittings = {at: Sitting(moment(at, MEETING)) for at in ("16:45", "17:01", "17:13", "17:23", "17:33", "17:50")}
    sittings["17:01"].first = ("round", "start", "--block", "pupils")
    for at, visit, guests in (
        ("16:45", 0, range(HOSTS + 1, CONTACTS + 1)),
        ("17:13", 1, range(HOSTS + 1, CONTACTS + 1)),
        ("17:33", 2, range(HOSTS + 1, CONTACTS + 1)),
        ("17:50", 3, range(1, HOSTS + 1)),
    ):
        for table in range(1, TABLES + 1):
            here = [number for number in guests if (number + 3 * visit) % TABLES + 1 == table]
            sittings[at].booth += [(f"booth T{table}", "command")] if here else []
            sittings[at].booth += [(ticket(number), "talk_started") for number in here]
    for talk in planned:
        lines = sittings[("17:01", "17:13", "17:23", "17:33")[talk["round"] - 1]].booth
        lines += [(f"booth {talk['booth']}", "command"), (ticket(talk["number"]), "talk_started")]
    door = Sitting(moment("15:50", MEETING), [(ticket(number), "admitted") for number in everybody])
    home = Sitting(moment("18:50", MEETING), exit=[(ticket(number), "checked_out") for number in everybody])
    return [door, *sittings.values(), home]


def make_dortmund(folder: Path) -> int:
    """Plays the network meeting; how many scans that took."""
    tables = [f"T{table};;12" for table in range(1, TABLES + 1)]
    make_folder(folder, DORTMUND, [*tables, *(f"C{host};Betrieb {host};1" for host in range(1, HOSTS + 1))])
    set_clock(folder, DORTMUND, moment("15:00", MEETING))
    wishes = "|".join(f"C{host}" for host in range(1, HOSTS + 1))
    rows = []
    for number in range(1, CONTACTS + PUPILS + 1):
        contact = f"Betrieb {number};Betriebe;Bezirk {number % DISTRICTS + 1};"
        who = contact if number <= CONTACTS else f";Schulen;;{wishes}"
        rows.append(f"{ticket(number)};{number};{';'.join(name_of(number))};{who}")
    write_people(folder, "Ticket-Code;Nummer;Vorname;Nachname;Firma;Gruppe;Bezirk;Wünsche", rows)
    plan = json.loads(done("plan", folder, "--block", "pupils", "--publish", "--json"))
    scans = drive(folder, DORTMUND, dortmund(plan["talks"]))
    close(folder, DORTMUND, moment("19:00", MEETING))
    return scans


EVENTS: dict[str, Callable[[Path], int]] = {"000": make_duesseldorf, "002": make_dortmund, "003": make_dresden}


if __name__ == "__main__":
    scans = EVENTS[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(f"{scans} scans\n{done('report', sys.argv[2], '--press')}")
