"""How django-allauth signs people in here: by phone and one-time code or, at a desk, a password; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.accounts.queries import actor_for
from linli.accounts.services.codes import send_sign_in_code, who_may_sign_in
from linli.accounts.services.passkeys import relying_party
from linli.accounts.services.second_factor import opened, sealed
from linli.core import masks
from linli.core.phones import normalise
from linli.gate.services import six_digits


class PhoneField(forms.CharField):
    """A telephone number as people type it; its value is the one form in which it is stored."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "autofocus": True}
        super().__init__(label=_("Mobile phone"), max_length=40, widget=forms.TextInput(attributes), **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return normalise(typed) if typed else ""
        except ValueError:
            raise ValidationError(_("This is not a telephone number."), "invalid_phone") from None


class PhoneAdapter(DefaultAccountAdapter):
    """The hooks of django-allauth. An unknown phone is answered as a known one is."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "phone_password_mismatch": _("Phone or password is not right. Without a password, sign in with a code."),
        "incorrect_code": _("This code is not right. Please look at it again."),
        "too_many_login_attempts": _("Too many wrong codes. Please ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage", "allauth.mfa.stages.AuthenticateStage"]

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        return six_digits()

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        send_sign_in_code(user=user, phone=phone, code=code)

    def get_user_by_phone(self, phone: str) -> User | None:
        return who_may_sign_in(phone)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return user.phone, True

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        """A phone is changed at the desk, never by its holder alone."""
        raise NotImplementedError

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """Nothing to note: a code proves the phone at each sign-in."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the desk of the office one works in; with several or none, home."""
        actor = actor_for(request.user)  # type: ignore[arg-type]  # -- signed in just now
        offices = {
            grant.first for grant in actor.grants if "desk.open" in grant.permissions and grant.first == grant.last
        }
        return f"/desk/{offices.pop()}/" if len(offices) == 1 else "/"

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: Any = None,
    ) -> None:
        """Only what is wrong: the pages themselves say what went well."""
        if message:
            super().add_message(request, level, message=message, extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The hooks for the second factor: its secrets are sealed, and the app shows whose account it is."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Please look at it again."),
    }

    def _get_user_identifier(self, user: Any) -> str:
        return masks.phone(user.phone)

    def get_totp_issuer(self) -> str:
        return gettext("Linli")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": relying_party(), "name": gettext("Linli")}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {"display_name": masks.phone(user.phone)}

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)
