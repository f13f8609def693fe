"""One's own account 我的账号: the password, the e-mail address, where one is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.forms import EmailCodeForm, EmailForm, OwnForm, PasswordForm, PinForm
from linli.accounts.guards import Request, View, signed_in_lately, to_sign_in
from linli.accounts.kinds.devices import device_words
from linli.accounts.models import User
from linli.accounts.permissions import may_have_password
from linli.accounts.queries import SHARED, SIGNED_IN_AT, has_second_factor, seats_of, sign_ins_of
from linli.accounts.services import own_account as services
from linli.accounts.services.devices import COOKIE, device_here, end_seat, share_device, unshare_device
from linli.accounts.services.pins import remove_pin, set_pin
from linli.accounts.services.roles import set_email
from linli.accounts.services.sessions import end_session, end_sessions, follow_new_key
from linli.accounts.services.weixin import weixin_of
from linli.core import clock, masks
from linli.core.errors import BadInput, Conflict, Refused, TooMany
from linli.notifications.queries import email_works

EXPECTED = (BadInput, Conflict, Refused, TooMany)


def own_page(view: View) -> View:
    """A page of one's own account: nobody signed in is sent to sign in; kept by no browser."""

    @never_cache
    @wraps(view)
    def page(request: Request, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return to_sign_in(request)
        return view(request, user=request.user, **kwargs)

    return page


def lately(view: View) -> View:
    """A change for which one has signed in within a quarter of an hour: nobody makes it on a PC left open.

    Its page leads to one's account instead, where one signs in again.
    """

    @wraps(view)
    def inner(request: Request, **kwargs: Any) -> HttpResponseBase:
        if not signed_in_lately(request.session):
            if request.method == "GET":
                return redirect("own_account")
            raise Refused(_("You signed in a while ago. Sign in again, then change this."))
        return view(request, **kwargs)

    return inner


def _shown(request: Request, user: User, status: int = 200, **forms: OwnForm) -> HttpResponse:
    here, on = request.session.session_key, request.session.get(SHARED, "")
    context = {
        "user": user,
        "phone": masks.phone(user.phone),
        "may_have_password": may_have_password(request.actor),
        "second_factor": has_second_factor(user.pk),
        "lately": signed_in_lately(request.session),
        "weixin_works": bool(settings.LINLI_WEIXIN.app_id),
        "weixin": weixin_of(user),
        "email_works": email_works(),
        "email_asked": (request.session.get(services.ASKED_FOR) or {}).get("email", ""),
        "sign_ins": [(row, device_words(row.device), row.session_key == here) for row in sign_ins_of(user)],
        "shared_here": SHARED in request.session,
        "seats": [(seat, device_words(seat.device.device), seat.device_id.hex == on) for seat in seats_of(user)],
        "pin_form": PinForm(),
        "password_form": PasswordForm(user=user),
        "email_form": EmailForm(),
        "email_code_form": EmailCodeForm(),
        "form": next(iter(forms.values()), None),
    }
    return render(request, "account/own.html", context | forms, status=status)


def _stay_signed_in(request: Request, user: User) -> None:
    """The session's key is made of the password."""
    update_session_auth_hash(request, user)
    follow_new_key(request.session)


def _changed(
    request: Request, user: User, name: str, form: OwnForm, do: Callable[[dict[str, str]], object]
) -> HttpResponse:
    """The page after a change; with the form again where something is wrong in it, or refused."""
    if not form.is_valid():
        return _shown(request, user, 422, **{name: form})
    try:
        do(form.cleaned_data)
    except EXPECTED as error:
        form.blame(error)
        answer = _shown(request, user, error.status, **{name: form})
        if isinstance(error, TooMany):
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    return redirect("own_account")


@require_GET
@own_page
def own_account(request: Request, user: User) -> HttpResponse:
    """The page."""
    return _shown(request, user)


@require_POST
@own_page
@lately
def password(request: Request, user: User) -> HttpResponse:
    """Set a password, or change it."""

    def do(said: dict[str, str]) -> None:
        services.check_password_again(user, said.get("old", ""))
        services.set_password(user=user, password=said["new"], session_key=request.session.session_key or "")
        _stay_signed_in(request, user)

    return _changed(request, user, "password_form", PasswordForm(request.POST, user=user), do)


@require_POST
@own_page
@lately
def password_remove(request: Request, user: User) -> HttpResponse:
    """Back to one-time codes only."""
    services.remove_password(user=user, session_key=request.session.session_key or "")
    _stay_signed_in(request, user)
    return redirect("own_account")


@require_POST
@own_page
@lately
def pin(request: Request, user: User) -> HttpResponse:
    """Set the PIN, or another one."""

    def do(said: dict[str, str]) -> None:
        set_pin(user=user, pin=said["pin"])

    return _changed(request, user, "pin_form", PinForm(request.POST), do)


@require_POST
@own_page
@lately
def pin_remove(request: Request, user: User) -> HttpResponse:
    """Without a PIN from now on."""
    remove_pin(user=user)
    return redirect("own_account")


@require_POST
@own_page
def device_share(request: Request, user: User) -> HttpResponse:
    """Others work at this computer as well."""
    signed_in_at = clock.from_stamp(request.session.get(SIGNED_IN_AT, 0))
    share_device(request=request, user=user, signed_in_at=signed_in_at)
    return redirect("own_account")


@require_POST
@own_page
@lately
def device_unshare(request: Request, user: User) -> HttpResponse:
    """Only one person works here from now on."""
    answer = redirect("own_account")
    if device := device_here(request):
        unshare_device(device=device, user=user, session=request.session)
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


@require_POST
@own_page
def seat_end(request: Request, user: User, seat_id: UUID) -> HttpResponse:
    """No PIN on that computer until one has signed in in full."""
    end_seat(user=user, seat_id=seat_id)
    return redirect("own_account")


@require_POST
@own_page
@lately
def email(request: Request, user: User) -> HttpResponse:
    """A new address: a code goes there first."""

    def do(said: dict[str, str]) -> None:
        services.ask_email(user=user, email=said["email"], session=request.session)

    return _changed(request, user, "email_form", EmailForm(request.POST), do)


@require_POST
@own_page
@lately
def email_code(request: Request, user: User) -> HttpResponse:
    """The code that came there."""

    def do(said: dict[str, str]) -> None:
        services.confirm_email(user=user, code=said["code"], session=request.session)

    return _changed(request, user, "email_code_form", EmailCodeForm(request.POST), do)


@require_POST
@own_page
@lately
def email_remove(request: Request, user: User) -> HttpResponse:
    """No codes by e-mail any more."""
    set_email(user=user, email="")
    request.session.pop(services.ASKED_FOR, None)
    return redirect("own_account")


@require_POST
@own_page
def session_end(request: Request, user: User, sign_in_id: UUID) -> HttpResponse:
    """Sign out on one device."""
    end_session(user=user, sign_in_id=sign_in_id)
    return redirect("own_account")


@require_POST
@own_page
def sessions_end(request: Request, user: User) -> HttpResponse:
    """Sign out everywhere else."""
    end_sessions(user=user, but=request.session.session_key or "")
    return redirect("own_account")
