"""What a wish costs about, and what an office says of prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.people.forms.answered import AnsweredForm, line
from linli.wishes.forms.doorstep import DROP, RowForm
from linli.wishes.kinds import goods
from linli.wishes.kinds.prices import HIGHEST, TYPICAL, Range
from linli.wishes.queries.prices import PriceHint, Rules
from linli.wishes.services.collecting import LONGEST, WishSaid

WHOLE = _("Please enter whole yuan, such as 60.")


def yuan(label: Any, **more: Any) -> forms.IntegerField:
    """A price in whole yuan; what cannot be one is told in these words."""
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHOLE)
    more.setdefault("required", False)
    return forms.IntegerField(label=label, min_value=1, max_value=HIGHEST, error_messages=messages, **more)


class PriceFields(AnsweredForm):
    """The price of a wish, and the reason that one above the cap needs."""

    price = yuan(_("Costs about (yuan)"))
    price_reason = line(
        _("Why it may cost more"),
        LONGEST["price_reason"],
        required=False,
        help_text=_("For whoever approves it. Kept sealed, never public."),
    )


class PricedRow(RowForm, PriceFields):
    """A wish as it was understood at the door, with what it costs about. `rules`: the office's cap."""

    hint: PriceHint | None = None
    rules: Rules | None = None

    def wish(self) -> WishSaid:
        said, given = super().wish(), self.cleaned_data
        return said.priced(given.get("price"), given.get("price_reason", ""))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("choice") == DROP:
            self.errors.pop("price", None)
        elif self.rules and not self.errors and self.rules.lacks_reason(given.get("price"), given["price_reason"]):
            self.add_error("price_reason", self.rules.reason_wanted)
        return given

    @property
    def asks_reason(self) -> bool:
        """Whether the field for the reason is shown: only where one is needed or was given."""
        return bool(self["price_reason"].value() or (self.is_bound and self["price_reason"].errors))


class PriceRulesForm(AnsweredForm):
    """The cap, and the lowest and highest usual price of each kind of goods."""

    cap = yuan(
        _("Price cap of one wish (yuan)"),
        help_text=_("Above it whoever takes the wish down says why. Leave it empty for no cap."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in TYPICAL:
            self.fields[f"{kind}-low"] = yuan(pgettext_lazy("price", "From"), required=True)
            self.fields[f"{kind}-high"] = yuan(pgettext_lazy("price", "To"), required=True)

    @classmethod
    def of(cls, rules: Rules) -> "PriceRulesForm":
        """The form with what holds today."""
        initial: dict[str, object] = {"cap": rules.cap}
        for kind, usual in TYPICAL.items():
            initial[f"{kind}-low"], initial[f"{kind}-high"] = rules.typical.get(kind, usual)
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for kind in TYPICAL:
            low, high = given.get(f"{kind}-low"), given.get(f"{kind}-high")
            fine = f"{kind}-low" not in self.errors and f"{kind}-high" not in self.errors
            if fine and (low is None or high is None or low > high):
                self.add_error(f"{kind}-low", _("Please enter the lower price first, both in whole yuan."))
        return given

    def typical(self) -> dict[str, Range]:
        """The usual prices as the service takes them."""
        given = self.cleaned_data
        return {kind: (given[f"{kind}-low"], given[f"{kind}-high"]) for kind in TYPICAL}

    def kinds(self) -> list[dict[str, Any]]:
        """The kinds of goods with their two fields."""
        return [
            {"label": goods.BY_CODE[kind].label, "low": self[f"{kind}-low"], "high": self[f"{kind}-high"]}
            for kind in TYPICAL
        ]
