"""How somebody wants to work: language, large print, the desk's keys. Kept in cookies of their own, whoever it is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from linli.core.errors import BadInput
from linli.people.middleware import COOKIE as SCREEN_COOKIE
from linli.people.middleware import LOOKED_ON

CARE_COOKIE, KEYS_COOKIE = "care", "keys"
A_YEAR = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak this language from now on. Raises `BadInput` for one that the house does not speak."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise BadInput
    answer = _back(request)
    _keep(answer, settings.LANGUAGE_COOKIE_NAME, chosen)
    return answer


@require_POST
def care(request: HttpRequest) -> HttpResponse:
    """Large print 关怀版, on or off."""
    return _switch(request, CARE_COOKIE, "on")


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """The desk's single keys, off or on: who speaks to the computer, or has an unsteady hand, presses some unmeant."""
    return _switch(request, KEYS_COOKIE, "off")


@require_POST
def screen(request: HttpRequest) -> HttpResponse:
    """Whether others can see this screen: families are then shown by number."""
    return _switch(request, SCREEN_COOKIE, LOOKED_ON)


def _switch(request: HttpRequest, name: str, kept: str) -> HttpResponse:
    """A switch with the cookie's name; its cookie is there in one of its two positions only."""
    answer = _back(request)
    if request.POST.get(name) == kept:
        _keep(answer, name, kept)
    else:
        answer.delete_cookie(name, samesite=settings.LANGUAGE_COOKIE_SAMESITE)
    return answer


def _keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=A_YEAR,
        httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def _back(request: HttpRequest) -> HttpResponse:
    """Where the switch was pressed: a page of this house, whatever was sent."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(wanted if safe else "/")
    answer.status_code = 303
    return answer
