"""The furnished house, made once for a module and left as it was by every test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.trust.house import ELSEWHERE, HERE, Side, furnish


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Side, Side]]:
    """Both communities, inside a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield furnish(HERE, "钟楼社区"), furnish(ELSEWHERE, "西湖社区")
        transaction.set_rollback(True)


@pytest.fixture
def here(house: tuple[Side, Side], db: None) -> Side:
    return house[0]


@pytest.fixture
def elsewhere(house: tuple[Side, Side], db: None) -> Side:
    return house[1]
