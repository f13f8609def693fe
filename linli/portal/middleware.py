"""Turns what services and guards raise into plain pages."""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse

from linli.core.errors import LinliError, NotHere, Refused, Unavailable
from linli.portal.guards import plain_error

logger = logging.getLogger("linli.errors")


class PlainErrorMiddleware:
    """Each expected failure has its page and status; a database that does not answer is told as such."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, LinliError):
            return plain_error(request, exception)
        if isinstance(exception, Http404):
            return plain_error(request, NotHere())
        if isinstance(exception, PermissionDenied):
            return plain_error(request, Refused())
        if isinstance(exception, OperationalError | InterfaceError):
            logger.error("the database does not answer", exc_info=exception)
            return plain_error(request, Unavailable())
        return None
