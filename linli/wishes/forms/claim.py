"""Who claims: name and phone as on the roster, and the code where a campaign asks for one."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.core import phones
from linli.people.reading import names

NO_NAME = _("Please enter your full name.")
NO_PHONE = _("Please enter a telephone number that can be called, for example 138 0000 0000.")
NO_CODE = _("Please enter the six digits of the code.")


class _Form(forms.Form):
    """Errors stand beside the field and on top; the browser shows none of its own, since those speak its language."""

    use_required_attribute = False


class NameForm(_Form):
    """Somebody signed in whose name the community does not know yet."""

    name = forms.CharField(
        label=_("Your name"), max_length=names.LONGEST, error_messages={"required": NO_NAME, "max_length": NO_NAME}
    )

    def clean_name(self) -> str:
        """The name in its one spelling."""
        try:
            name = names.clean(self.cleaned_data["name"])
        except ValueError:
            raise forms.ValidationError(NO_NAME) from None
        if len(name) < 2:
            raise forms.ValidationError(NO_NAME)
        return name


class WhoForm(NameForm):
    """Name and phone."""

    phone = forms.CharField(
        label=_("Your phone number"), max_length=40, error_messages={"required": NO_PHONE, "max_length": NO_PHONE}
    )

    def clean_phone(self) -> str:
        """The phone in digits alone."""
        try:
            return phones.normalise(self.cleaned_data["phone"])
        except ValueError:
            raise forms.ValidationError(NO_PHONE) from None


class CodeForm(WhoForm):
    """The code that was sent to the phone; who it is for goes along, so that nothing of it is kept in between."""

    code = forms.CharField(
        label=_("One-time code"), max_length=20, error_messages={"required": NO_CODE, "max_length": NO_CODE}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone"):
            self.fields[name].widget = forms.HiddenInput()

    def clean_code(self) -> str:
        """Six digits, however they were spaced."""
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not re.fullmatch(r"\d{6}", code):
            raise forms.ValidationError(NO_CODE)
        return code
