"""Puts who is asking on the request, read only by pages that ask."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from linli.accounts.queries import actor_of
from linli.accounts.services.sessions import note_seen


class ActorMiddleware:
    """Sets `request.actor`: the signed-in user with the roles in force at this request, a weak identity, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, request.session))  # type: ignore[attr-defined]  # -- see guards.Request
        answer = self.get_response(request)
        note_seen(request.session)
        return answer
