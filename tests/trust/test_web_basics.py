"""The web's usual dangers, at every address: headers, caches, forms from other sites, methods (trust, row 27)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.trust import askers
from tests.trust.askers import Asker, ask
from tests.trust.crawling import crawl, starts
from tests.trust.deeds import BODIES, TYPED, address, body_for
from tests.trust.house import Side
from tests.trust.looking import checksum, undone
from tests.trust.routes import ALL
from tests.trust.rules import CLAIMANT, ONE_TIME_LINK, PUBLIC, RULES

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; "
    "object-src 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
FOR_ANYBODY_TO_KEEP = {
    "home": "the front door, the same for whoever is not signed in",
    "manifest": "what the app is called",
    "service_worker": "a script of ours",
    "offline": "the page for when there is no network, the same for all",
    "gallery": "components with invented content",
    "public_wall": "asked again each time, the same for all",
    "public_cover": "the office's picture on the wall, by an address of its own for each picture",
    "public_lamps": "asked again each time, the same for all",
    "public_draw": "the same for all: codes and numbers",
    "public_draw_file": "the same for all: codes and numbers",
    "language": "leads back",
    "care": "leads back",
    "keys_switch": "leads back",
    "screen_switch": "leads back",
    "lock_now": "leads on",
    "lock_leave": "leads on",
}
"""Answers without a word about anybody. All others are kept by no browser and no proxy."""


def somebody(route: str, side: Side, method: str) -> Asker:
    """Who sees the page of this address."""
    need = RULES[route].need(method)
    if need == CLAIMANT or route == "public_mine":
        return askers.claimant_at(route, side)
    return askers.NOBODY if need in (PUBLIC, ONE_TIME_LINK) else askers.of_role(side, "secretary")


def answers(route: str, side: Side) -> list[tuple[str, HttpResponse]]:
    """The page and what its form answers, to who may and to who may not."""
    found = []
    for method in ("GET", "POST"):
        for asker in (somebody(route, side, method), askers.of_role(side, "volunteer")):
            body = body_for(route, side) if method == "POST" and route in BODIES else None
            with undone():
                found.append((f"{method} by {asker}", ask(asker, method, address(route, side, asker), body)))
    return found


@pytest.mark.parametrize("route", sorted(RULES))
def test_every_answer_carries_the_headers_and_nobody_keeps_what_is_for_one_person(route: str, here: Side) -> None:
    for told, answer in answers(route, here):
        assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE, told
        kept = answer.headers.get("Cache-Control", "")
        allowed = route in FOR_ANYBODY_TO_KEEP or answer.status_code in (302, 405)
        assert "no-store" in kept or allowed, (told, answer.status_code, kept)


def test_answers_that_may_be_kept_are_all_there_are() -> None:
    assert set(FOR_ANYBODY_TO_KEEP) <= set(RULES)


@pytest.mark.parametrize("route", sorted(RULES))
def test_no_form_is_taken_from_another_site(route: str, here: Side) -> None:
    """Without the token of a page of ours, also from somebody signed in who may do it."""
    if RULES[route].post is None:
        assert not getattr(ALL[route].view, "csrf_exempt", False)
        return
    asker = somebody(route, here, "POST")
    client = Client(enforce_csrf_checks=True)
    client.cookies["linli_session"] = asker.session
    before = checksum(here.code)
    for headers in ({}, {"Origin": "https://evil.example.com"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(address(route, here, asker), body_for(route, here), headers=headers)
        assert answer.status_code == 403
    assert checksum(here.code) == before


@pytest.mark.parametrize("route", sorted(RULES))
def test_other_methods_do_nothing(route: str, here: Side) -> None:
    for asker in (askers.NOBODY, askers.of_role(here, "secretary")):
        client = askers.browser(asker)
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(address(route, here, asker)).status_code == 405


def test_cookies_are_for_this_site_only_and_no_script_reads_them(here: Side) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/language", {"language": "en"})
    client.post("/care", {"care": "on"})
    claim = {"name": "冯建国", "phone": "13800000009", "key": "a-good-key"}
    client.post(address("public_claim", here), claim)
    told = {name: (cookie["samesite"], cookie["httponly"]) for name, cookie in client.cookies.items()}

    assert told == {
        "linli_csrf": ("Lax", ""),
        "linli_lang": ("Lax", True),
        "care": ("Lax", True),
        "linli_session": ("Lax", True),
    }


def test_no_address_tells_a_secret(here: Side) -> None:
    """Neither names nor phones, sessions, tokens or keys: addresses are kept in histories and logs."""
    for asker in (askers.of_role(here, "worker"), askers.weak("it", here, here["campaign_id"], here["claimant"])):
        for page in crawl(asker, starts(here, asker)):
            told = "\n".join(page.links)
            assert here.canaries.seen_in(told) == set(), page.address
            assert asker.session not in told, page.address
            assert "csrf" not in told, page.address


@pytest.mark.parametrize("route", sorted(name for name, rule in RULES.items() if rule.post is not None))
def test_no_form_leads_to_an_address_with_what_was_typed(route: str, here: Side) -> None:
    asker, body = somebody(route, here, "POST"), body_for(route, here)
    with undone():
        told = unquote(ask(asker, "POST", address(route, here, asker), body).headers.get("Location", ""))

    assert [words for words in (*TYPED, body["key"]) if words in told] == []


# --- over HTTPS -------------------------------------------------------------------------------------------------------

_OVER_HTTPS = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("check", deploy=True, fail_level="DEBUG")
client = Client(headers={"host": "linli.example.cn"})
plain = client.get("/accounts/login/")
safe = client.get("/accounts/login/", secure=True, headers={"x-forwarded-proto": "https"})
missing = client.get("/no/such/page", secure=True, headers={"x-forwarded-proto": "https"})
print(json.dumps({
    "plain": [plain.status_code, plain.headers.get("Location")],
    "hsts": [answer.headers.get("Strict-Transport-Security") for answer in (safe, missing)],
    "cookies": {name: bool(cookie["secure"]) for name, cookie in safe.cookies.items()},
    "status": [safe.status_code, missing.status_code],
}))
"""


@pytest.fixture(scope="module")
def over_https(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the house answers where LINLI_HTTPS is on, asked of a process of its own."""
    data = tmp_path_factory.mktemp("https")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")} | {
        "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        "LINLI_DATA": str(data),
        "LINLI_ENV_FILE": "",
        "LINLI_HTTPS": "1",
        "LINLI_PUBLIC_URL": "https://linli.example.cn",
        "DATABASE_URL": "",
        "PYTHONWARNINGS": "ignore",
    }
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _OVER_HTTPS]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout.strip().splitlines()
    assert "no issues" in " ".join(told[:-1] + done.stderr.splitlines())
    found: dict[str, Any] = json.loads(told[-1])
    return found


def test_check_for_deployment_finds_nothing(over_https: dict[str, Any]) -> None:
    """`manage check --deploy` at its strictest; anything it says fails the fixture."""
    assert over_https["status"] == [200, 404]


def test_https_is_remembered_for_a_year(over_https: dict[str, Any]) -> None:
    assert over_https["hsts"] == ["max-age=31536000; includeSubDomains; preload"] * 2


def test_plain_http_leads_to_https(over_https: dict[str, Any]) -> None:
    assert over_https["plain"] == [301, "https://linli.example.cn/accounts/login/"]


def test_cookies_go_over_https_only(over_https: dict[str, Any]) -> None:
    assert over_https["cookies"]
    assert all(over_https["cookies"].values())
