"""Tells each page of the desk who may be looking at the screen."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from linli.accounts.queries import SHARED
from linli.people.queries.display import look_on, screen

COOKIE = "screen"
LOOKED_ON = "looked-on"
WORKED_WITH = frozenset({"household_id", "wish_id", "submission_id"})
"""Parts of an address: a page of one such thing is opened to work with it."""


class ScreenMiddleware:
    """On a shared computer, or where somebody said that others can see the screen, families are shown by number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with screen(looked_on=False):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> None:
        if "community_id" in kwargs and not WORKED_WITH & kwargs.keys() and looked_on(request):
            look_on()


def looked_on(request: HttpRequest) -> bool:
    """Whether others can see this screen."""
    return request.COOKIES.get(COOKIE) == LOOKED_ON or SHARED in request.session
