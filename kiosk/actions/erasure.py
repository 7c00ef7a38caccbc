"""What an erasing has done, and the protocol of it, in which nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk import __version__
from kiosk.i18n import N_, _, ngettext, plain_date
from kiosk.programme import Event
from kiosk.rules.contracts import CONTRACT
from kiosk.rules.mentions import Mention
from kiosk.rules.people import LISTED
from kiosk.rules.rights import Rank
from kiosk.rules.talks import RESULT
from kiosk.words import date_time, rank_word

SAID: Final = {LISTED: N_("list"), RESULT: N_("result"), CONTRACT: N_("contract")}
"""What says such a text."""
WHERE: Final = {
    LISTED: N_("kiosk reopen, then People, F8"),
    **dict.fromkeys((RESULT, CONTRACT), N_("Booths, Ctrl+R, or kiosk import --as results")),
}
"""Where it is said anew."""
TEXTS: Final = {
    "place": N_("Place"),
    "who": N_("Who does what"),
    "reporter": N_("Reported by"),
    "wishes": N_("Wishes"),
    "note": N_("Note"),
}


@dataclass
class Erasure:
    """What was done, without a name."""

    at: datetime
    everybody: bool
    by: str
    persons: int
    entries: int = 0
    gone: Counter[str] = field(default_factory=Counter)
    """How many files of each sort were removed."""
    rows: int = 0
    """How many rows were taken out of lists."""
    sought: int = 0
    short: int = 0
    ordinary: int = 0
    files: int = 0
    bytes: int = 0
    left: dict[str, int] = field(default_factory=dict)
    """The files in which something stands still, with how much; -1 where it cannot be looked into."""
    lines: dict[str, list[int]] = field(default_factory=dict)
    """In which lines of them, where they are texts."""
    mentions: list[Mention] = field(default_factory=list)
    """Texts about others that may name them, which only people can judge."""
    cleared: dict[Path, int] = field(default_factory=dict)
    """Where copies were removed that kiosk had written elsewhere, and how many."""
    away: list[Path] = field(default_factory=list)
    """Where copies lie that could not be reached."""
    changed: list[Path] = field(default_factory=list)
    """Copies that somebody has changed, so that they may hold what is not kiosk's."""
    still: list[str] = field(default_factory=list)
    """What an earlier erasing has left in the folder, and is there as it was."""
    tended: list[str] = field(default_factory=list)
    """What it has left, and somebody has changed since."""
    already: datetime | None = None
    """When whoever was to go had been erased before; then only what was left, or has come since, is removed."""
    protocol: Path | None = None

    def document(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "what": "all" if self.everybody else "person",
            "by": self.by or None,
            "persons": self.persons,
            "entries": self.entries,
            "files_removed": dict(self.gone),
            "rows_removed": self.rows,
            "sought": self.sought,
            "too_short": self.short,
            "ordinary_words": self.ordinary,
            "files_searched": self.files,
            "bytes_searched": self.bytes,
            "left": self.left,
            "left_in_lines": {name: lines for name, lines in self.lines.items() if lines},
            "left_in_texts": [asdict(each) for each in self.mentions],
            "copies_removed": [str(place) for place in self.cleared],
            "copies_unreachable": [str(place) for place in self.away],
            "copies_changed": [str(place) for place in self.changed],
            "left_before": self.still,
            "left_before_and_changed": self.tended,
            "already_erased": self._since if self.everybody else None,
            "earlier_erasing": self._since,
            "protocol": str(self.protocol) if self.protocol else None,
        }

    @property
    def _since(self) -> str | None:
        return self.already.isoformat(timespec="seconds") if self.already else None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left that has to be removed still."""
        return not (self.left or self.mentions or self.away or self.changed or self.still)


def protocol_lines(event: Event, done: Erasure) -> list[str]:
    """The protocol as it is filed: what, when, by whom, how much, and what the search afterwards has found."""
    what = _("all persons") if done.everybody else _("one person")
    return [
        *_head(event, done),
        _("What: {what}").format(what=what),
        ngettext("{n} person", "{n} persons", done.persons),
        _entries(done),
        *removed_lines(done),
        *_left_to_people(done),
        *proof_lines(done),
        _("The figures stay as they were. kiosk {version}").format(version=__version__),
    ]


def _entries(done: Erasure) -> str:
    """What was done to the journal."""
    if done.everybody:
        return _("Entries of the journal removed: {n}").format(n=done.entries)
    return ngettext("{n} entry of the journal emptied", "{n} entries of the journal emptied", done.entries)


def again_lines(event: Event, done: Erasure) -> list[str]:
    """The protocol of removing what was left, or has come, since people were erased."""
    emptied = [_entries(done)] if done.entries else []
    return [*_head(event, done), already_text(event, done), *emptied, *removed_lines(done), *_left_to_people(done)]


def _head(event: Event, done: Erasure) -> list[str]:
    return [
        _("Protocol of erasing: {event}, {date}").format(event=event.name, date=plain_date(event.day)),
        _("When: {time}").format(time=date_time(event, done.at)),
        _("By: {rank}").format(rank=rank_word(Rank(done.by)) if done.by else _("not known, no PIN was set")),
    ]


def already_text(event: Event, done: Erasure) -> str:
    """Since when there is nobody left to be erased."""
    assert done.already
    said = (
        _("Everybody was erased already on {time}.") if done.everybody else _("Somebody was erased already on {time}.")
    )
    return said.format(time=date_time(event, done.already))


def nobody_text(number: int) -> str:
    """That there is nobody to be erased; whether there ever was is not known, for nothing of it is kept."""
    return _("Nobody has the number {number}. What an earlier erasing has left:").format(number=number)


def mention_lines(done: Erasure) -> list[str]:
    """The texts about others that may name them, and what can be done; they tell of others, so no protocol has them."""
    told = _("✖ Number {number}, {what}, “{field}” ({entry}): may name them.")
    lines = [
        told.format(
            number="–" if each.number is None else each.number,
            what=_(SAID[each.kind]),
            field=_(TEXTS[each.field]) if each.field in TEXTS else each.field,
            entry=each.entry,
        )
        for each in done.mentions
    ]
    advice = _(
        "Say it anew without the name ({where}), and erase once more. Where somebody else is meant, strike the entry"
        " below “texts” in backups/copies.json."
    )
    where = dict.fromkeys(_(WHERE[each.kind]) for each in done.mentions)
    return [*lines, *([advice.format(where="; ".join(where))] if lines else [])]


def _left_to_people(done: Erasure) -> list[str]:
    """How many texts about others may name them still."""
    text = ngettext(
        "✖ {n} text about somebody else may name them; kiosk erase says which.",
        "✖ {n} texts about others may name them; kiosk erase says which.",
        len(done.mentions),
    )
    return [text] if done.mentions else []


def removed_lines(done: Erasure) -> list[str]:
    """Which files were removed, rows taken out of lists, and copies elsewhere."""
    removed = [f"{_(sort)}: {n}" for sort, n in sorted(done.gone.items())]
    lines = [_("Files removed: {files}").format(files=", ".join(removed) or "–")]
    if done.rows:
        lines.append(ngettext("{n} row taken out of lists", "{n} rows taken out of lists", done.rows))
    open_ = (
        (_("✔ The copy at {place} is removed."), [place for place, files in done.cleared.items() if files == 1]),
        (_("✔ The copies at {place} are removed."), [place for place, files in done.cleared.items() if files != 1]),
        (_("✖ {place} could not be reached: plug it in, and say kiosk erase once more."), done.away),
        (_("✖ {place}: changed since kiosk has written it; remove it by hand."), done.changed),
        (
            _(
                "✖ {place}: left by an earlier erasing, and unchanged. Take out by hand what tells of them; the"
                " protocol says in which lines."
            ),
            done.still,
        ),
        (_("▲ {place}: left by an earlier erasing, and changed since; see whether anybody stands in it."), done.tended),
    )
    return lines + [text.format(place=place) for text, places in open_ for place in places]


def proof_lines(done: Erasure) -> list[str]:
    """What was searched, what could not be, and what was found."""
    searched = _("Searched: {files}, {bytes}, for {sought} in UTF-8, UTF-16, Latin-1 and Windows-1252.")
    files, bytes_ = ngettext("{n} file", "{n} files", done.files), ngettext("{n} byte", "{n} bytes", done.bytes)
    sought = ngettext("{n} name, e-mail address or code", "{n} names, e-mail addresses and codes", done.sought)
    lines = [searched.format(files=files, bytes=bytes_, sought=sought)]
    if done.short:
        lines.append(_("Too short to be searched for: {n}.").format(n=done.short))
    if done.ordinary:
        text = _("Also words of the settings or of others, so searched for as whole names only: {n}.")
        lines.append(text.format(n=done.ordinary))
    if not (done.left or done.mentions):
        lines.append(_("✔ Nothing of them was found."))
    lines += [f"✖ {file}: {_found(n, done.lines.get(file, []))}" for file, n in sorted(done.left.items())]
    if not done.everybody:
        text = _(
            "A number is too short to be searched for: in lists of your own, look for it yourself."
            " Exports, badges and backups are all removed; make them anew."
        )
        lines.append(text)
    text = _(
        "Not searched for: text in Base64, as which kiosk writes no name; mail is removed or named as a whole."
        " Not covered: copies that kiosk has not made, paper and what was handed over."
    )
    return [*lines, text]


def _found(n: int, lines: Sequence[int]) -> str:
    """What was found in a file, and what is to be done: a list is not to be thrown away for one of its lines."""
    if n < 0:
        return _("cannot be looked into.")
    found = ngettext("{n} found", "{n} found", n)
    if not lines:
        return _("{found}; remove by hand what tells of them.").format(found=found)
    text = _("{found} in {where}; take out by hand what tells of them, not the whole file.")
    where = f"{ngettext('line', 'lines', len(lines))} {', '.join(map(str, lines))}"
    return text.format(found=found, where=where)
