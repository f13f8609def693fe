"""What is taken down at the door: the family's words, and each wish as it was understood, to be confirmed row by
row.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.errors import BadInput
from linli.people.forms.answered import AnsweredForm, line, long_text
from linli.wishes.kinds import goods
from linli.wishes.kinds.applications import Application, application
from linli.wishes.reading.phrases import Reading, SpokenWish, read_phrase
from linli.wishes.services.collecting import LONGEST, MOST_AT_ONCE, WishSaid, wrong_with
from linli.wishes.services.merging import merged

TAKE, JOIN, DROP = "take", "join", "drop"
CHOICES = [(TAKE, _("Take down")), (JOIN, _("One wish with the one above")), (DROP, _("Not a wish"))]
MOST_SAID = 1000
KEPT_AT_MOST = timedelta(days=60)
"""How long the moment is believed that a phone gives for what it kept; the key it is sent under lives as long."""


class SaidForm(AnsweredForm):
    """The wishes in the family's own words. `ready` and `anew` are for those whom they concern; `number` is for a
    family on record where there is no network to find it.
    """

    number = line(_("Family number, where it is on record"), 4, required=False)

    said = long_text(
        _("Wishes, as the family says them"),
        MOST_SAID,
        rows=4,
        help_text=_("For example: 5包中号成人尿不湿、两个书包、十斤鸡蛋。 One line or many; also dictated."),
    )
    ready = forms.BooleanField(label=_("Checked already: ready to publish"), required=False)
    anew = forms.BooleanField(label=_("The family agrees anew, record it"), required=False)


class RowForm(AnsweredForm):
    """One wish as it was understood. Nothing is decided for a row that was not understood for sure."""

    quantity = forms.DecimalField(
        label=_("Quantity"),
        required=False,
        max_digits=8,
        decimal_places=2,
        error_messages={"invalid": _("Please enter a number, such as 2 or 0.5.")},
    )
    unit = line(_("Unit"), LONGEST["unit"], required=False)
    item = line(_("Thing"), LONGEST["item"], required=False)
    spec = line(_("Size, make"), LONGEST["spec"], required=False)
    choice = forms.ChoiceField(
        label=_("What to do with it"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Please decide about this one.")),
    )
    text = forms.CharField(max_length=MOST_SAID, required=False, widget=forms.HiddenInput, strip=False)

    asked_already, asked_of = "", ""
    """The wish on record that is for the same thing, in words, and the key of the family it is of."""
    unsure = False
    options = CHOICES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["choice"]
        if isinstance(choice, forms.ChoiceField):
            # nothing stands above the first one
            choice.choices = [option for option in self.options if self.number > 1 or option[0] != JOIN]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("choice") == DROP:
            for name in ("quantity", "unit", "item", "spec"):
                self.errors.pop(name, None)
            return said
        if not self.errors:
            for name, messages in wrong_with(self.wish()).items():
                self.add_error(name if name in self.fields else None, [str(message) for message in messages])
        return said

    def wish(self) -> WishSaid:
        """The wish as it stands in the row."""
        said = self.cleaned_data
        return WishSaid(
            item=said["item"],
            quantity=said["quantity"],
            unit=said["unit"],
            spec=said["spec"],
            said=said["text"].strip()[: LONGEST["said"]],
        )

    @property
    def number(self) -> int:
        """The row's place, as people count."""
        return int((self.prefix or "row-0").removeprefix("row-")) + 1

    @property
    def said_as(self) -> str:
        """The family's words for this row."""
        return str(self["text"].value() or "").strip()

    @property
    def thing(self) -> str:
        """What is wished for, as it stands in the field."""
        return str(self["item"].value() or "")

    @property
    def was_hinted(self) -> bool:
        """Whether the page that was sent showed the hint already, for the same family."""
        return bool(self.asked_of) and self.data.get(f"{self.prefix}-hinted") == self.asked_of

    @property
    def apply_first(self) -> Application | None:
        """What the family should apply for first."""
        return application(self.thing, self.said_as)

    @property
    def refusal(self) -> goods.Refusal | None:
        """Why the thing may not be wished for."""
        return goods.refusal(self.thing, str(self["unit"].value() or ""))


def plain(quantity: Decimal | None) -> str:
    """A number as one types it: 5, 0.5."""
    return "" if quantity is None else f"{quantity.normalize():f}"


def read_rows(
    said: str, posted: QueryDict | None = None, form: type[RowForm] = RowForm
) -> tuple[list[RowForm], Sequence[str]]:
    """A row for each wish in what was said, and what was left out as talk (thanks, greetings).

    A row whose words still stand in the text keeps what was mended in it.
    """
    reading: Reading = read_phrase(said[:MOST_SAID])
    mended = _mended(posted, form) if posted is not None else {}
    rows = []
    for place, wish in enumerate(reading.wishes[:MOST_AT_ONCE]):
        kept = mended.get(wish.text)
        row = form(prefix=f"row-{place}", initial=kept.pop(0) if kept else initial_of(wish))
        row.unsure = not wish.sure
        rows.append(row)
    return rows, reading.ignored


def understood(said: str) -> tuple[list[RowForm], Sequence[str]]:
    """A row for each wish, decided as far as anything is understood, for words that are confirmed later; and what was
    taken for no wish. Medicine, money and the like are left out.
    """
    reading: Reading = read_phrase(said[:MOST_SAID])
    posted = QueryDict(mutable=True)
    posted["rows"] = str(min(len(reading.wishes), MOST_AT_ONCE))
    for place, wish in enumerate(reading.wishes[:MOST_AT_ONCE]):
        choice = DROP if goods.refusal(wish.item, wish.unit) else TAKE
        for name, value in {**initial_of(wish), "choice": choice}.items():
            posted[f"row-{place}-{name}"] = value
    return posted_rows(posted), [*reading.ignored, *(wish.text for wish in reading.wishes[MOST_AT_ONCE:])]


def kept_since(posted: QueryDict) -> datetime | None:
    """When it was saved on the phone, as the phone's clock said; None where that cannot be."""
    try:
        since = datetime.fromisoformat(posted.get("kept_at", ""))
    except ValueError:
        return None
    if since.tzinfo is None or not clock.now() - KEPT_AT_MOST < since < clock.now():
        return None
    return since


def initial_of(wish: SpokenWish) -> dict[str, Any]:
    """A row as it is proposed; only what is sure and may be wished for is decided."""
    decided = wish.sure and goods.refusal(wish.item, wish.unit) is None
    return {
        "quantity": plain(wish.quantity),
        "unit": wish.unit,
        "item": wish.item,
        "spec": wish.spec,
        "text": wish.text,
        "choice": TAKE if decided else "",
    }


def _mended(posted: QueryDict, form: type[RowForm]) -> dict[str, list[dict[str, Any]]]:
    """The rows that were sent, by the words they came from."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in posted_rows(posted, form):
        values = {name: row[name].value() or "" for name in row.fields}
        rows.setdefault(str(values["text"]), []).append(values)
    return rows


def posted_rows(posted: QueryDict, form: type[RowForm] = RowForm) -> list[RowForm]:
    """The rows as they were sent, to be validated."""
    count = posted.get("rows", "")
    places = range(min(int(count), MOST_AT_ONCE)) if count.isascii() and count.isdigit() and len(count) < 5 else ()
    return [form(posted, prefix=f"row-{place}") for place in places]


def hint(rows: Iterable[RowForm], household: UUID, asked: Mapping[str, str]) -> None:
    """Lay beside each row what this family asks for already."""
    for row in rows:
        row.asked_already, row.asked_of = asked.get(row.thing, ""), household.hex


def were_hinted(rows: Sequence[RowForm]) -> bool:
    """Whether all that is asked for already was shown beside its row before it is taken down; says so once where not.

    For pages on which the family is chosen together with the last press.
    """
    new = [row for row in rows if row.asked_already and row.cleaned_data.get("choice") != DROP and not row.was_hinted]
    for row in new:
        row.add_error("choice", _("Asked for already: look at the hint, then press once more if it is needed again."))
    return not new


def rows_are_right(rows: Sequence[RowForm]) -> bool:
    """Whether every row is decided and whole. Puts what is wrong between rows beside the row it concerns."""
    if not rows:
        return False
    right = not [row for row in rows if not row.is_valid()]
    if right and not any(row.cleaned_data["choice"] == TAKE for row in rows):
        rows[0].add_error("choice", _("Take down at least one wish."))
        return False
    return right and _joins_fit(rows)


def _joins_fit(rows: Sequence[RowForm]) -> bool:
    for group in _groups(rows):
        if len(group) > 1:
            try:
                merged([row.wish() for row in group])
            except BadInput as error:
                group[-1].add_error("choice", str(error.message))
                return False
    return True


def _groups(rows: Iterable[RowForm]) -> list[list[RowForm]]:
    groups: list[list[RowForm]] = []
    for row in rows:
        if row.cleaned_data["choice"] == TAKE:
            groups.append([row])
        elif row.cleaned_data["choice"] == JOIN and groups:
            groups[-1].append(row)
    return groups


def wishes_of(rows: Iterable[RowForm]) -> list[WishSaid]:
    """The wishes to take down, of rows that are right."""
    groups = [[row.wish() for row in group] for group in _groups(rows)]
    return [group[0] if len(group) == 1 else merged(group) for group in groups]


def left_out(rows: Iterable[RowForm]) -> str:
    """What was said and is not taken down, in the family's words."""
    return "；".join(row.cleaned_data["text"].strip() for row in rows if row.cleaned_data["choice"] == DROP)


def typed(form: type[forms.Form], posted: QueryDict) -> dict[str, Any]:
    """What was typed into a form's fields so far, to be shown again without complaint."""
    many = (forms.MultipleChoiceField,)
    fields = form.base_fields.items()
    return {
        name: posted.getlist(name) if isinstance(field, many) else posted.get(name, "")
        for name, field in fields
        if name in posted
    }
