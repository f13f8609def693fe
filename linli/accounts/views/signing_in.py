"""Signing in and out: django-allauth's views with limits shared by all processes, each write in a transaction."""

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, LoginView, LogoutView, RequestLoginCodeView
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.accounts.forms import CodeForm, PasswordSignInForm
from linli.accounts.guards import View, limit_from
from linli.accounts.kinds.newcomers import link
from linli.accounts.services.devices import WANTED
from linli.core.errors import TooMany
from linli.core.phones import normalise
from linli.gate.services import limit, limit_codes


def note_shared(request: HttpRequest) -> None:
    """Whether the box was ticked: several people work at this computer."""
    request.session[WANTED] = request.POST.get("shared") == "yes"


class AskForCode(RequestLoginCodeView):
    """Type a phone; a code is on its way, or would be if somebody here had that phone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"weixin": bool(settings.LINLI_WEIXIN.app_id)}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            limit_from(self.request, "sign_in.address", 30)
            limit_codes(form.cleaned_data["phone"])
        except TooMany as error:
            form.add_error("phone", str(error))
            answer = self.form_invalid(form)
            answer.status_code, answer.headers["Retry-After"] = error.status, str(error.retry_after)
            return answer
        note_shared(self.request)
        with transaction.atomic():
            return super().form_valid(form)


class TypeCode(ConfirmLoginCodeView):
    """Type the code. Every try counts for the phone and for where it comes from, in whatever session it is made."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limit(purpose="sign_in.try", subject=self._process.state.get("phone", ""), most=10, seconds=600)
        limit_from(request, "sign_in.try_from", 60)
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def get_form_class(self) -> type[forms.Form]:
        return CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"phone": self._process.state.get("phone", ""), "user": self._process.user}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        user, phone = self._process.user, self._process.state["phone"]
        answer = super().form_valid(form)
        link(user, phone)
        return answer


class TypePassword(LoginView):
    """Phone and password, for staff who set one. Every try counts for the phone and for where it comes from."""

    template_name = "account/login.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        limit_from(request, "sign_in.try_from", 60)
        note_shared(request)
        if phone := _as_phone(request.POST.get("login", "")):
            limit(purpose="sign_in.password", subject=phone, most=10, seconds=600)
            limit(purpose="sign_in.password_day", subject=phone, most=50, seconds=24 * 3600)
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def get_form_class(self) -> type[forms.Form]:
        return PasswordSignInForm


def _as_phone(typed: str) -> str:
    try:
        return normalise(typed)
    except ValueError:
        return ""


class SignOut(LogoutView):
    """Asks once, then signs out."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(*args, **kwargs)


def _page(view: View) -> View:
    """A page for one person, kept by nobody; Django's form views would take a PUT for a POST."""
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(view))


ask_for_code = _page(AskForCode.as_view())
type_code = _page(TypeCode.as_view())
type_password = _page(TypePassword.as_view())
sign_out = _page(SignOut.as_view())
