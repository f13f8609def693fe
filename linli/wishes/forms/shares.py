"""Whether one person takes a wish as a whole, or several take it together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.forms.answered import AnsweredForm
from linli.wishes.kinds.shares import FEWEST, MOST, is_by_quantity, quantity_to_share, share
from linli.wishes.models import Wish

WHOLE, BY_QUANTITY, IN_PARTS = "whole", "quantity", "parts"


class ShareForm(AnsweredForm):
    """By its own quantity only where that is a whole number of at least two."""

    how = forms.ChoiceField(label=_("Who takes it"), widget=forms.RadioSelect)
    parts = forms.IntegerField(
        label=_("How many parts"),
        required=False,
        min_value=FEWEST,
        max_value=MOST,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Please enter a whole number from 2 to 999.")
        ),
    )

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        by_quantity = is_by_quantity(wish.shares, wish.quantity)
        chosen = WHOLE if wish.shares is None else BY_QUANTITY if by_quantity else IN_PARTS
        kwargs.setdefault("initial", {"how": chosen, "parts": None if by_quantity else wish.shares})
        super().__init__(*args, **kwargs)
        self.by_quantity = quantity_to_share(wish.quantity)
        choices: list[tuple[str, Any]] = [(WHOLE, _("One person, as a whole"))]
        if self.by_quantity:
            much = share(self.by_quantity, self.by_quantity, wish.quantity, wish.unit)
            choices.append((BY_QUANTITY, _("Several people, each a part of {much}").format(much=much)))
        choices.append((IN_PARTS, _("Several people together, in equal parts")))
        how = self.fields["how"]
        if isinstance(how, forms.ChoiceField):
            how.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("how") == IN_PARTS and given.get("parts") is None and "parts" not in self.errors:
            self.add_error("parts", _("Please enter a whole number from 2 to 999."))
        return given

    def shares(self) -> int | None:
        """What the service takes."""
        given = self.cleaned_data
        return {WHOLE: None, BY_QUANTITY: self.by_quantity, IN_PARTS: given["parts"]}[given["how"]]
