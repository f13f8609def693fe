"""One office behind the real server, a community of its own for each file of journeys, and visitors with browsers."""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from bench.office import Office
from tests.journeys.visitor import PICTURES, Visitor

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """The server, on the database this run stands on; kept to the end, since other tests may come between files."""
    settings = {"LINLI_WORKERS": "1"}
    if PICTURES:
        # an address that phones could open, as an office has one
        settings |= {"LINLI_PUBLIC_URL": "https://linli.example.cn", "LINLI_ALLOWED_HOSTS": "127.0.0.1"}
    with Office(os.environ.get("TEST_DATABASE_URL", ""), settings=settings) as running:
        running.towns = json.loads(running.run("-m", "tests.journeys.seeding"))  # type: ignore[attr-defined]  # -- kept with the office it describes
        running.start()
        yield running


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for a file of journeys. It must be gone before a test uses the database: it runs an event loop."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def town(office: Office, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The community seeded for this test's file: its keys are those that `tests.journeys.seeding` prints."""
    name = request.path.stem.removeprefix("test_")
    return dict(office.towns[name])  # type: ignore[attr-defined]  # -- as above


@pytest.fixture
def visit(browser: Browser, office: Office) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end of a test that passed none may have a complaint of the browser."""
    visitors: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, office.url, **options))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.close()
