"""A family at the door or at the desk: who it is, why it is helped, who belongs to it, what it agrees to."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core import clock
from linli.files.forms import PictureField
from linli.people.forms.answered import AnsweredForm, day, line, long_text
from linli.people.kinds import Category, ConsentGiver, ConsentPurpose, DisabilityGrade, DisabilityKind, Relation
from linli.people.queries.consents import CURRENT
from linli.people.queries.households import CategoryLine
from linli.people.services.consents import ConsentGiven, checked_giver
from linli.people.services.households import LONGEST_GRID, CategoryHeld, HouseholdDetails, checked_details

UNKNOWN = [("", "—")]
USUAL = (ConsentPurpose.HELP.value, ConsentPurpose.TELL_CLAIMANT.value, ConsentPurpose.PUBLISH.value)
"""What a family that wishes for something usually agrees to; ticked at first, read out all the same."""


def grade_of(kind: str, degree: str) -> str:
    """Kind and degree of a disability as they are stored."""
    return f"{kind}:{degree}" if kind or degree else ""


class GradeMixin(forms.Form):
    """What the disability certificate says, where the family has one."""

    disability_kind = forms.ChoiceField(
        label=_("Kind of disability"), required=False, choices=[*UNKNOWN, *DisabilityKind.choices]
    )
    disability_grade = forms.ChoiceField(
        label=_("Grade of disability"), required=False, choices=[*UNKNOWN, *DisabilityGrade.choices]
    )

    @property
    def grade(self) -> str:
        return grade_of(self.cleaned_data.get("disability_kind", ""), self.cleaned_data.get("disability_grade", ""))


class NewHouseholdForm(AnsweredForm, GradeMixin):
    """A family that is not on record yet."""

    head_name = line(_("Head of household"))
    phone = line(_("Telephone"), 30, required=False)
    address = line(_("Address"), 200, required=False)
    people_count = forms.IntegerField(label=_("People in the family"), required=False, min_value=1, max_value=30)
    grid = line(_("Grid"), LONGEST_GRID, required=False)
    categories = forms.MultipleChoiceField(
        label=_("Why the family is helped"),
        required=False,
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several at once, if need be."),
    )
    note = long_text(
        _("Situation of the family"),
        required=False,
        help_text=_("Kept sealed; colleagues see it only when they give a reason."),
    )

    field_order = (
        "head_name",
        "phone",
        "address",
        "people_count",
        "grid",
        "categories",
        "disability_kind",
        "disability_grade",
        "note",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            self.ask(lambda: checked_details(self.details()))
        return said

    def details(self) -> HouseholdDetails:
        """What the service takes."""
        fields = ("head_name", "phone", "address", "people_count", "note", "grid")
        return HouseholdDetails(**{name: self.cleaned_data[name] for name in fields})

    def held(self) -> list[CategoryHeld]:
        """The categories that were ticked."""
        return [
            CategoryHeld(code, self.grade if code == Category.DISABILITY else "")
            for code in self.cleaned_data["categories"]
        ]


class EditHouseholdForm(AnsweredForm):
    """What is left empty stays as it is: one need not see a phone to change the address."""

    head_name = line(_("Head of household"), required=False)
    phone = line(_("Telephone"), 30, required=False)
    address = line(_("Address"), 200, required=False)
    people_count = forms.IntegerField(label=_("People in the family"), required=False, min_value=1, max_value=30)
    grid = line(_("Grid"), LONGEST_GRID, required=False)
    note = long_text(_("Situation of the family"), required=False)
    clear = forms.MultipleChoiceField(
        label=_("Take out"),
        required=False,
        choices=[
            ("phone", _("Telephone")),
            ("address", _("Address")),
            ("grid", _("Grid")),
            ("note", _("Situation of the family")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what is no longer true and has nothing in its place."),
    )

    def changes(self) -> dict[str, Any]:
        """The fields that were filled in, and those that were ticked to be emptied."""
        filled = {
            name: value for name, value in self.cleaned_data.items() if name != "clear" and value not in ("", None)
        }
        return dict.fromkeys(self.cleaned_data["clear"], "") | filled


class CategoriesForm(AnsweredForm, GradeMixin):
    """All categories, each with a tick and its days."""

    def __init__(self, *args: Any, lines: Iterable[CategoryLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {held.code: held for held in lines if held.holds}
        for code, label in Category.choices:
            now = held.get(code)
            self.fields[f"held-{code}"] = forms.BooleanField(label=label, required=False, initial=now is not None)
            self.fields[f"since-{code}"] = day(_("Since"), required=False, initial=now.since if now else None)
            self.fields[f"until-{code}"] = day(_("Until"), required=False, initial=now.until if now else None)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Tick, since and until of each category, for the page."""
        return [(self[f"held-{code}"], self[f"since-{code}"], self[f"until-{code}"]) for code in Category.values]

    def held(self) -> list[CategoryHeld]:
        """The categories that are ticked now."""
        said = self.cleaned_data
        return [
            CategoryHeld(
                code,
                self.grade if code == Category.DISABILITY else "",
                said[f"since-{code}"],
                said[f"until-{code}"],
            )
            for code in Category.values
            if said[f"held-{code}"]
        ]


class MemberForm(AnsweredForm):
    """Somebody of the family."""

    name = line(_("Name"))
    relation = forms.ChoiceField(
        label=_("Relation to the head"),
        choices=[choice for choice in Relation.choices if choice[0] != Relation.HEAD],
    )
    note = line(_("Note"), 200, required=False, help_text=_("School year, size, care needed. Kept sealed."))


class ConsentForm(AnsweredForm):
    """What the family agrees to, said by whom and before whom; the signed sheet as a photo, where there is one.

    `kept_paper`: key of a photo that was handed in with this form before it could be saved.
    """

    kept_paper = ""
    purposes = forms.MultipleChoiceField(
        label=_("The family agrees to"),
        choices=ConsentPurpose.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the family agrees to.")},
    )
    given_by = forms.ChoiceField(
        label=_("Given by"),
        choices=ConsentGiver.choices,
        initial=ConsentGiver.SELF,
        widget=forms.RadioSelect,
    )
    giver_name = line(
        _("Name of who speaks for the family"),
        required=False,
        help_text=_("Needed unless somebody of the family agreed."),
    )
    witness = line(pgettext_lazy("consent", "Witness"), help_text=_("Who was present, usually you."))
    expires_on = day(
        _("Good until"), required=False, help_text=_("Empty: until the family takes it back. The last day it holds.")
    )

    text_version = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput)
    paper = PictureField(label=_("Photo of the signed paper"), required=False)

    def clean_text_version(self) -> str:
        """The words that were read out are those of today."""
        version: str = self.cleaned_data["text_version"]
        if version and version != CURRENT:
            raise forms.ValidationError(_("The words have changed since. Please read them out once more."))
        return version

    def clean_expires_on(self) -> date | None:
        """A last day that is still to come."""
        last: date | None = self.cleaned_data["expires_on"]
        if last is not None and last < clock.today():
            raise forms.ValidationError(_("This day is over. Please enter a later one, or leave it empty."))
        return last

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            self.ask(lambda: checked_giver(self.given()))
        return said

    def given(self, at: datetime | None = None) -> ConsentGiven:
        """What the service takes; `at` where it was agreed to before now."""
        purposes: Sequence[str] = self.cleaned_data["purposes"]
        return ConsentGiven(
            purposes=purposes,
            given_by=self.cleaned_data["given_by"],
            giver_name=self.cleaned_data["giver_name"],
            witness=self.cleaned_data["witness"],
            expires_on=self.cleaned_data["expires_on"],
            given_at=at,
        )


class ReasonForm(AnsweredForm):
    """Why somebody needs to see a masked field."""

    reason = line(_("Why do you need to see this?"), 200)
