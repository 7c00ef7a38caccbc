"""What columns and words are called in lists that say what came of the event: portals', employers' and our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kiosk.exchange.headers import ATTENDEES, BOOTHS, Names, fold, folds, names_of, wish_rank
from kiosk.rules.contracts import NO_CONTRACT, Kind
from kiosk.rules.results import Application, Step

_APPLIED: Final = ("Application", "Bewerbung", "Beworben", "Applied", "Bewerbung eingegangen", "Bewerbung liegt vor")
"""Names of a column that asks whether somebody has applied, so that it may be answered with yes or no."""

_CAME_IN: Final = (
    "Eingang am",
    "Eingangsdatum",
    "Eingegangen am",
    "Hochgeladen am",
    "Upload am",
    "Uploaded on",
    "Received on",
    "Eingang",
)
"""Names of a day that lists of registrations have as well."""

RESULTS: Final[Names] = {
    "id": ("kiosk id",),
    "number": (
        *ATTENDEES["number"],
        "Bewerbernummer",
        "Bewerber-Nr.",
        "Bewerber-ID",
        "Bewerberinnennummer",
        "Bewerber*innen-Nr.",
        "Bewerber*innen-ID",
        "Kandidatennummer",
        "Kandidaten-Nr.",
        "Kandidaten-ID",
        "Candidate number",
        "Candidate No.",
        "Candidate ID",
        "Applicant number",
        "Applicant No.",
        "Applicant ID",
        "Attendee number",
        "Attendee No.",
    ),
    "code": ATTENDEES["code"],
    "first_name": ATTENDEES["first_name"],
    "last_name": ATTENDEES["last_name"],
    "name": (*ATTENDEES["name"], "Bewerber", "Bewerberin", "Bewerber*in", "Applicant"),
    "email": ATTENDEES["email"],
    "booth": tuple(name for name in BOOTHS["booth"] if name not in ("Nr.", "Nummer")),
    "employer": (
        *(name for name in BOOTHS["employer"] if name != "Name"),
        "Arbeitgeber/Stand/Amt",
        "Arbeitgeber/Stand",
        "Arbeitgeber/Amt",
        "Stand/Arbeitgeber",
        "Einrichtung",
    ),
    "position": (
        "Position code",
        "Positionscode",
        "Kennziffer",
        "Stellencode",
        "Stellen-Nr.",
        "Stellennummer",
        "Stellen-ID",
        "Job-ID",
        "Referenznummer",
        "position",
        "Einsatzmöglichkeit",
        "Position/Kennziffer/Stelle",
        "Stelle",
        "Job",
    ),
    "title": (
        "title",
        "Bezeichnung",
        "Stellenbezeichnung",
        "Stellentitel",
        "Berufsbezeichnung",
        "Ausbildungsberuf",
        "Beruf",
        "Job title",
        "Ausschreibung",
    ),
    "application": (
        *_APPLIED,
        "Ergebnis",
        "Result",
        "Outcome",
        "Ergebnis/Status",
        "Bewerbungsstatus",
        "Bewerbungsstand",
        "Application status",
        "Status",
    ),
    "applied": (
        "Applied on",
        "Bewerbung am",
        "Bewerbungsdatum",
        "Datum der Bewerbung",
        "Application date",
        "Date of application",
        "Beworben am",
        "Bewerbungseingang",
        *_CAME_IN,
    ),
    "applied_iso": ("Applied on (ISO)", "Bewerbung am (ISO)"),
    "next_step": ("Next step", "Nächster Schritt", "Nächste Schritte", "Weiteres Vorgehen", "Vereinbarung"),
    "date": ("Date", "Datum", "Termin", "Termin am", "Appointment", "Folgetermin am", "Date of next step"),
    "date_iso": ("Date (ISO)", "Datum (ISO)"),
    "time": ("Time", "Zeit", "Uhrzeit", "Time of day"),
    "place": ("Place", "Ort", "Treffpunkt", "Location"),
    "who": (
        "Who does what",
        "Wer macht was",
        "Wer/Zuständig",
        "Wer",
        "Zuständig",
        "Zuständigkeit",
        "Verantwortlich",
        "Responsible",
        "Who",
    ),
    "started": (
        "Trial work begun",
        "Trial work begun on",
        "Trial work started",
        "Erprobung begonnen",
        "Erprobung begonnen am",
        "Beginn der Erprobung",
        "Erprobung ab",
        "Probearbeit begonnen am",
        "Beginn der Probearbeit",
        "Probearbeit ab",
    ),
    "started_iso": ("Trial work begun (ISO)", "Erprobung begonnen (ISO)"),
    "contract_date": (
        "Contract signed",
        "Vertrag am",
        "Vertrag vom",
        "Vertragsdatum",
        "Vertragsschluss",
        "Vertragsabschluss",
        "Vertrag unterschrieben am",
        "Contract date",
        "Date of contract",
        "Signed on",
        "Eingestellt am",
    ),
    "contract_date_iso": ("Contract signed (ISO)", "Vertrag am (ISO)"),
    "contract_kind": ("Contract", "Vertrag", "Vertragsart", "Art des Vertrags", "Contract type", "Kind of contract"),
    "reporter": ("Reported by", "Gemeldet von", "Gemeldet durch", "Meldung von", "Rückmeldung von"),
}
"""The fields of a row: who, where, what came of it. A day comes twice in our own files, for programs as ``_iso``."""

WHO: Final = ("number", "code", "first_name", "last_name", "name", "email", "id")
SAID: Final = (
    "application",
    "applied",
    "applied_iso",
    "next_step",
    "date",
    "date_iso",
    "time",
    "place",
    "who",
    "started",
)
_LOOSE: Final = ("date", "date_iso", "time", "place", "who")
"""Fields with names that columns of any list may have."""
SAID_OF_CONTRACT: Final = ("contract_date", "contract_date_iso", "contract_kind")


def _words(meanings: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in meanings.items() for word in folds(words.split("|"))}


_PLAIN: Final = names_of({field: RESULTS[field] for field in (*SAID, *SAID_OF_CONTRACT) if field not in _LOOSE}) - (
    names_of(ATTENDEES) | {*folds(_CAME_IN)}
)
"""What columns are called that speak of results, and in no list of something else."""
_OF_PEOPLE: Final = names_of(
    {field: names for field, names in ATTENDEES.items() if field not in (*RESULTS, "organisation", "note")}
) - names_of(RESULTS)
"""What columns are called that only lists of people have."""


def speaks_of_results(header: Sequence[str]) -> list[str]:
    """The columns by which a list is known to say what came of the event; none where it is one of people."""
    if any(fold(name) in _OF_PEOPLE or wish_rank(name) for name in header):
        return []
    return [name for name in header if fold(name) in _PLAIN]


_APPLICATIONS: Final = _words(
    {
        Application.ON_SITE: "application on site|on site|Bewerbung vor Ort|vor Ort|vor Ort abgegeben|vor Ort beworben",
        Application.ANNOUNCED: "application announced|announced|Bewerbung angekündigt|angekündigt|lädt später hoch",
        Application.RECEIVED: "application received later|received later|received|application received|uploaded|"
        "applied|Bewerbung nachgereicht|nachgereicht|Bewerbung eingegangen|eingegangen|Bewerbung hochgeladen|"
        "hochgeladen|Bewerbung|beworben|online beworben|Bewerbung liegt vor|application",
        Application.NONE: "no application|not applied|keine Bewerbung|nicht beworben|keine|keiner",
    }
)
_STEPS: Final = _words(
    {
        Step.FOLLOW_UP: "follow-up appointment|follow-up|second talk|interview|job interview|invited|Folgetermin|"
        "Folgegespräch|Vorstellungsgespräch|Zweitgespräch|Bewerbungsgespräch|eingeladen|Einladung",
        Step.TRIAL_WORK: "trial work|trial day|Erprobung|Probearbeit|Probearbeiten|Probetag|Probearbeitstag|MAG",
        Step.INTERNSHIP: "internship|Praktikum|Schnuppertag|Schnupperpraktikum",
        Step.DOCUMENTS_MISSING: "documents missing|Unterlagen fehlen|fehlende Unterlagen|Unterlagen nachreichen",
        Step.NONE: "no next step|nothing follows|rejected|declined|kein nächster Schritt|kein weiterer Schritt|Absage|"
        "abgesagt|abgelehnt|keiner|keine|nichts",
    }
)
_SIGNED: Final = _words(
    {
        Kind.EMPLOYMENT: "contract of employment|employment contract|Arbeitsvertrag",
        Kind.TRAINING: "contract of training|training contract|Ausbildungsvertrag|Berufsausbildungsvertrag|Lehrvertrag",
        Kind.UNSAID: "contract|contract signed|hired|Vertrag|Vertrag geschlossen|Vertrag unterschrieben|eingestellt",
        NO_CONTRACT: "no contract|no contract signed|not hired|kein Vertrag|kein Vertrag geschlossen|nicht eingestellt",
    }
)
_KINDS: Final = _words(
    {
        Kind.EMPLOYMENT: "employment|work|Arbeit|Anstellung|Festanstellung|befristet|unbefristet",
        Kind.TRAINING: "training|apprenticeship|Ausbildung|Berufsausbildung|duale Ausbildung|Lehre",
        Kind.UNSAID: "signed|unterschrieben|geschlossen|ja|yes|x",
        NO_CONTRACT: "no|none|not yet|nein|kein|keine|keiner|keins|noch nicht|noch keiner",
    }
)


def step(text: str) -> str | None:
    """The next step that a word means; None where it means none that is known."""
    return _STEPS.get(fold(text))


_ANSWERS: Final = _words({Application.RECEIVED: "ja|j|yes|y|x", Application.NONE: "nein|n|no"})


def asks_whether_applied(header: str) -> bool:
    """Whether a column of this name asks for yes or no."""
    return fold(header) in folds(_APPLIED)


def application(text: str) -> str | None:
    """How somebody applied, by a word; None where it says nothing of that."""
    return _APPLICATIONS.get(fold(text))


def applied(text: str) -> str | None:
    """As ``application``, in a column that asks whether somebody has applied."""
    return _ANSWERS.get(fold(text), application(text))


def signed(text: str) -> str | None:
    """The kind of contract that a word means, empty where it says only that there is one, or ``NO_CONTRACT``.

    None for any other word.
    """
    return _SIGNED.get(fold(text))


def kind(text: str) -> str | None:
    """As ``signed``, in a column that speaks of nothing but contracts."""
    return _KINDS.get(fold(text), signed(text))
