"""Nothing that an office sets up reaches inside the house, whatever its address says it is."""

import socket
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from apprise.plugins.wecombot import NotifyWeComBot

from linli.notifications.adapters import Undelivered, posting
from linli.notifications.adapters.robots import say_by_robot
from linli.notifications.adapters.webhooks import post_to_webhook
from tests.notifications.speaking import Service, serving

MESSAGE = UUID("01900000-0000-7000-8000-000000000001")
WAYS: dict[str, Callable[[str], None]] = {
    "webhook": lambda url: post_to_webhook(url, "", "x", MESSAGE),
    "robot": lambda _url: say_by_robot("wecom", "abcd1234", "", "x"),
}


@pytest.fixture
def neighbour(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service inside the house, under a name from outside."""
    with serving() as found:
        found.says({"errcode": 0})
        monkeypatch.setattr(NotifyWeComBot, "notify_url", f"http://out.example.cn:{found.port}/{{key}}")
        yield found


def names_lead_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """The answers of the name server, one each time it is asked; those that were not asked for stay in the list."""
    answers = list(addresses)

    def look_up(_host: str, port: int, *_more: Any, **_named: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(posting.socket, "getaddrinfo", look_up)
    return answers


@pytest.mark.parametrize("way", WAYS)
def test_name_that_leads_inside_the_house_is_refused(
    way: str, neighbour: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    names_lead_to(monkeypatch, "127.0.0.1")
    with pytest.raises(Undelivered) as told:
        WAYS[way](f"http://out.example.cn:{neighbour.port}/")

    assert (told.value.problem, told.value.again) == ("private", False)
    assert neighbour.heard == []


@pytest.mark.parametrize("way", WAYS)
def test_name_that_changes_after_it_was_looked_at_leads_nowhere_else(
    way: str, neighbour: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First an address outside, then one inside: the second answer is never asked for."""
    left = names_lead_to(monkeypatch, "93.184.216.34", "127.0.0.1")
    went: list[str] = []

    def connect(where: tuple[str, int], *_more: Any) -> socket.socket:
        went.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(posting.socket, "create_connection", connect)
    with pytest.raises(Undelivered) as told:
        WAYS[way](f"http://out.example.cn:{neighbour.port}/")

    assert told.value.problem == "unreachable"
    assert (went, left) == (["93.184.216.34"], ["127.0.0.1"])


@pytest.mark.parametrize("way", WAYS)
def test_office_whose_installation_allows_it_reaches_its_own_network(
    way: str, neighbour: Service, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINLI_PRIVATE_WEBHOOKS = True
    names_lead_to(monkeypatch, "127.0.0.1", "127.0.0.1")
    WAYS[way](f"http://out.example.cn:{neighbour.port}/")

    assert neighbour.heard[0].headers["Host"] == f"out.example.cn:{neighbour.port}"


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("93.184.216.34", True),
        ("2a00:1450:4001:81b::200e", True),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.5", False),
        ("::1", False),
        ("fd00::1", False),
        ("::ffff:10.1.2.3", False),
        ("64:ff9b::a01:203", False),
        ("2002:a01:203::1", False),
    ],
)
def test_address_that_hides_one_inside_the_house_is_none_outside(address: str, outside: bool) -> None:
    assert posting.is_public(address) is outside
