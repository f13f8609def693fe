"""Headers that every answer carries, whatever it answers (trust, row 27)."""

import pytest
from django.test import Client

from linli.config.headers import CONTENT_SECURITY_POLICY

EXPECTED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/login/", "/no/such/page", "/static/no-such-file.js"])
def test_every_answer_carries_them(client: Client, address: str) -> None:
    answer = client.get(address)

    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


def test_the_policy_has_no_exception() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY


@pytest.mark.django_db
def test_cookies_are_not_sent_from_other_sites(client: Client) -> None:
    cookies = client.get("/accounts/login/").cookies

    assert {cookie["samesite"] for cookie in cookies.values()} <= {"Lax", "Strict"}
