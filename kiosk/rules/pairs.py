"""A person and a booth: what holds of the two, whether or not they talked.

What came of a talk belongs to the talk. Where there was none, as with an application that is sent in later, and for
contracts, which no single talk brings about, the entries stand with the pair.
"""

from __future__ import annotations

from typing import Final

SORT: Final = "pair"


def entity_of(booth: str, person: str) -> str:
    """The entity of a person and a booth."""
    return f"{SORT}:{booth}/{person}"


def is_pair(entity: str) -> bool:
    """Whether an entity is a person and a booth."""
    return entity.startswith(f"{SORT}:")


def split(entity: str) -> tuple[str, str]:
    """The booth and the person of such an entity; a booth's name may hold a stroke, a person's id does not."""
    booth, _, person = entity.removeprefix(f"{SORT}:").rpartition("/")
    return booth, person
