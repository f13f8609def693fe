"""Chinese unless somebody chose otherwise, whatever the browser says."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from linli.core.language import LanguageMiddleware


def spoken(cookie: str | None) -> HttpResponse:
    request = RequestFactory().get("/", headers={"accept-language": "en-GB,en;q=0.9"})
    if cookie is not None:
        request.COOKIES["linli_lang"] = cookie

    def page(asked: HttpRequest) -> HttpResponse:
        return HttpResponse(translation.get_language())

    return LanguageMiddleware(page)(request)


@pytest.mark.parametrize(
    ("cookie", "language"), [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans")]
)
def test_the_page_speaks_the_chosen_language(cookie: str | None, language: str) -> None:
    response = spoken(cookie)

    assert response.content.decode() == language
    assert response["Content-Language"] == language


def test_the_choice_of_one_request_does_not_reach_the_next() -> None:
    before = translation.get_language()

    spoken("en")

    assert translation.get_language() == before
