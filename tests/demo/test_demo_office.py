"""The demo as `make run` starts it, through a real server; and that none of it is there outside the demo."""

import html
import os
import re
from collections.abc import Iterator

import httpx
import pytest
from django.test import Client

from bench.office import Office
from linli.demo.kinds.people import OFFICIALS, SECRETARY, WORKER
from linli.demo.kinds.west_lake import ROSTER

STRIP = "演示数据，人物均为虚构"
COMMAND = ("-m", "linli.config.cli", "demo")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/demo", "/demo/outbox", "/demo/files/wish-register.xlsx"])
def test_outside_the_demo_none_of_its_pages_exists(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, {"person": SECRETARY.phone}).status_code == 404


@pytest.fixture(scope="module")
def demo() -> Iterator[Office]:
    """A server of the demo, loaded by the command."""
    settings = {"LINLI_DEMO": "1", "LC_ALL": "C.UTF-8"}
    with Office(os.environ.get("TEST_DATABASE_URL", ""), settings=settings) as office:
        printed = office.run(*COMMAND)
        assert f"{office.url}/demo" in printed
        assert all(official.name in printed for official in OFFICIALS)
        office.start()
        yield office


@pytest.fixture
def browser(demo: Office) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.url, trust_env=False, timeout=30) as client:
        yield client


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found.group(1)


def be(browser: httpx.Client, phone: str) -> httpx.Response:
    """One click on /demo."""
    fields = {"csrfmiddlewaretoken": token(browser.get("/demo").text), "person": phone}
    return browser.post("/demo", data=fields)


@pytest.mark.slow
def test_the_command_run_again_keeps_everything(demo: Office, browser: httpx.Client) -> None:
    walls = re.findall(r"/c/\w{12}", browser.get("/demo").text)

    printed = demo.run(*COMMAND)

    assert {wall for wall in walls if f"{demo.url}{wall}" in printed} == set(walls)


@pytest.mark.slow
def test_one_click_makes_one_any_official(browser: httpx.Client) -> None:
    for official in OFFICIALS:
        answer = be(browser, official.phone)
        landed = browser.get(answer.headers["location"])

        assert (answer.status_code, landed.status_code) == (303, 200), official
        assert STRIP in landed.text
        assert (official.role == "supervisor") or official.name in landed.text


@pytest.mark.slow
def test_who_becomes_somebody_else_is_nobody_of_before(browser: httpx.Client) -> None:
    desk = be(browser, WORKER.phone).headers["location"]
    assert browser.get(desk).status_code == 200

    be(browser, ROSTER[0].phone)

    assert browser.get(desk).status_code == 404


@pytest.mark.slow
def test_an_unknown_person_cannot_be_been(browser: httpx.Client) -> None:
    assert be(browser, "13800000000").status_code == 404


@pytest.mark.slow
def test_a_party_member_claims_in_three_taps(browser: httpx.Client) -> None:
    wall = browser.get(be(browser, ROSTER[3].phone).headers["location"])
    wish = browser.get(re.findall(r'href="(/c/\w{12}/\d+)"', wall.text)[0])
    key = re.findall(r'name="key" value="([^"]+)"', wish.text)
    assert 'name="phone"' not in wish.text

    answer = browser.post(f"{wish.url.path}/claim", data={"csrfmiddlewaretoken": token(wish.text), "key": key[0]})

    assert answer.status_code == 303
    receipt = browser.get(answer.headers["location"])
    assert answer.headers["location"].rsplit("/", 1)[1] in receipt.text
    assert STRIP in receipt.text


@pytest.mark.slow
def test_the_outbox_shows_the_sign_in_code_that_signs_in(browser: httpx.Client) -> None:
    page = browser.get("/accounts/login/").text
    browser.post("/accounts/login/", data={"csrfmiddlewaretoken": token(page), "phone": SECRETARY.phone})

    outbox = html.unescape(browser.get("/demo/outbox").text)
    code = re.findall(r"(?<!\d)\d{6}(?!\d)", outbox.split(SECRETARY.phone)[1])[0]
    page = browser.get("/accounts/login/code/").text
    answer = browser.post("/accounts/login/code/", data={"csrfmiddlewaretoken": token(page), "code": code})

    assert STRIP in outbox
    assert answer.headers["location"] == f"/desk/{SECRETARY.place}/"


@pytest.mark.slow
def test_sheets_to_bring_in_can_be_downloaded_and_nothing_else(browser: httpx.Client) -> None:
    names = re.findall(r'href="(/demo/files/[^"]+)"', browser.get("/demo").text)

    assert [browser.get(name).content[:2] for name in names] == [b"PK"] * 3
    assert browser.get("/demo/files/chat-paste.txt").status_code == 404


@pytest.mark.slow
@pytest.mark.race
def test_thirty_phones_light_up_the_wall(demo: Office, browser: httpx.Client) -> None:
    printed = demo.run(*COMMAND, "--live", "--speed=600", f"--url={demo.url}")

    assert "45 of 45 claimed by 30 people" in printed
    numbers = re.findall(r"takes no\. (\d+) ", printed)
    assert sorted(map(int, numbers)) == list(range(1, 46))
    wall = re.findall(r"/c/\w{12}", printed)[0]
    assert not re.search(rf'href="{wall}/\d+"', browser.get(f"{wall}?state=open").text)


@pytest.mark.slow
def test_without_a_server_the_live_demo_says_so_and_changes_nothing(demo: Office, browser: httpx.Client) -> None:
    walls = re.findall(r"/c/\w{12}", browser.get("/demo").text)

    with pytest.raises(RuntimeError, match="Nothing answers at"):
        demo.run(*COMMAND, "--live", "--url=http://127.0.0.1:9")

    assert re.findall(r"/c/\w{12}", browser.get("/demo").text) == walls
