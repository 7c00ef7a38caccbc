"""What the fields of lists are called, by the names under which programs know them."""

from __future__ import annotations

from typing import Final

from kiosk.i18n import N_

OF_PERSON: Final = {
    "number": N_("Number"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "organisation": N_("Organisation"),
    "role": N_("Role"),
    "group": N_("Group"),
    "channel": N_("Channel"),
    "status": N_("Status"),
    "district": N_("District"),
    "language": N_("Language"),
    "wishes": N_("Wishes"),
    "arrives": N_("Arrives"),
    "leaves": N_("Leaves"),
    "assistance": N_("Assistance"),
    "interpreting": N_("Interpreting"),
    "walk_in": N_("Walk-in"),
    "cancelled": N_("Cancelled"),
    "note": N_("Note"),
}
"""What lists say of a person, and how it is called on paper."""

FIELDS: Final = {
    **OF_PERSON,
    "code": N_("Badge code"),
    "name": N_("Name"),
    "consent_contact": N_("Consent contact"),
    "consent_photo": N_("Consent photo"),
    "guardian_consent": N_("Guardian consent"),
    "booth": N_("Booth"),
    "employer": N_("Employer"),
    "seats": N_("Seats"),
    "room": N_("Room"),
    "opens": N_("Opens"),
    "closes": N_("Closes"),
    "pauses": N_("Pauses"),
    "languages": N_("Languages"),
    "profile": N_("Profile"),
    "position": N_("Position code"),
    "title": N_("Title"),
    "kind": N_("Kind"),
    "openings": N_("Openings"),
    "id": N_("kiosk id"),
    "application": N_("Application"),
    "applied": N_("Applied on"),
    "applied_iso": N_("Applied on (ISO)"),
    "next_step": N_("Next step"),
    "date": N_("Date"),
    "date_iso": N_("Date (ISO)"),
    "time": N_("Time"),
    "place": N_("Place"),
    "who": N_("Who does what"),
    "started": N_("Trial work begun"),
    "started_iso": N_("Trial work begun (ISO)"),
    "contract_kind": N_("Contract"),
    "contract_date": N_("Contract signed"),
    "contract_date_iso": N_("Contract signed (ISO)"),
    "reporter": N_("Reported by"),
}
"""What lists say of anything."""
