"""What each figure is called and what is counted in it; printed below the figure wherever it stands."""

from __future__ import annotations

from typing import Final

from kiosk.i18n import N_

Figure = int | float

SECTIONS: Final[dict[str, tuple[str, dict[str, tuple[str, str]]]]] = {
    "T": (
        N_("Attendees"),
        {
            "T1": (
                N_("Registered"),
                N_(
                    "Attendees on the list before the first closing after the last attendee came; cancelled ones and "
                    "walk-ins are not counted."
                ),
            ),
            "T2": (
                N_("Attendees"),
                N_("Persons with the role attendee who checked in at least once; each counts once."),
            ),
            "T3": (N_("Visits"), N_("Entries of attendees, at most one per person and day.")),
            "T4": (N_("of these spontaneous"), N_("Attendees who came (T2) and are not counted as registered (T1).")),
            "T5": (N_("No-shows"), N_("Registered attendees (T1) who have not come.")),
            "T5_rate": (N_("No-show rate"), N_("No-shows as a part of the registered.")),
            "T6": (
                N_("Persons at once"),
                N_("Most persons in the house at one time, staff and employers included: for the venue."),
            ),
            "T6_attendees": (
                N_("Attendees at once"),
                N_("Most attendees in the house at one time: for the press."),
            ),
            "Q1": (
                N_("Job seekers reached"),
                N_(
                    "Attendees whose status is job seeking, or who came through the employment agency, the jobcentre "
                    "or a mentor; each counts once."
                ),
            ),
            "Q1_unknown": (
                N_("Job seeking not known"),
                N_("Attendees of whom neither status nor way here is known; they are not counted in Q1."),
            ),
        },
    ),
    "A": (
        N_("Employers and offers"),
        {
            "A1": (
                N_("Employers"),
                N_(
                    "Different organisations with staff checked in or at least one talk; who shares a booth without "
                    "being named in the list of booths is not known, and a table without an employer is none."
                ),
            ),
            "A2": (
                N_("Booths opened"),
                N_("Booths that were open at some time between the first talk of a day and the last."),
            ),
            "A2_seats": (N_("Seats opened"), N_("The most seats of each of these booths, added up.")),
            "A2_minutes": (
                N_("Seat-minutes open"),
                N_("Minutes in which seats were open between the first talk of a day and the last."),
            ),
            "P1": (N_("Positions offered"), N_("Different positions of booths that were opened.")),
            "P2": (N_("Positions talked about"), N_("Different positions with at least one talk that counts.")),
            "P3": (N_("Openings offered"), N_("The numbers of openings of the positions offered, added up.")),
        },
    ),
    "G": (
        N_("Talks"),
        {
            "G1": (
                N_("Talks"),
                N_("One person, one booth, one start; at least 60 seconds long or confirmed by the booth."),
            ),
            "G2": (
                N_("Encounters"),
                N_("Different pairs of a person and an employer who talked; a table without an employer is none."),
            ),
            "G4": (N_("Time talked (hours)"), N_("The real lengths of the talks, added up.")),
            "G4_mean": (N_("Mean length (minutes)"), N_("The time talked divided by the talks.")),
            "G4_median": (N_("Median length (minutes)"), N_("Half of the talks were shorter, half were longer.")),
            "G5": (N_("Talks per attendee"), N_("Talks divided by attendees.")),
            "L1": (
                N_("Seats in use"),
                N_("Minutes of talks as a part of the seat-minutes open (A2); above 100 % where talks shared a seat."),
            ),
            "L1_idle": (N_("Idle seat-minutes"), N_("Seat-minutes open in which nobody talked.")),
            "L1_over": (
                N_("Overrun minutes"),
                N_("Minutes by which talks were longer than their block plans; only blocks with rounds have a length."),
            ),
        },
    ),
    "B": (
        N_("Results"),
        {
            "B1": (
                N_("Applications on site"),
                N_("Different pairs of a person and a position (else a booth), handed in or filled in at the event."),
            ),
            "B2": (
                N_("Applications announced"),
                N_("Pairs as in B1 that were promised for later and had not come in by the closing."),
            ),
            "F1": (
                N_("Follow-up appointments"),
                N_("Different pairs of a person and an employer (else a booth) with a date for a second talk."),
            ),
            "F1_open": (
                N_("Follow-up in prospect"),
                N_("Pairs as in F1 who have agreed on a second talk, but on no date."),
            ),
            "F2": (
                N_("Trial work agreed"),
                N_("Different pairs of a person and an employer (else a booth) with a date for trial work."),
            ),
            "F2_open": (
                N_("Trial work in prospect"),
                N_("Pairs as in F2 who have agreed on trial work, but on no date."),
            ),
            "F4": (N_("Appointments per talk"), N_("Follow-up appointments (F1) as a part of the talks (G1).")),
            "F4_pairs": (
                N_("Appointments per encounter"),
                N_("Follow-up appointments (F1) as a part of the encounters (G2)."),
            ),
        },
    ),
    "L": (
        N_("By now"),
        {
            "B3": (N_("Applications that came in later"), N_("Pairs as in B1 that have come in, and not on site.")),
            "B2_now": (
                N_("Applications still to come"),
                N_("Pairs as in B1 that were promised for later and have not come in by now."),
            ),
            "F1_now": (
                N_("Follow-up appointments by now"),
                N_("Pairs as in F1, with what was said after the closing."),
            ),
            "F2_now": (
                N_("Trial work agreed by now"),
                N_("Pairs as in F2, with what was said after the closing."),
            ),
            "F2_begun": (
                N_("Trial work begun"),
                N_("Pairs as in F2 of whom it was reported that trial work has begun."),
            ),
            "F3": (
                N_("Contracts"),
                N_(
                    "Different pairs of a person and an employer (else a booth) of whom a contract of employment or "
                    "of training was reported."
                ),
            ),
            "F3_same_day": (
                N_("of these signed on the day"),
                N_("Contracts (F3) whose date is a day of the event."),
            ),
        },
    ),
    "R": (
        N_("Feedback"),
        {
            "R1": (
                N_("Answers"),
                N_(
                    "Answers to questions that were answered at least five times, up to half an hour after the "
                    "closing; counted, and linked to nobody."
                ),
            ),
        },
    ),
}
"""The figures by subject, each with its name and definition, in the order in which they are printed."""

DEFINITIONS: Final[dict[str, tuple[str, str]]] = {
    figure: said for _heading, part in SECTIONS.values() for figure, said in part.items()
}
"""Name and definition of each figure."""

LATER: Final = frozenset(SECTIONS["L"][1])
"""The figures of what came in after the closing; all others are of what was counted on site, and stay as they were.

Only visitors may answer for half an hour more (R1), for they do so on their way out.
"""

SHARES: Final = frozenset({"T5_rate", "L1", "F4", "F4_pairs"})
"""The figures that are printed in per cent."""

PLACES: Final[dict[str, int]] = {"G4": 2, "G4_mean": 1, "G4_median": 1, "G5": 2}
"""How many decimals those figures are printed with that are no counts."""

TALKS_EACH: Final = "G5_"
"""How the ids of the parts of G5 begin, which has as many as attendees had talks; the number of talks follows."""

NOT_COUNTED: Final[dict[str, str]] = {
    "G3": N_("Group talks: a seat holds one talk at a time, so several persons have a talk and a seat each."),
    "L2": N_("Waiting time: nobody scans when they begin to wait. The course of the day (Z1) tells who was free."),
    "V1": N_("Votes, theme tables (N1) and sessions (S1): not collected."),
}
"""Figures that organisers ask for and that nothing recorded answers, each with the reason; never a made-up number."""


def is_told(figure: str, *, came_in: bool) -> bool:
    """Whether a report tells a figure: one by now says the same again until something has come in after a closing."""
    return came_in or not figure.endswith("_now")
