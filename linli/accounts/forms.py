"""The one form that is ours: a code as typed, compared with the one that was sent or printed at the console."""

import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from django import forms
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.accounts.services.codes import accept_console_code


def as_typed(code: str) -> str:
    """A code with full-width digits, spaces or dashes, in plain digits."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", code) if mark.isalnum())


class CodeForm(ConfirmLoginCodeForm):
    """Asks for the code that was sent to `phone`."""

    code = forms.CharField(
        label=_("Sign-in code"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 12}
        ),
    )

    def __init__(self, *args: Any, phone: str, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phone, self.user = phone, user

    def clean_code(self) -> str:
        code = as_typed(self.cleaned_data["code"])
        if self.expected_code and constant_time_compare(code, self.expected_code):
            return code
        if self.user is not None and accept_console_code(user=self.user, phone=self.phone, code=code):
            return code
        raise get_adapter().validation_error("incorrect_code")
