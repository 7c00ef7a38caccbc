"""What the words in the cells of a list mean: roles, channels, status, tickets, consents, in German and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kiosk.exchange.headers import fold, folds
from kiosk.model import Role


def _folded(words: str) -> tuple[str, ...]:
    return folds(words.split("|"))


def _words(meanings: Mapping[str, str]) -> dict[str, str]:
    """Folded word -> meaning, from meaning -> words separated by ``|``."""
    return {word: meaning for meaning, words in meanings.items() for word in _folded(f"{meaning}|{words}")}


_ROLES: Final = _words(
    {
        Role.ATTENDEE: "Teilnahme|Teilnehmende|Teilnehmende/r|Teilnehmer|Teilnehmerin|Teilnehmer*innen|TN|Bewerber|"
        "Bewerberin|Bewerbende|Besucher|Besucherin|Besuchende|Gast|Gäste|attendees|participant|visitor|guest|applicant",
        Role.EMPLOYER: "Arbeitgeber|Arbeitgeberin|Aussteller|Ausstellerin|Ausstellende|Unternehmen|Betrieb|Firma|Amt|"
        "Ansprechperson|Ansprechpartner|Ansprechpartnerin|employers|exhibitor|company|recruiter|interviewer",
        Role.STAFF: "Personal|Team|Mitarbeiter|Mitarbeiterin|Mitarbeitende|Orga|Organisation|Empfang|Moderation|Helfer|"
        "Helferin|Helfende|Saalbetreuung|crew|volunteer|organiser|organizer|host|helper",
        Role.MENTOR: "Mentorin|Mentoren|Mentor*in|Mentoring|Arbeitsmarktmentor|Arbeitsmarktmentorin|mentors|coach|"
        "Sprachmittlung|Sprachmittler|Sprachmittlerin|Dolmetscher|Dolmetscherin|interpreter",
        Role.PRESS: "Presse|Journalist|Journalistin|Medien|media",
    }
)
_CHANNELS: Final = _words(
    {
        "agentur": "Agentur für Arbeit|Arbeitsagentur|Bundesagentur für Arbeit|AA|BA|AfA|employment agency",
        "jobcenter": "Job-Center|JC|jobcentre",
        "mentor": "Mentorin|Mentor*in|Mentoren|Mentorenprogramm|Arbeitsmarktmentor|Arbeitsmarktmentorin",
        "school": "Schule|Lehrkraft|Lehrer|Lehrerin|Schulsozialarbeit|teacher",
        "press": "Presse|Zeitung|Medien|newspaper|media",
        "none": "keine|keiner|kein|ohne|nichts",
    }
)
_STATUS: Final = _words(
    {
        "job_seeker": "arbeitsuchend|Arbeitsuchende|Arbeitsuchender|Arbeitsuchende/r|arbeitssuchend|Arbeitssuchende|"
        "Arbeitssuchender|Arbeitssuchende/r|arbeitslos|Arbeitslose|Arbeitsloser|jobsuchend|unemployed|job seeking",
        "training_seeker": "ausbildungsuchend|Ausbildungsuchende|Ausbildungsuchender|Ausbildungsuchende/r|"
        "ausbildungssuchend|Ausbildungssuchende|Ausbildungssuchender|Ausbildungssuchende/r|apprenticeship seeker",
        "other": "andere|anderes|anderer|sonstige|sonstiges|sonstiger|beschäftigt|berufstätig|selbstständig|"
        "selbständig|Student|Studentin|Studierende|Schüler|Schülerin|Auszubildende|in Ausbildung|Rentner|Rentnerin|"
        "employed|self-employed|student|pupil|retired",
    }
)

_VOID: Final = _folded(
    "cancel|storn|refund|rückerstattet|erstattet|not attending|not going|nimmt nicht teil|declin|denied|rejected|"
    "abgelehnt|abgesagt|abgemeldet|expired|abgelaufen|waitlist|waiting list|Warteliste|pending approval|"
    "approval pending|Freigabe ausstehend|invited|eingeladen|deleted|gelöscht|invalid|ungültig|released|revoked|"
    "widerrufen|void|zurückgezogen|withdrawn"
)
_VALID: Final = frozenset(
    _folded(
        "paid|bezahlt|unpaid|nicht bezahlt|pending|ausstehend|offen|pending (confirmed)|attending|going|nimmt teil|"
        "checked in|eingecheckt|active|aktiv|awaiting payment|confirmed|bestätigt|acquired|to be paid|free|approved|"
        "zugesagt|Zusage|angemeldet|registered|registriert|completed|abgeschlossen|valid|gültig|ok"
    )
)

_YES: Final = frozenset(
    _folded("yes|y|ja|j|x|1|true|wahr|einverstanden|zugestimmt|erteilt|liegt vor|given|agreed|granted")
)
_NO: Final = frozenset(
    _folded("no|n|nein|0|false|falsch|nicht einverstanden|nicht erteilt|abgelehnt|verweigert|denied|refused")
)
_WITHDRAWN: Final = frozenset(_folded("withdrawn|revoked|widerrufen|zurückgezogen|zurückgenommen"))
_NEEDLESS: Final = frozenset(
    _folded("not_needed|not needed|not required|nicht nötig|nicht erforderlich|entfällt|volljährig|n/a")
)
_NOTHING: Final = frozenset(
    _folded("none|no|nein|keine|keiner|kein|ohne|nichts|nicht vorhanden|not available|n/a|unbekannt|unknown")
)
_UNASKED: Final = frozenset(
    _folded("not_asked|not asked|nicht gefragt|offen|open|ausstehend|pending|unbekannt|unknown|keine Antwort|no answer")
)
_TICKS: Final = frozenset("✓✔☑✅")


def role(text: str) -> Role | None:
    """What a person is, None for a word that says nothing known."""
    found = _ROLES.get(fold(text))
    return Role(found) if found else None


def channel(text: str) -> str:
    """How a person came: a known channel by its code, any other as it stands."""
    return _CHANNELS.get(fold(text), text)


def status(text: str) -> str:
    """``job_seeker``, ``training_seeker`` or ``other``; an unknown word is ``other``."""
    return _STATUS.get(fold(text), "other")


def is_status(text: str) -> bool:
    """Whether the text says what a person seeks."""
    return fold(text) in _STATUS


def is_consent(text: str) -> bool:
    """Whether the text answers a question for consent, or says that nobody was asked."""
    return bool(consent(text)) or fold(text) in _UNASKED


def says_nothing(text: str) -> bool:
    """Whether the text says that there is nothing to say: ``keine``, ``none``."""
    return fold(text) in _NOTHING


def is_ticket_state(text: str) -> bool:
    """Whether the text says in which state a ticket is."""
    return fold(text) in _VALID or fold(text).startswith(_VOID)


def void(text: str) -> bool:
    """Whether a ticket in this state lets nobody in: cancelled, refunded, declined, expired, on the waiting list."""
    return fold(text).startswith(_VOID) or fold(text) in _YES or text in _TICKS


def consent(text: str) -> str:
    """``yes``, ``no``, ``withdrawn``, ``not_needed``; empty where nobody was asked and where the answer is unclear."""
    folded = fold(text)
    if folded in _NEEDLESS:
        return "not_needed"
    if folded in _WITHDRAWN:
        return "withdrawn"
    first = re.split(r"\W+", text.casefold(), maxsplit=1)[0]
    if folded in _NO or first in ("no", "nein"):
        return "no"
    return "yes" if folded in _YES or first in ("yes", "ja") or text in _TICKS else ""
