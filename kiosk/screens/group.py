"""Checking a group in: choose it, untick who is missing, one key for all others."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.actions.groups import Admission, Group, check_in, group_of, groups
from kiosk.category_words import label_text
from kiosk.i18n import N_, _
from kiosk.model import KioskError, Person
from kiosk.screens.base import Dialog
from kiosk.widgets.search import presence
from kiosk.widgets.texts import plain, safe

LONGEST = 44


class MarkingDialog(Dialog[str]):
    """A dialog with a list through which the arrow keys go, wherever the keyboard is."""

    BINDINGS: ClassVar = [
        Binding("down", "move(1)", N_("Down"), show=False),
        Binding("up", "move(-1)", N_("Up"), show=False),
    ]

    @property
    def rows(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    @property
    def marked(self) -> str | None:
        """The id of the marked row."""
        at = self.rows.highlighted
        return self.rows.get_option_at_index(at).id if at is not None else None

    def fill(self, rows: list[Option]) -> None:
        """Shows rows in place of those before; the mark stays where it was."""
        at = self.rows.highlighted or 0
        self.rows.can_focus = False
        self.rows.clear_options()
        self.rows.add_options(rows)
        self.rows.highlighted = min(at, len(rows) - 1) if rows else None

    def action_move(self, by: int) -> None:
        """Marks the next row, or the one before."""
        (self.rows.action_cursor_down if by > 0 else self.rows.action_cursor_up)()


class GroupsDialog(MarkingDialog):
    """The groups with how many of each are here; gives the name of one."""

    HEADING = N_("Check in a group")
    HELP: ClassVar[str] = N_(
        "Groups: choose one, then say who is missing. Enter checks in everybody else of it, and Ctrl+Z takes that "
        "back in one step."
    )

    def body(self) -> ComposeResult:
        """A field that narrows the list, and the list."""
        yield Input(placeholder=_("Name of the group"), id="wanted", max_length=80)
        yield OptionList(id="groups")
        yield Static(id="none", classes="note")

    def on_mount(self) -> None:
        """Is ready to type."""
        self.query_one(Input).focus()
        self.update_data()

    def update_data(self) -> None:
        """The groups as they are now."""
        text = self.query_one(Input).value
        found = groups(self.desk, text)
        self.fill([Option(_group(group), id=group.name) for group in found])
        nothing = _("No group is called so.") if text.strip() else _("Nobody on the list belongs to a group.")
        self.query_one("#none", Static).update(plain(_("↑ ↓ and Enter choose") if found else nothing))

    @on(Input.Changed)
    def _typed(self) -> None:
        self.update_data()

    @on(Input.Submitted)
    def _chosen(self) -> None:
        if self.marked is not None:
            self.dismiss(self.marked)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def _group(group: Group) -> Content:
    here = _("{here} of {due} here").format(here=group.here, due=group.due)
    return Content.assemble(safe(label_text(group.name), LONGEST), "  ", (here, "$text-muted"))


class MembersDialog(MarkingDialog):
    """Everybody of a group, ticked; whoever is missing is unticked, and Enter checks in all others."""

    HELP: ClassVar[str] = N_(
        "Everybody of the group. F9 marks who is missing, Enter checks in all others in one step. Who was cancelled "
        "is left out."
    )
    HOLDS_NAMES: ClassVar[bool] = True
    BINDINGS: ClassVar = [
        Binding("f9", "turn", N_("Missing / here")),
        Binding("enter", "check_in", N_("Check in")),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.HEADING = N_("Who is here?")
        self._group = name
        self._missing: set[str] = set()
        self.admission: Admission | None = None

    def body(self) -> ComposeResult:
        """The group, its people, and how many will be checked in."""
        yield Static(plain(safe(label_text(self._group), 60), "bold"))
        yield OptionList(id="members")
        yield Static(id="count", classes="note")
        yield Static(id="error", classes="error")

    def on_mount(self) -> None:
        """Nothing has the keyboard: no letter means anything here."""
        self.set_focus(None)
        self.update_data()

    def update_data(self) -> None:
        """The group as it is now."""
        try:
            members = group_of(self.desk, self._group).members
        except KioskError as error:
            self.query_one("#error", Static).update(plain(str(error)))
            return
        self.fill([Option(self._row(person), id=person.id) for person in members])
        come = sum(self._comes(person) for person in members)
        self.query_one("#count", Static).update(
            plain(_("Enter checks in {n}; F9 marks who is missing.").format(n=come))
        )

    def _comes(self, person: Person) -> bool:
        """Whether Enter would check somebody in."""
        return not person.inside and not person.cancelled and person.id not in self._missing

    def _row(self, person: Person) -> Content:
        number = "–" if person.number is None else str(person.number)
        name = safe(f"{person.first_name} {person.last_name}", LONGEST) or _("(no name)")
        tick = "✔" if person.inside or self._comes(person) else " "
        missing = ("  ○ " + _("missing"), "$text-warning") if person.id in self._missing else ("", "")
        return Content.assemble(f"[{tick}] ", (f"{number:>5}  ", "bold"), name, "  ", presence(person), missing)

    def action_turn(self) -> None:
        """Marks somebody as missing, or as here again, and goes on to the next."""
        if self.marked:
            self._missing ^= {self.marked}
            self.update_data()
            self.action_move(1)

    def action_check_in(self) -> None:
        """Checks in everybody who is ticked, in one step."""
        try:
            people = group_of(self.desk, self._group).members
            come = [person.id for person in people if self._comes(person)]
            self.admission = check_in(self.desk, self._group, come)
        except KioskError as error:
            self.query_one("#error", Static).update(plain(str(error)))
        else:
            self.dismiss(self._group)
