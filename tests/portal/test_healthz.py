"""Whether the house is well."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from linli.core import clock
from linli.core.registry import jobs
from linli.gate.models import Pulse
from linli.portal.views import healthz

pytestmark = pytest.mark.django_db


def asked(seconds_later: int = 0) -> Any:
    with clock.at(clock.now() + timedelta(seconds=seconds_later)):
        return Client().get("/healthz")


def test_house_without_a_worker_is_not_well() -> None:
    answer = asked()

    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "wrong": ["The worker has not started yet."]}


def test_house_is_well_while_the_worker_is_alive() -> None:
    jobs["gate.beat"].call()

    assert (asked(29).status_code, asked(29).json()) == (200, {"ok": True, "wrong": []})
    assert asked(32).status_code == 503
    assert "last alive" in asked(32).json()["wrong"][0]


def test_database_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> Any:
        raise OperationalError("secret of the house")

    monkeypatch.setattr(healthz, "last_beat", gone)
    answer = asked()

    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["The database does not answer."]


def test_only_asking_is_allowed() -> None:
    assert Client().post("/healthz").status_code == 405
    assert not Pulse.objects.exists()
