"""The switches of every page: language and large print; and the one of the desk's keys."""

import pytest
from django.test import Client

from tests.factories.people import office
from tests.factories.wishes import open_campaign
from tests.wishes.phones import words_of

pytestmark = pytest.mark.django_db


def test_chosen_language_is_kept_and_leads_back_to_the_page() -> None:
    office()
    client, wall = Client(), f"/c/{open_campaign().code}"
    answer = client.post("/language", {"language": "en", "next": f"{wall}?state=open"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{wall}?state=open")
    assert 'lang="en"' in client.get(wall).content.decode()
    client.post("/language", {"language": "zh-hans", "next": wall})
    assert "待认领" in words_of(client.get(wall))


def test_language_that_nobody_here_speaks_is_refused() -> None:
    answer = Client().post("/language", {"language": "tlh", "next": "/"})
    assert answer.status_code == 422
    assert "linli_lang" not in answer.cookies


def test_large_print_is_kept_until_it_is_switched_off() -> None:
    office()
    client, wall = Client(), f"/c/{open_campaign().code}"
    assert "data-care" not in client.get(wall).content.decode().split(">", 2)[1]
    client.post("/care", {"care": "on", "next": wall})
    assert " data-care" in client.get(wall).content.decode().split(">", 2)[1]
    client.post("/care", {"care": "off", "next": wall})
    assert "data-care" not in client.get(wall).content.decode().split(">", 2)[1]


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil"])
@pytest.mark.parametrize("switch", ["/language", "/care", "/keys"])
def test_switch_never_leads_out_of_the_house(switch: str, there: str) -> None:
    answer = Client().post(switch, {"language": "en", "care": "on", "next": there})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("switch", ["/language", "/care", "/keys"])
def test_switch_is_thrown_by_a_form_of_ours_only(switch: str) -> None:
    assert Client().get(switch).status_code == 405
    assert (
        Client(enforce_csrf_checks=True).post(switch, {"language": "en", "care": "on", "keys": "off"}).status_code
        == 403
    )
