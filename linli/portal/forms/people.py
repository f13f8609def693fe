"""Who gets a role, and the office at its first start."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds import ROLES
from linli.core.forms import RefusableForm


def _line(label: Any, most: int = 40, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


class AppointForm(RefusableForm):
    """A name, a phone, a role, from and until when."""

    name = _line(_("Name"))
    phone = _line(_("Mobile phone"))
    role = forms.ChoiceField(label=_("Role"))
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("First day of the term. Leave it empty for today."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("Last day of the term. Leave it empty where there is none."),
    )

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["role"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [(code, ROLES[code].label) for code in roles]


class SetUpForm(RefusableForm):
    """The secretary and the service centre."""

    name = _line(_("Name of the secretary"))
    phone = _line(_("Mobile phone of the secretary"))
    centre_name = _line(_("Name of the service centre"), 100, required=False)
    centre_address = _line(_("Address of the service centre"), 200, required=False)
    hours = _line(_("Opening hours"), 100, required=False)
    office_phone = _line(_("Telephone of the office"), 30, required=False)
