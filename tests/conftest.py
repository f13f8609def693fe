"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection

from tools.test_needs import chromium

pytest_plugins = ["tests.architecture.statements"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No test finds what another one left in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium for journeys. Where there is none the test fails with a sentence; it is never skipped."""
    path = chromium()
    assert path, "A Chromium is needed by this test. `make test` installs one."
    return path


@pytest.fixture
def vendor() -> str:
    """`sqlite` or `postgresql`: what this run stands on."""
    return connection.vendor
