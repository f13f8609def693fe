"""What stands around every view: an expected failure becomes a plain page, or a fragment where htmx asked."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from linli.core.errors import BadInput, LinliError, NotHere, TooMany, Unavailable


def _message_of(error: LinliError) -> str:
    """The error's own words; without any, those beside the fields of the input that cannot be taken."""
    if error.message or not isinstance(error, BadInput):
        return str(error.message)
    return " ".join(str(message) for messages in error.fields.values() for message in messages)


def plain_error(request: HttpRequest, error: LinliError, **context: object) -> HttpResponse:
    """The page of an expected failure, with its status; never kept by browser or proxy.

    What is not here looks the same whatever was asked for, so its page gets no words.
    """
    message = "" if isinstance(error, NotHere) else _message_of(error)
    if request.headers.get("HX-Request"):
        body = render_to_string("errors/fragment.html", {"message": message})
    elif isinstance(error, Unavailable):
        # nothing that might ask the database: this page stands by itself
        body = render_to_string("errors/503.html")
    else:
        body = render_to_string(f"errors/{error.status}.html", {"message": message, **context}, request)
    answer = HttpResponse(body, status=error.status, headers={"Cache-Control": "no-store"})
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unavailable):
        answer.headers["Retry-After"] = "5"
    return answer
