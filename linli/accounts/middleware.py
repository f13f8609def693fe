"""Puts who is asking on the request, read only by pages that ask."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from linli.accounts.guards import locked
from linli.accounts.queries import actor_of
from linli.accounts.services.devices import COOKIE
from linli.accounts.services.sessions import note_seen
from linli.core.actor import ANONYMOUS

TEN_YEARS = 10 * 365 * 24 * 3600


class ActorMiddleware:
    """Sets `request.actor`: the signed-in user with the roles in force at this request, a weak identity, or nobody.

    A session that is locked is nobody's until it is unlocked, for every page and for django-allauth's as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: AnonymousUser() if locked(request) else get_user(request))  # type: ignore[assignment]  # -- as Django's own middleware does
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]  # -- see guards.Request
            lambda: ANONYMOUS if locked(request) else actor_of(request.user, request.session)
        )
        answer = self.get_response(request)
        note_seen(request.session)
        if token := getattr(request, "device_token", ""):
            secure = settings.SESSION_COOKIE_SECURE
            answer.set_cookie(COOKIE, token, max_age=TEN_YEARS, httponly=True, secure=secure, samesite="Lax")
        return answer
