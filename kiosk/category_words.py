"""What people have in common, in words: the way on which they came, their status, and numbers that stand for names."""

from __future__ import annotations

from typing import Final

from kiosk.i18n import N_, _
from kiosk.rules.figures.facts import ways

CATEGORIES: Final[dict[str, str]] = {
    "agentur": N_("Employment agency"),
    "jobcenter": N_("Jobcentre"),
    "mentor": N_("Mentor programme"),
    "school": N_("School"),
    "press": N_("Press"),
    "none": N_("None"),
    "job_seeker": N_("Job seeking"),
    "training_seeker": N_("Seeking training"),
    "other": N_("Other"),
}
"""The ways here and states that lists know by a word of their own."""

ERASED: Final[dict[str, str]] = {
    "channel": N_("way here {n}"),
    "status": N_("status {n}"),
    "district": N_("district {n}"),
    "language": N_("language {n}"),
    "group": N_("group {n}"),
    "organisation": N_("organisation {n}"),
}
"""What ``rules/erasing.Labels`` puts in the place of names; the journal holds it in no language of people."""


def category_text(said: str) -> str:
    """A way here, or several, or a status; as it stands where no list knows it."""
    return ", ".join(_(CATEGORIES[each]) if each in CATEGORIES else label_text(each) for each in ways(said))


def label_text(said: str) -> str:
    """A group, a district and the like: as it stands, or the number that erasing has left of it."""
    name, _space, n = said.partition(" ")
    return _(ERASED[name]).format(n=n) if name in ERASED and n.isdecimal() else said
