"""One wish at the desk: what was understood, what the public reads, and why it is moved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.forms.answered import AnsweredForm, line, long_text
from linli.wishes.forms.doorstep import plain
from linli.wishes.forms.prices import PriceFields
from linli.wishes.models import Wish
from linli.wishes.reading.phrases import read_phrase
from linli.wishes.services.collecting import LONGEST, WishSaid


class WishForm(PriceFields):
    """The fields of a wish that may still be changed."""

    item = line(_("Thing"), LONGEST["item"])
    quantity = forms.DecimalField(
        label=_("Quantity"),
        required=False,
        max_digits=8,
        decimal_places=2,
        error_messages={"invalid": _("Please enter a number, such as 2 or 0.5.")},
    )
    unit = line(_("Unit"), LONGEST["unit"], required=False)
    spec = line(_("Size, make"), LONGEST["spec"], required=False)
    public_title = line(
        _("The public reads"),
        LONGEST["public_title"],
        required=False,
        help_text=_("The thing only: no name, age, illness or address. Empty: it follows from the thing."),
    )
    public_spec = line(_("Size, as the public reads it"), LONGEST["public_spec"], required=False)
    note = long_text(
        _("Note for colleagues"), LONGEST["note"], rows=2, required=False, help_text=_("Never public. Kept sealed.")
    )

    @classmethod
    def of(cls, wish: Wish) -> "WishForm":
        """The form with what is on record."""
        fields = ("item", "unit", "spec", "public_title", "public_spec", "note", "price", "price_reason")
        return cls(initial={name: getattr(wish, name) for name in fields} | {"quantity": plain(wish.quantity)})

    def said(self, words: str) -> WishSaid:
        """What the service takes; `words` are the family's own, which stay."""
        fields = ("item", "quantity", "unit", "spec", "note", "price", "price_reason")
        return WishSaid(said=words, **{name: self.cleaned_data[name] for name in fields})

    def public_words(self) -> dict[str, Any]:
        """What the office wants the public to read."""
        return {name: self.cleaned_data[name] for name in ("public_title", "public_spec")}


class SplitForm(AnsweredForm):
    """A wish written out as several, one on each line or with commas between."""

    parts = long_text(
        _("The wishes, one on each line"), rows=4, help_text=_("For example: 两个书包 and on the next line 两个文具盒.")
    )

    def read(self) -> list[WishSaid]:
        """The wishes as they are understood."""
        return [
            WishSaid(item=wish.item, quantity=wish.quantity, unit=wish.unit, spec=wish.spec, said=wish.text)
            for wish in read_phrase(self.cleaned_data["parts"]).wishes
        ]


class MoveForm(AnsweredForm):
    """Why a wish is sent back or withdrawn."""

    reason = line(_("Reason"), 200, required=False)
