"""The form that residents fill in themselves, the office's words about it, and what staff decide on what came in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core import clock, phones
from linli.people.forms.answered import AnsweredForm, line, long_text
from linli.people.kinds import ConsentGiver
from linli.people.queries.consents import consent_text
from linli.people.services.households import HouseholdDetails, checked_details
from linli.places.models import Community
from linli.wishes.forms.doorstep import DROP, TAKE, RowForm
from linli.wishes.services.submitting import ASKED, LONGEST_REASON, LONGEST_SAID, NOT_AGREED, LinkDetails, Sent

OPEN_FOR = timedelta(days=14)
MOMENT = "%Y-%m-%dT%H:%M"
NO_PHONE = _("Please enter a telephone number that can be called, for example 138 0000 0000.")
NEW = "new"


def _moment(label: Any) -> forms.DateTimeField:
    wrong = {"invalid": _("Please enter day and time, for example 2026-12-01 15:13.")}
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput(format=MOMENT), error_messages=wrong)


class LinkForm(AnsweredForm):
    """A form for residents as the office opens it."""

    title = line(_("Title"), 60, help_text=_("As it stands on the page and on the poster."))
    opens_at = _moment(_("Opens"))
    closes_at = _moment(_("Closes"))
    contact_phone = line(_("Telephone for questions"), 30)

    @classmethod
    def proposed(cls, office: Community) -> "LinkForm":
        """From now, for two weeks."""
        now = clock.local(clock.now()).replace(second=0, microsecond=0)
        first = {"title": _("Tell us your wish"), "opens_at": now, "contact_phone": office.phone}
        return cls(initial={**first, "closes_at": now + OPEN_FOR})

    def clean_contact_phone(self) -> str:
        """A phone that can be called, as it was written."""
        written: str = self.cleaned_data["contact_phone"].strip()
        try:
            phones.normalise(written)
        except ValueError:
            raise forms.ValidationError(NO_PHONE) from None
        return written

    def details(self) -> LinkDetails:
        """What the service takes."""
        return LinkDetails(**self.cleaned_data)


class ResidentRow(RowForm):
    """A wish as it was understood, for the resident to look at; what may not be wished for is left out, not lost."""

    options = [(TAKE, _("This is my wish")), (DROP, _("Leave it out"))]

    @property
    def told(self) -> dict[str, str]:
        """What is kept of the row."""
        return {name: str(self[name].value() or "") for name in self.fields}


class ResidentForm(AnsweredForm):
    """Who wishes, in whose name, and what in their own words."""

    given_by = forms.ChoiceField(
        label=_("For whom is it"),
        choices=[(ConsentGiver.SELF, _("My own family")), (ConsentGiver.AGENT, _("Another family, which asked me to"))],
        initial=ConsentGiver.SELF,
        widget=forms.RadioSelect,
    )
    head_name = line(_("Name of who needs help"))
    giver_name = line(_("Your own name"), required=False, help_text=_("Only if you write for another family."))
    phone = line(_("Telephone"), 30, help_text=_("The community calls here. Nobody else sees it."))
    address = line(_("Address"), 200, help_text=_("Building, entrance, flat. Nobody else sees it."))
    said = long_text(
        _("What do you wish for?"),
        LONGEST_SAID,
        rows=4,
        help_text=_("In your own words, for example: 5包中号成人尿不湿、两个书包、十斤鸡蛋。"),
    )
    purposes = forms.MultipleChoiceField(
        label=_("I agree"), widget=forms.CheckboxSelectMultiple, error_messages={"required": NOT_AGREED}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree = self.fields["purposes"]
        if isinstance(agree, forms.MultipleChoiceField):
            agree.choices = [(purpose, consent_text(purpose).words) for purpose in ASKED]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if "purposes" in told and ASKED[0] not in told["purposes"]:
            self.add_error("purposes", NOT_AGREED)
        if told.get("given_by") == ConsentGiver.AGENT and not told.get("giver_name", "").strip():
            self.add_error("giver_name", _("Please enter the name of the person who speaks for the family."))
        if not self.errors:
            self.ask(lambda: checked_details(self.family()))
        return told

    def family(self) -> HouseholdDetails:
        """The family as it was typed."""
        return HouseholdDetails(**{name: self.cleaned_data[name] for name in ("head_name", "phone", "address")})

    def checked_family(self) -> HouseholdDetails:
        """The family in the spelling in which it is stored."""
        return checked_details(self.family())

    def sent(self, rows: Sequence[ResidentRow]) -> Sent:
        """What the service takes."""
        told = self.cleaned_data
        return Sent(
            family=self.family(),
            given_by=told["given_by"],
            giver_name=told["giver_name"] if told["given_by"] == ConsentGiver.AGENT else "",
            said=told["said"],
            rows=[row.told for row in rows],
            purposes=told["purposes"],
        )


class CheckForm(AnsweredForm):
    """Which family it is, and what has to be corrected of who was sent. Left empty, that stands as it was sent."""

    family = forms.ChoiceField(
        label=_("Which family is it"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the family, or a new one.")},
    )
    head_name = line(_("Head of household"), required=False)
    phone = line(_("Telephone"), 30, required=False)
    address = line(_("Address"), 200, required=False)
    ready = forms.BooleanField(label=_("Checked already: ready to publish"), required=False)

    def __init__(self, *args: Any, families: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = self.fields["family"]
        if isinstance(family, forms.ChoiceField):
            family.choices = [*families, (NEW, pgettext_lazy("family", "A new family"))]

    def corrected(self) -> dict[str, str]:
        """What was typed in the place of what was sent."""
        return {name: self.cleaned_data[name] for name in ("head_name", "phone", "address")}


class DeclineForm(AnsweredForm):
    """Why nothing is taken over."""

    reason = line(_("Why is it not taken over?"), LONGEST_REASON)


def sent_rows(rows: Sequence[dict[str, str]]) -> QueryDict:
    """The rows that the resident confirmed, as a form would send them."""
    posted = QueryDict(mutable=True)
    posted["rows"] = str(len(rows))
    for place, row in enumerate(rows):
        for name, value in row.items():
            posted[f"row-{place}-{name}"] = value
    return posted
