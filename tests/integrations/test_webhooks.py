"""Addresses outside that are told what happened: in order, signed, again until they take it, nothing of a person."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import override_settings

from linli.core import clock
from linli.core.errors import BadInput
from linli.integrations.adapters import delivery
from linli.integrations.models import Webhook
from linli.integrations.services import add_webhook, end_webhook, resume_webhook
from linli.integrations.tasks import MOST_FAILURES, deliver, deliver_due
from linli.notifications.adapters import posting
from linli.timeline.services import seal
from tests.factories.people import BELL_TOWER, family, office, staff

pytestmark = pytest.mark.django_db


class Receiver:
    """Somebody's server on the loopback; answers with `status` and keeps what came."""

    def __init__(self) -> None:
        self.status, self.got = 204, []  # type: int, list[tuple[dict[str, str], bytes]]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_said: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/linli?of=office"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def events(self) -> list[dict[str, Any]]:
        return [event for _headers, body in self.got for event in json.loads(body)["events"]]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    with override_settings(LINLI_PRIVATE_WEBHOOKS=True):
        yield running
    running.server.shutdown()
    running.server.server_close()


def told(receiver: Receiver, **more: Any) -> Webhook:
    office()
    return add_webhook(community_id=BELL_TOWER, url=receiver.url, by=staff("secretary"), **more)


def row(webhook: Webhook) -> Webhook:
    return Webhook.objects.within(BELL_TOWER).get(pk=webhook.pk)


def test_address_is_told_what_happens_from_then_on_in_order(receiver: Receiver) -> None:
    family(name="秦秀芝")
    seal(community_id=BELL_TOWER)
    told(receiver)
    family(name="谢国强", phone="19900000002", address="钟楼小区9号楼")
    seal(community_id=BELL_TOWER)
    assert deliver_due() == 1
    assert [event["verb"] for event in receiver.events()] == ["webhook.add", "household.add"]
    assert deliver_due() == 0
    assert len(receiver.got) == 1


def test_nothing_of_a_person_is_told(receiver: Receiver) -> None:
    told(receiver)
    family(name="谢国强", phone="19900000002", address="钟楼小区9号楼", note="一人需长期护理")
    seal(community_id=BELL_TOWER)
    deliver_due()
    said = receiver.got[0][1].decode()
    assert not [canary for canary in ("谢国强", "19900000002", "9号楼", "护理") if canary in said]


def test_signature_covers_time_and_body(receiver: Receiver) -> None:
    webhook = told(receiver)
    seal(community_id=BELL_TOWER)
    deliver_due()
    headers, body = receiver.got[0]
    at, signature = (part.split("=", 1)[1] for part in headers["Linli-Signature"].split(","))
    assert signature == hmac.new(webhook.secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert abs(int(at) - clock.now().timestamp()) < 60


def test_events_not_asked_for_are_passed_over(receiver: Receiver) -> None:
    webhook = told(receiver, verbs=["household.add"])
    family()
    seal(community_id=BELL_TOWER)
    deliver_due()
    assert [event["verb"] for event in receiver.events()] == ["household.add"]
    assert row(webhook).position == 2


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_was_not_taken_is_told_again_later_under_the_same_number(receiver: Receiver, status: int) -> None:
    webhook = told(receiver)
    seal(community_id=BELL_TOWER)
    receiver.status = status
    assert deliver_due() == 0
    assert (row(webhook).problem, row(webhook).failures) == (str(status), 1)
    assert deliver_due() == 0
    assert len(receiver.got) == 1

    receiver.status = 200
    with clock.at(clock.now() + timedelta(seconds=31)):
        assert deliver_due() == 1
    assert len({headers["Linli-Delivery"] for headers, _body in receiver.got}) == 1
    assert (row(webhook).problem, row(webhook).failures, row(webhook).position) == ("", 0, 1)


def test_address_that_fails_for_days_waits_for_a_person_and_misses_nothing(receiver: Receiver) -> None:
    webhook = told(receiver)
    seal(community_id=BELL_TOWER)
    receiver.status, now = 500, clock.now()
    for nth in range(MOST_FAILURES + 3):
        with clock.at(now + timedelta(hours=7 * nth)):
            deliver_due()
    assert len(receiver.got) == MOST_FAILURES
    assert row(webhook).paused_at is not None

    receiver.status = 200
    with clock.at(now + timedelta(days=30)):
        resume_webhook(community_id=BELL_TOWER, webhook_id=webhook.pk, by=staff("secretary"))
        assert deliver_due() == 1
    assert receiver.events()[-1]["verb"] == "webhook.add"


def test_two_workers_tell_it_once(receiver: Receiver) -> None:
    webhook = told(receiver)
    seal(community_id=BELL_TOWER)
    Webhook.objects.within(BELL_TOWER).update(leased_until=clock.now() + timedelta(seconds=30))
    assert not deliver(community_id=BELL_TOWER, webhook_id=webhook.pk)
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert deliver(community_id=BELL_TOWER, webhook_id=webhook.pk)


def test_address_taken_away_is_told_nothing_and_forgotten(receiver: Receiver) -> None:
    webhook = told(receiver)
    end_webhook(community_id=BELL_TOWER, webhook_id=webhook.pk, by=staff("secretary"))
    seal(community_id=BELL_TOWER)
    assert deliver_due() == 0
    assert (row(webhook).url, row(webhook).secret) == ("", "")


def test_address_in_the_office_own_network_is_not_asked(receiver: Receiver) -> None:
    webhook = told(receiver)
    seal(community_id=BELL_TOWER)
    with override_settings(LINLI_PRIVATE_WEBHOOKS=False):
        assert deliver_due() == 0
    assert receiver.got == []
    assert row(webhook).problem == "private"


def test_name_that_changes_meanwhile_leads_nowhere_else(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def look_up(host: str, port: int, *_more: Any, **_named: Any) -> list[Any]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(posting.socket, "getaddrinfo", look_up)
    address = receiver.url.replace("127.0.0.1", "hooks.example.cn")
    delivery.post(delivery.Letter(address, "secret", "1", 0, b"{}"))
    assert receiver.got[0][0]["Host"].startswith("hooks.example.cn")
    assert looked_up[0] == "hooks.example.cn"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.cn/",
        "https://",
        "https://user:pw@example.cn/",
        "https://例.cn",
        "https://a b.cn",
        "http://x:0/",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    office()
    with pytest.raises(BadInput) as refused:
        add_webhook(community_id=BELL_TOWER, url=url, by=staff("secretary"))
    assert "url" in refused.value.fields
