"""What people change about their own account: the password, and where their codes go as well."""

from django.contrib.auth import password_validation
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User
from linli.accounts.permissions import may_have_password
from linli.accounts.queries import actor_for
from linli.accounts.services.codes import home_of
from linli.accounts.services.roles import set_email
from linli.accounts.services.sessions import end_sessions
from linli.core.errors import BadInput, Conflict
from linli.core.ids import new_id
from linli.gate.services import limit, six_digits
from linli.gate.services.codes import GOOD_FOR
from linli.notifications.models import EMAIL
from linli.notifications.queries import email_works
from linli.notifications.services import send

ASKED_FOR = "own_email"
"""The session's key for an address that waits for its code."""


def check_password_again(user: User, typed: str) -> None:
    """Whether this is the password there is, where there is one. Raises `BadInput` and `TooMany`."""
    if not user.has_usable_password():
        return
    limit(purpose="sign_in.password", subject=user.phone, most=10, seconds=600)
    if not user.check_password(typed):
        told = _("This is not your password.")
        raise BadInput(told, {"old": [told]})


@transaction.atomic
def set_password(*, user: User, password: str, session_key: str) -> None:
    """A password beside the one-time code. Every other session of the account ends.

    Raises `Refused` for whoever works at no desk, `BadInput` for one that is easily guessed.
    """
    may_have_password(actor_for(user)).enforce()
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        told = [_in_words(one) for one in error.error_list]
        raise BadInput(" ".join(told), {"new": told}) from None
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user=user, but=session_key)


def _in_words(error: ValidationError) -> str:
    """What is wrong with a password; how long it must be Django says in English only."""
    if error.code == "password_too_short" and error.params:
        return str(_("Please use at least {least} characters.").format(least=error.params["min_length"]))
    return error.messages[0]


@transaction.atomic
def remove_password(*, user: User, session_key: str) -> None:
    """Sign in by one-time code only, as before. Every other session of the account ends."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user=user, but=session_key)


def ask_email(*, user: User, email: str, session: SessionBase) -> None:
    """Send a code to an address, to see that it is this person's; kept in the session until it is typed.

    Raises `Conflict` where no e-mail is sent here or the account is of no office, `TooMany` above five a day.
    """
    home = home_of(user, user.phone)
    if not email_works() or home is None:
        raise Conflict(_("This installation sends no e-mail."))
    limit(purpose="sign_in.email", subject=user.phone, most=5, seconds=24 * 3600)
    code = six_digits()
    with transaction.atomic():
        send(
            community_id=home,
            kind="email_check",
            dedupe=f"email_check:{new_id()}",
            recipient_name="",
            recipient_address=email,
            words={"code": code, "minutes": int(GOOD_FOR.total_seconds() // 60)},
            channel=EMAIL,
            permission="",
            good_for=GOOD_FOR,
        )
    session[ASKED_FOR] = {"email": email, "code": code}


def confirm_email(*, user: User, code: str, session: SessionBase) -> None:
    """The code that came at the new address. Raises `BadInput` for a wrong one, `TooMany` above ten tries a day."""
    waiting = session.get(ASKED_FOR) or {}
    limit(purpose="sign_in.email_try", subject=user.phone, most=10, seconds=24 * 3600)
    if not waiting or not constant_time_compare(code, waiting["code"]):
        told = _("This code is not right. Please look at it again.")
        raise BadInput(told, {"code": [told]})
    set_email(user=user, email=waiting["email"])
    del session[ASKED_FOR]
