"""The API `/api/v1`: the apps' operations gathered, their errors as problem+json (RFC 9457), one OpenAPI document."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from linli.core.errors import BadInput, LinliError, NotHere, TooMany, Unavailable
from linli.integrations.api import office, sending
from linli.people.api import router as people
from linli.wishes.api import campaigns, claims, collecting, covers, exports, running, wishes

PROBLEM = "application/problem+json"
TYPES = {
    400: "bad-request", 401: "no-key", 403: "refused", 404: "not-here", 409: "conflict",
    422: "bad-input", 429: "too-many", 503: "unavailable",
}  # fmt: skip
"""What kind of problem it is, by its status."""

_PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "description": "What went wrong, in words of the language asked for (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "The kind of problem, for programs."},
        "title": {"type": "string", "description": "What happened, for people."},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class Readable(Parser):
    """Reads what is sent, but for the sign of code 0, which PostgreSQL keeps in no text."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if b"\\u0000" in request.body:
            raise ValueError("a body with the sign of code 0")
        return super().parse_body(request)


class Api(NinjaAPI):
    """Adds to each operation of the document the problems that it may answer with."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        schema["components"]["schemas"]["Problem"] = _PROBLEM_SCHEMA
        answer = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, kind in TYPES.items():
                    operation["responses"].setdefault(status, {"description": kind, "content": answer})
        return schema


api = Api(
    title="Linli",
    version="1",
    description="The records of one neighbourhood office, for the programs that it lets in.",
    docs_url=None,
    parser=Readable(),
)
for router in (office, sending, people, wishes, campaigns, running, covers, claims, collecting, exports):
    api.add_router("", router)


def language_of(request: HttpRequest) -> str:
    """The first language of `Accept-Language` that we speak; Chinese where none is."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def problem(request: HttpRequest, status: int, title: object, errors: Sequence[Mapping[str, str]] = ()) -> JsonResponse:
    """The answer to something that went wrong."""
    said: dict[str, Any] = {"type": TYPES.get(status, "error"), "title": str(title), "status": status}
    if errors:
        said["errors"] = list(errors)
    answer = JsonResponse(said, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return answer


def _spoken(handler: Callable[[HttpRequest, Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    """Answers in the language that was asked for; a program sends no cookie."""

    def inner(request: HttpRequest, error: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            return handler(request, error)

    return inner


@_spoken
def _expected(request: HttpRequest, error: LinliError) -> HttpResponse:
    fields = error.fields if isinstance(error, BadInput) else {}
    errors = [{"field": name, "message": str(text)} for name, texts in fields.items() for text in texts]
    title = error.message or (_("There is nothing here under this address.") if isinstance(error, NotHere) else "")
    answer = problem(request, error.status, title, errors)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


@_spoken
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not fit the document, at its place: `body.wishes.0.quantity`."""
    errors = [
        {"field": ".".join(str(part) for part in found["loc"] if part != "said"), "message": _what_is_wrong(found)}
        for found in error.errors
    ]
    return problem(request, BadInput.status, _("Some of what was sent cannot be read."), errors)


def _what_is_wrong(found: Mapping[str, Any]) -> str:
    kind = str(found.get("type", ""))
    if kind == "missing":
        return _("This is missing.")
    if kind.startswith(("string_too_long", "too_long")):
        return _("This is too long.")
    if kind.startswith(("string_too_short", "too_short")):
        return _("This is too short.")
    if kind.startswith(("enum", "literal")):
        return _("This is none of the possible values.")
    if kind.startswith(("greater_than", "less_than", "decimal_")):
        return _("This number is out of bounds.")
    return _("This cannot be read.")


@_spoken
def _no_key(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = problem(request, 401, _("A key of this office is needed: Authorization: Bearer linli_…"))
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@_spoken
def _broken(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What was sent is no JSON at all."""
    return problem(request, error.status_code, _("What was sent cannot be read: it is no JSON."))


@_spoken
def _nothing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(request, NotHere.status, _("There is nothing here under this address."))


@_spoken
def _down(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(request, Unavailable.status, _("The office does not answer for a moment. Please try again soon."))


for _kind, _handler in (
    (LinliError, _expected),
    (ValidationError, _unreadable),
    (AuthenticationError, _no_key),
    (HttpError, _broken),
    (Http404, _nothing),
    (OperationalError, _down),
    (InterfaceError, _down),
):
    api.add_exception_handler(_kind, _handler)
