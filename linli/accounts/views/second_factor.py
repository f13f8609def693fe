"""The second factor of one's own account: an app's codes, and codes on paper for the day the phone is gone."""

import json
from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.accounts.forms import AppCodeForm, SecondCodeForm, SecondPasskeyForm
from linli.accounts.guards import Request, limit_from, signed_in_lately
from linli.accounts.models import User
from linli.accounts.permissions import may_have_password
from linli.accounts.queries import has_app, has_second_factor, second_factor_by
from linli.accounts.services import second_factor as services
from linli.accounts.services.passkeys import passkeys_of, passkeys_work
from linli.accounts.views.own_account import lately, own_page
from linli.core import clock
from linli.core.errors import BadInput, Conflict, TooMany
from linli.gate.services import limit

WAITING = "second_factor_secret"
"""The session's key for the secret that the app is being given."""


class TypeSecond(AuthenticateView):
    """After the first factor: a code of the app, a printed one, or a passkey."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limit(purpose="sign_in.second", subject=str(self.stage.login.user.pk), most=10, seconds=600)
        limit_from(request, "sign_in.try_from", 60)
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def get_form_class(self) -> type[forms.Form]:
        return SecondCodeForm

    def get_webauthn_form_class(self) -> type[forms.Form]:
        return SecondPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.stage.login.user
        return context | {
            "options": json.dumps(context["js_data"]["request_options"]),
            "app": has_app(user.pk),
            "passkeys": passkeys_of(user),
        }


type_second = require_http_methods(["GET", "HEAD", "POST"])(never_cache(TypeSecond.as_view()))


@require_GET
@own_page
def second_factor(request: Request, user: User) -> HttpResponse:
    """What there is, and what to do about it."""
    by = second_factor_by(request.actor)
    context = {
        "held": has_second_factor(user.pk),
        "app": has_app(user.pk),
        "passkeys": passkeys_of(user),
        "passkeys_work": passkeys_work(),
        "lately": signed_in_lately(request.session),
        "may": may_have_password(request.actor),
        "by": by,
        "overdue": by is not None and by <= clock.now(),
        "left": len(services.printed_codes(user)),
    }
    return render(request, "account/second_factor.html", context)


@require_http_methods(["GET", "POST"])
@own_page
@lately
def app(request: Request, user: User) -> HttpResponse:
    """Scan, type the code that the app shows, done."""
    may_have_password(request.actor).enforce()
    if has_app(user.pk):
        return redirect("second_factor")
    secret = request.session.setdefault(WAITING, generate_totp_secret())
    form = AppCodeForm(request.POST or None)
    if request.method != "POST":
        return _scan(request, user, form, secret)
    if not form.is_valid():
        return _scan(request, user, form, secret, 422)
    key = request.session.session_key or ""
    try:
        limit(purpose="sign_in.second", subject=str(user.pk), most=10, seconds=600)
        services.set_up_app(user=user, secret=secret, code=form.cleaned_data["code"], session_key=key)
    except (BadInput, Conflict, TooMany) as error:
        form.blame(error)
        answer = _scan(request, user, form, secret, error.status)
        if isinstance(error, TooMany):
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    del request.session[WAITING]
    return redirect("second_factor_codes")


def _scan(request: Request, user: User, form: AppCodeForm, secret: str, status: int = 200) -> HttpResponse:
    address = get_adapter().build_totp_url(user, secret)
    picture = segno.make(address, micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    spoken = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    context = {"form": form, "picture": picture, "secret": spoken}
    return render(request, "account/second_factor_app.html", context, status=status)


@require_http_methods(["GET", "POST"])
@own_page
@lately
def codes(request: Request, user: User) -> HttpResponse:
    """The codes on paper; a POST makes fresh ones."""
    if request.method == "POST":
        services.renew_printed_codes(user=user)
        return redirect("second_factor_codes")
    left = [f"{code[:4]} {code[4:]}" for code in services.printed_codes(user)]
    if not left and not has_second_factor(user.pk):
        return redirect("second_factor")
    return render(request, "account/second_factor_codes.html", {"codes": left, "made": clock.now()})


@require_POST
@own_page
@lately
def remove(request: Request, user: User) -> HttpResponse:
    """Without the app from now on."""
    services.remove_app(user=user)
    return redirect("second_factor")
