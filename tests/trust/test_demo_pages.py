"""The demo's own pages: open to everybody in the demo, and not there at all outside it."""

from typing import Any

import pytest

from tests.trust import askers
from tests.trust.askers import Asker, ask, renew_handler
from tests.trust.deeds import BODIES, address, body_for
from tests.trust.house import Side
from tests.trust.looking import content_of, same_for_all, undone, words_of
from tests.trust.routes import DEMO
from tests.trust.rules import DEMO_RULES
from tests.trust.test_web_basics import EVERYWHERE

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST")


@pytest.fixture
def in_the_demo(settings: Any) -> None:
    settings.LINLI_DEMO = True
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "linli.demo"]
    settings.ROOT_URLCONF = DEMO
    renew_handler()


def everybody(here: Side) -> list[Asker]:
    weak = askers.weak("claimant", here, here["campaign_id"], here["claimant"])
    return [askers.NOBODY, weak, askers.of_role(here, "secretary"), askers.of_role(here, "resident")]


@pytest.mark.parametrize("route", sorted(DEMO_RULES))
def test_outside_the_demo_there_is_no_such_page(route: str, here: Side) -> None:
    never_was = same_for_all(ask(askers.NOBODY, "GET", "/no/such/page"))
    for asker in everybody(here):
        for method in METHODS:
            answer = ask(asker, method, address(route, here), body_for(route, here) if route in BODIES else None)
            assert (answer.status_code, same_for_all(answer)) == (404, never_was)


@pytest.mark.parametrize("route", sorted(DEMO_RULES))
def test_in_the_demo_everybody_sees_its_pages(route: str, here: Side, in_the_demo: None) -> None:
    for asker in everybody(here):
        answer = ask(asker, "GET", address(route, here))
        assert answer.status_code in DEMO_RULES[route].shows
        assert content_of(answer)
        assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
        if DEMO_RULES[route].post is None:
            assert ask(asker, "POST", address(route, here)).status_code == 405


def test_in_the_demo_one_is_nobody_who_is_not_invented(here: Side, in_the_demo: None) -> None:
    """Neither staff of a real office nor somebody on its roster nor a number nobody has."""
    real = [here.staff["secretary"].phone, "13800000009", "", "x"]
    for phone in real:
        with undone():
            answer = ask(askers.NOBODY, "POST", "/demo", {"person": phone})
        assert answer.status_code == 404
        assert "_auth_user_id" not in askers.browser(askers.NOBODY).session


@pytest.mark.parametrize("name", ["settings.py", "..%2Fkinds%2Fpeople.py", "wish-register.xlsx.bak", "%2Fetc%2Fpasswd"])
def test_in_the_demo_no_other_file_is_handed_out(name: str, here: Side, in_the_demo: None) -> None:
    assert ask(askers.NOBODY, "GET", f"/demo/files/{name}").status_code == 404


def test_in_the_demo_every_page_says_so(here: Side, in_the_demo: None) -> None:
    secretary = askers.of_role(here, "secretary")
    for asker, where in (
        (askers.NOBODY, "/"),
        (askers.NOBODY, address("public_wall", here)),
        (askers.NOBODY, "/no/such/page"),
        (secretary, address("today", here)),
        (secretary, address("campaign_poster", here)),
        (secretary, address("claim_slip", here)),
    ):
        assert "演示数据" in words_of(ask(asker, "GET", where)), where
