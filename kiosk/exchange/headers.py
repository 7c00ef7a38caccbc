"""What columns are called in the lists that organisers have, and which field of ours each name stands for.

The names are the program's own, those of German and English office lists, and the literal ones in the exports of
pretix, Hi.Events, Eventbrite, alf.io, Attendize, Luma and eventyay. Earlier names of a field are better ones: with
``Public ID`` and ``Ticket ID`` in one file, the code is the public one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

Names = Mapping[str, tuple[str, ...]]

ATTENDEES: Final[Names] = {
    "code": (
        "code",
        "Ticket secret",
        "Ticket-Code",
        "Secret",
        "Barcode #",
        "Barcode",
        "Public ID",
        "Öffentliche ID",
        "qr_code_url",
        "QR-Code",
        "QR",
        "Ticket ID",
        "Badge-Code",
        "Ticketnummer",
        "Ticket number",
    ),
    "number": (
        "number",
        "Nummer",
        "Teilnahmenummer",
        "Teilnehmernummer",
        "Teilnahme-Nr.",
        "Teilnehmer-Nr.",
        "TN-Nr.",
        "Badge-Nummer",
        "Badge-Nr.",
    ),
    "first_name": (
        "first_name",
        "Vorname",
        "Rufname",
        "Vornamen",
        "Attendee name: Given name",
        "Attendee name: First name",
        "Name Teilnehmer*in: Vorname",
        "Teilnehmer*innenname: Vorname",
        "Given name",
        "Forename",
    ),
    "last_name": (
        "last_name",
        "Nachname",
        "Familienname",
        "Zuname",
        "Attendee name: Family name",
        "Attendee name: Last name",
        "Name Teilnehmer*in: Nachname",
        "Teilnehmer*innenname: Nachname",
        "Family name",
        "Surname",
    ),
    "name": (
        "Attendee name",
        "Name Teilnehmer*in",
        "Teilnehmername",
        "Full Name",
        "Voller Name",
        "Vollständiger Name",
        "Name, Vorname",
        "Nachname, Vorname",
        "Vorname Nachname",
        "Vorname und Nachname",
        "Vor- und Nachname",
        "Name",
    ),
    "email": (
        "Attendee email",
        "E-Mail Teilnehmer*in",
        "email",
        "E-Mail",
        "E-Mail-Adresse",
        "Mail",
        "Mailadresse",
        "Email address",
    ),
    "organisation": (
        "organisation",
        "Organization",
        "Attendee company",
        "Teilnehmer*innen-Firma",
        "Company",
        "Company name",
        "Firma",
        "Unternehmen",
        "Betrieb",
        "Arbeitgeber",
        "Einrichtung",
        "Institution",
        "Dienststelle",
        "Amt",
    ),
    "role": ("role", "Rolle", "Teilnehmerrolle", "Personengruppe"),
    "group": (
        "group",
        "Gruppe",
        "Mentorengruppe",
        "Mentor*innengruppe",
        "Klasse",
        "Schulklasse",
        "Mentor",
        "Mentor*in",
    ),
    "channel": ("channel", "Zugangsweg", "Zugang", "Kanal", "Vermittelt durch", "Vermittelt von", "custom_source"),
    "status": ("Erwerbsstatus", "Arbeitsmarktstatus", "Employment status", "Beschäftigungsstatus", "status"),
    "district": ("district", "Stadtbezirk", "Stadtteil", "Bezirk", "Ortsteil", "Quartier"),
    "language": ("language", "Sprache", "Muttersprache", "lang"),
    "interpreting": (
        "interpreting",
        "Sprachmittlung",
        "Sprachmittlung gewünscht",
        "Dolmetschen",
        "Dolmetscher",
        "Dolmetscher*in",
        "Interpreter",
        "Interpreting language",
    ),
    "assistance": (
        "assistance",
        "Unterstützung",
        "Unterstützungsbedarf",
        "Assistenz",
        "Assistenzbedarf",
        "Assistance needed",
    ),
    "wishes": (
        "wishes",
        "wish",
        "Wünsche",
        "Wunsch",
        "Wunschliste",
        "Wunschstände",
        "Wunschtische",
        "Wunschstellen",
        "Wunscharbeitgeber",
        "Preferences",
    ),
    "arrives": ("arrives", "kommt um", "kommt ab", "Ankunft", "anwesend ab", "da ab"),
    "leaves": ("leaves", "geht um", "Abreise", "anwesend bis", "da bis"),
    "consent_contact": (
        "consent_contact",
        "Einwilligung Kontakt",
        "Einwilligung Kontaktdaten",
        "Einwilligung Weitergabe",
        "Weitergabe Kontaktdaten",
        "Kontaktweitergabe",
        "Contact consent",
    ),
    "consent_photo": (
        "consent_photo",
        "Einwilligung Foto",
        "Einwilligung Fotos",
        "Fotoeinwilligung",
        "Fotoerlaubnis",
        "Foto",
        "Fotos",
        "Photo consent",
    ),
    "guardian_consent": (
        "guardian_consent",
        "Einwilligung Sorgeberechtigte",
        "Einwilligung Eltern",
        "Elterneinwilligung",
        "Einverständnis Eltern",
        "Parental consent",
    ),
    "cancelled": (
        "cancelled",
        "canceled",
        "storniert",
        "abgesagt",
        "abgemeldet",
        "Attendee Status",
        "approval_status",
        "Ticketstatus",
        "Ticket status",
        "Anmeldestatus",
        "Teilnahmestatus",
        "Bestellstatus",
        "Order status",
    ),
    "note": (
        "note",
        "Notes",
        "Bemerkung",
        "Bemerkungen",
        "Anmerkung",
        "Anmerkungen",
        "Notiz",
        "Notizen",
        "Hinweis",
        "Kommentar",
        "Comment",
    ),
}
"""The fields of a person, and ``name`` for a whole name in one cell."""

WEAK_CODES: Final = ("ID", "Reference", "Referenz", "Order Ref.")
"""Columns that are a badge's code in one system (alf.io's ``ID``) and a database's or an order's number in the next."""

BOOTHS: Final[Names] = {
    "booth": (
        "booth",
        "Stand",
        "Stand-Nr.",
        "Standnummer",
        "Tisch",
        "Tisch-Nr.",
        "Tischnummer",
        "Booth number",
        "Booth #",
        "Table",
        "Table number",
        "Nr.",
        "Nummer",
    ),
    "employer": (
        "employer",
        "Arbeitgeber",
        "Amt",
        "Betrieb",
        "Unternehmen",
        "Firma",
        "Aussteller",
        "Dienststelle",
        "Organisation",
        "Organization",
        "Company",
        "Exhibitor",
        "Name",
    ),
    "seats": ("seats", "Plätze", "Anzahl Plätze", "Sitzplätze", "Parallele Plätze", "Parallele Gespräche"),
    "room": ("room", "Raum", "Saal", "Halle", "Ort"),
    "opens": ("opens", "öffnet", "öffnet um", "offen ab", "geöffnet ab", "von", "ab", "Beginn", "from"),
    "closes": ("closes", "schließt", "schließt um", "offen bis", "geöffnet bis", "bis", "Ende", "to", "until"),
    "pauses": ("pauses", "Pausen", "Pause", "breaks", "break"),
    "languages": ("languages", "Sprachen", "Sprache", "language"),
    "profile": ("profile", "Steckbrief", "Profil", "Kurzprofil", "Beschreibung", "Description"),
}

POSITIONS: Final[Names] = {
    "position": (
        "Position code",
        "Positionscode",
        "Stellencode",
        "Stellen-Nr.",
        "Stellennummer",
        "Code",
        "Kürzel",
        "Kennung",
        "Nr.",
        "position",
        "Einsatzmöglichkeit",
        "Stelle",
    ),
    "booth": BOOTHS["booth"],
    "title": (
        "title",
        "Titel",
        "Bezeichnung",
        "Stellenbezeichnung",
        "Stellentitel",
        "Berufsbezeichnung",
        "Beruf",
        "Job title",
        "Einsatzmöglichkeit",
        "Stelle",
        "position",
    ),
    "kind": ("kind", "Art", "Art der Stelle", "Stellenart", "Typ", "Type"),
    "openings": (
        "openings",
        "Anzahl",
        "Anzahl Stellen",
        "freie Stellen",
        "offene Stellen",
        "Stellen",
        "Plätze",
        "vacancies",
    ),
}

_TRANSCRIBED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_RANK: Final = r"(?:wish|wunsch(?:stand|tisch|stelle|arbeitgeber)?|preference|prioritat|prio|choice)"
_RANKED: Final = re.compile(rf"{_RANK}(?:nr)?(\d{{1,2}})|(\d{{1,2}})(?:ter)?{_RANK}")
_ORDINALS: Final = {"erstwunsch": 1, "zweitwunsch": 2, "drittwunsch": 3, "viertwunsch": 4}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A text without case, blanks, punctuation and accents, by which names of columns and words in cells compare."""
    plain = unicodedata.normalize("NFKD", text.replace("#", "nr").casefold())
    return "".join(char for char in plain if char.isalnum())


def folds(names: Iterable[str]) -> tuple[str, ...]:
    """The names folded, in their order; those with an umlaut also as ``ae``, ``oe`` and ``ue``."""
    return tuple(dict.fromkeys(fold(form) for name in names for form in (name, name.translate(_TRANSCRIBED))))


def wish_rank(header: str) -> int | None:
    """The rank that a name such as ``Wunsch 2`` or ``wish2`` states, None where it states none."""
    folded = fold(header)
    found = _RANKED.fullmatch(folded)
    return int(found[1] or found[2]) if found else _ORDINALS.get(folded)


def names_of(names: Names) -> frozenset[str]:
    """Every folded name that a list of this kind may use."""
    weak = WEAK_CODES if names is ATTENDEES else ()
    return frozenset(folds([*(name for several in names.values() for name in several), *weak]))
