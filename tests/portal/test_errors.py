"""Expected failures as plain pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from linli.core.errors import BadInput, Conflict, LinliError, NotHere, Refused, TooMany, Unavailable
from linli.portal.middleware import PlainErrorMiddleware
from tests.factories import acting

handler404 = "linli.portal.views.errors.not_here"
handler500 = "linli.portal.views.errors.fault"
FAILURES: dict[str, Exception] = {
    "400": LinliError("so geht das nicht"),
    "403": Refused("nur die Sekretärin"),
    "404": NotHere("diese Familie"),
    "409": Conflict("jemand war schneller"),
    "422": BadInput("", {"phone": ["keine Nummer"]}),
    "429": TooMany("zu oft", retry_after=17),
    "503": Unavailable(),
}


def failing(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [path(f"fails/{name}", failing(error)) for name, error in FAILURES.items()] + [
    path("fails/django404", failing(Http404("diese Familie"))),
    path("fails/database", failing(OperationalError("13800000000 is locked"))),
    path("fails/connection", failing(InterfaceError("connection already closed"))),
    path("fails/bug", failing(ZeroDivisionError("13800000000"))),
    # what the frame around every page leads to
    path("", include("linli.portal.urls")),
]

pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", sorted(FAILURES))
def test_each_failure_has_its_status_and_is_kept_by_nobody(client: Client, status: str) -> None:
    answer = client.get(f"/fails/{status}")

    assert answer.status_code == int(status)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("status", "words"), [("403", "nur die"), ("409", "schneller"), ("422", "keine"), ("429", "oft")]
)
def test_page_says_what_the_failure_says(client: Client, status: str, words: str) -> None:
    assert words in client.get(f"/fails/{status}").content.decode()


def test_what_is_not_here_looks_like_what_never_was(client: Client) -> None:
    pages = [client.get(f"/fails/{name}") for name in ("404", "django404", "never/was")]

    assert {page.status_code for page in pages} == {404}
    changing = r'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"'
    hidden = [re.sub(changing, "", page.content.decode()) for page in pages]
    assert hidden[0] == hidden[1] == hidden[2]
    assert "diese Familie" not in hidden[0]


def test_limit_says_how_long_to_wait(client: Client) -> None:
    assert client.get("/fails/429").headers["Retry-After"] == "17"


@pytest.mark.parametrize("name", ["database", "connection"])
def test_database_that_does_not_answer_is_told_without_its_words(client: Client, name: str) -> None:
    answer = client.get(f"/fails/{name}")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "13800000000" not in answer.content.decode()


def test_fault_of_ours_is_a_page_of_its_own_without_details(client: Client) -> None:
    answer = client.get("/fails/bug")

    assert answer.status_code == 500
    assert "13800000000" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize(("status", "words"), [("409", "schneller"), ("503", "")])
def test_htmx_gets_a_piece_of_a_page(client: Client, status: str, words: str) -> None:
    answer = client.get(f"/fails/{status}", headers={"HX-Request": "true"})

    assert answer.status_code == int(status)
    assert words in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_database_that_fails_around_the_view_is_told_as_such(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> Any:
        raise OperationalError

    monkeypatch.setattr(PlainErrorMiddleware, "__call__", gone)

    assert client.get("/fails/403").status_code == 503


def test_what_is_no_expected_failure_is_left_to_the_house() -> None:
    middleware = PlainErrorMiddleware(lambda request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/"), ZeroDivisionError()) is None


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="linli.config.urls")
def test_form_that_is_too_old_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/accounts/login/", {"phone": acting.phone()})

    assert answer.status_code == 403
    assert "CSRF" not in answer.content.decode()
