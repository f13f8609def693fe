"""Pages for what goes wrong before a view is reached, or around it."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from linli.core.errors import LinliError, NotHere, Refused, Unavailable
from linli.portal.guards import plain_error


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came was no request of ours. (handler400)"""
    return plain_error(request, LinliError())


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not allowed. (handler403)"""
    return plain_error(request, Refused())


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open too long, or the form came from another site. (CSRF_FAILURE_VIEW)"""
    return plain_error(request, Refused(), csrf=True)


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address: the same page as for what the asker may not know of. (handler404)"""
    return plain_error(request, NotHere())


def fault(request: HttpRequest) -> HttpResponse:
    """Something went wrong on our side; where that was the database not answering, it is told so. (handler500)"""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return plain_error(request, Unavailable())
    return HttpResponse(render_to_string("errors/500.html"), status=500, headers={"Cache-Control": "no-store"})
