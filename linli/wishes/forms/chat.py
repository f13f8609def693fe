"""Wishes pasted from a chat: each message with its family and its wishes, to be confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.people.queries.households import HouseholdRow
from linli.people.queries.matching import Match
from linli.wishes.forms.doorstep import DROP, TAKE, RowForm, initial_of, left_out, wishes_of
from linli.wishes.services.chat_pasting import MOST_ENTRIES, PastedEntry, PastedFamily

NEW = "new"
MOST_ROWS = 300


class PastedRow(RowForm):
    """A wish of a message: taken down, or left out."""

    @property
    def place(self) -> int:
        """Its place on the whole page."""
        return self.number - 1

    options = [(TAKE, gettext_lazy("Take down")), (DROP, gettext_lazy("Not a wish"))]


@dataclass
class Message:
    """One message on the page. `family`: a key, NEW, or nothing chosen yet; `number`: a family number typed instead."""

    at: int
    text: str
    who: str
    family: str
    number: str = ""
    families: Sequence[HouseholdRow] = ()
    neighbours: Sequence[Match] = ()
    rows: list[RowForm] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Whether any of its wishes is to be written down."""
        return any(row.is_valid() and row.cleaned_data["choice"] == TAKE for row in self.rows)

    def confirmed(self) -> PastedFamily:
        """What the service takes."""
        return PastedFamily(
            at=self.at,
            household_id=None if self.family == NEW else UUID(self.family),
            name=self.who,
            wishes=wishes_of(self.rows),
            left_out=left_out(self.rows),
        )


def shown_messages(entries: Sequence[PastedEntry]) -> list[Message]:
    """The messages as they were read. One that asks for nothing that was understood keeps a row to be decided."""
    messages, place = [], 0
    for at, pasted in enumerate(entries):
        entry = pasted.entry
        one = len(pasted.families) == 1
        family = str(pasted.families[0].id) if one else NEW if not pasted.families and pasted.is_full_name else ""
        among = [*pasted.families, *(match.row for match in pasted.neighbours)]
        message = Message(at, entry.text, entry.who, family, families=among, neighbours=pasted.neighbours)
        initials = [initial_of(wish) for wish in entry.wishes] or [{"text": entry.text, "choice": ""}]
        for initial, wish in zip(initials, [*entry.wishes, None][: len(initials)], strict=True):
            row = PastedRow(prefix=f"row-{place}", initial=initial)
            row.unsure = wish is None or not wish.sure
            message.rows.append(row)
            place += 1
        messages.append(message)
    return messages


def posted_messages(posted: QueryDict, families: Mapping[str, HouseholdRow]) -> list[Message]:
    """The messages as they were sent, to be checked."""
    messages: list[Message] = []
    for at in range(_count(posted.get("messages", ""), MOST_ENTRIES)):
        chosen = posted.get(f"family-{at}", "")
        among = [families[key] for key in posted.getlist(f"found-{at}") if key in families]
        who, number = posted.get(f"who-{at}", "").strip(), posted.get(f"number-{at}", "").strip()
        messages.append(Message(at, posted.get(f"text-{at}", ""), who, chosen, number, among))
    for place in range(_count(posted.get("rows", ""), MOST_ROWS)):
        of = posted.get(f"of-{place}", "")
        if of.isascii() and of.isdigit() and len(of) < 4 and int(of) < len(messages):
            messages[int(of)].rows.append(PastedRow(posted, prefix=f"row-{place}"))
    return messages


def _count(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def check(messages: Sequence[Message], numbered: Mapping[str, str], families: Mapping[str, HouseholdRow]) -> bool:
    """Whether all is decided. `numbered`: keys of families by their number, for numbers that were typed."""
    for message in messages:
        if message.number:
            message.family = numbered.get(message.number.lstrip("0"), "")
            if not message.family:
                message.errors.append(_("There is no family with this number."))
        elif message.is_taken and message.family != NEW and message.family not in families:
            message.errors.append(_("Please choose the family, or a new one."))
    return not any(message.errors or any(row.errors for row in message.rows) for message in messages)
