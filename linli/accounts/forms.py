"""The forms of signing in and of one's own account, where they are not django-allauth's."""

import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django import forms
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.accounts.services.codes import accept_console_code
from linli.accounts.services.passkeys import use_passkey
from linli.core.errors import BadInput
from linli.core.forms import RefusableForm
from linli.gate.services import limit

NO_ANSWER = _("The browser gave no passkey. Please try again, or use a code.")
LONGEST_ANSWER = 20_000


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


def _password(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget, **more)


class PasswordSignInForm(LoginForm):
    """Phone and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("Password"), "current-password")


class OwnForm(RefusableForm):
    """A form of one's own account; several stand on one page."""

    prefix_of_ids = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.prefix_of_ids}-%s"} | kwargs)


class PasswordForm(OwnForm):
    """A new password; the old one first, where there is one."""

    prefix_of_ids = "password"
    old = _password(_("Your password until now"), "current-password")
    new = _password(
        _("New password"),
        "new-password",
        help_text=_("At least 10 characters; a short sentence is easy to keep. Nobody here will ever ask you for it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.has_usable_password():
            del self.fields["old"]


class PinForm(OwnForm):
    """The PIN for shared computers."""

    prefix_of_ids = "pin"
    pin = forms.CharField(
        label=_("PIN, 4 to 6 digits"),
        max_length=12,
        widget=forms.PasswordInput({"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_pin(self) -> str:
        return as_typed(self.cleaned_data["pin"])


class EmailForm(OwnForm):
    """Where codes go as well."""

    prefix_of_ids = "email"
    email = forms.EmailField(label=_("E-mail"), max_length=200, widget=forms.EmailInput({"autocomplete": "email"}))


class EmailCodeForm(OwnForm):
    """The code that came at the new address."""

    prefix_of_ids = "email-code"
    code = forms.CharField(label=_("Code from the e-mail"), max_length=20)

    def clean_code(self) -> str:
        return as_typed(self.cleaned_data["code"])


def _code_field(label: Any) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})
    return forms.CharField(label=label, max_length=20, widget=widget)


class SecondCodeForm(AuthenticateForm):
    """A code of the app, or a printed one."""

    code = _code_field(_("Code of the app, or one from the paper"))

    def clean_code(self) -> str:
        self.cleaned_data["code"] = as_typed(self.cleaned_data["code"])
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            # django-allauth remembers in a cache of each process that a code was used; this is shared by all
            limit(purpose="sign_in.second_used", subject=f"{self.user.pk}|{code}", most=1, seconds=120)
        return code


class BrowsersAnswer(forms.JSONField):
    """What the browser made with a passkey, put here by script."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[str, Any]:
        try:
            found = super().clean(value if isinstance(value, str) and len(value) <= LONGEST_ANSWER else "")
        except RecursionError:
            found = None
        if not isinstance(found, dict):
            raise forms.ValidationError(self.error_messages["required"], "required")
        return found


class SecondPasskeyForm(AuthenticateWebAuthnForm):
    """A passkey instead of a code."""

    credential = BrowsersAnswer(error_messages={"required": NO_ANSWER, "invalid": NO_ANSWER})

    def clean_credential(self) -> Authenticator:
        try:
            return use_passkey(user=self.user, credential=self.cleaned_data["credential"])
        except BadInput as error:
            raise forms.ValidationError(str(error), "incorrect_code") from None


class PasskeyForm(OwnForm):
    """A passkey to add, and what its holder calls it."""

    prefix_of_ids = "passkey"
    name = forms.CharField(
        label=_("What do you call this device?"),
        max_length=40,
        help_text=_("So that you know it again in the list, like “PC in the office”."),
    )
    credential = BrowsersAnswer(error_messages={"required": NO_ANSWER, "invalid": NO_ANSWER})


class AppCodeForm(OwnForm):
    """The first code that the app shows."""

    prefix_of_ids = "app"
    code = _code_field(_("Code that the app shows"))

    def clean_code(self) -> str:
        return as_typed(self.cleaned_data["code"])
