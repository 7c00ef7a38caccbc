"""Whole names in one cell."""

from __future__ import annotations

import re
from typing import Final

_PARTICLE: Final = re.compile(
    r"von|van|vom|zu|zum|zur|de|del|della|di|da|dos|der|den|ter|ten|af|av|al|el|bin|bint|ibn|ben|abu|la|le|mac", re.I
)
_SALUTATION: Final = re.compile(r"^(?:herrn?|frau|mr\.?|mrs\.?|ms\.?)\s+", re.I)


def split_name(whole: str) -> tuple[str, str]:
    """First and last name of ``Müller, Anna`` or ``Anna von der Heide``; a single word is a first name."""
    whole = _SALUTATION.sub("", whole, count=1)
    last, comma, first = whole.partition(",")
    if comma:
        return first.strip(" ,"), last.strip()
    words = whole.split()
    cut = len(words) - 1
    while cut > 1 and _PARTICLE.fullmatch(words[cut - 1]):
        cut -= 1
    return (" ".join(words[:cut]), " ".join(words[cut:])) if cut > 0 else (whole, "")
