"""Many phones take amounts of one wish at once: the sum is what the wish has, never more, and nothing is lost."""

import asyncio
import json
import os
import re
from collections import Counter
from typing import Any

import pytest

from bench.clients import Phone, close, phones
from bench.office import Office

pytestmark = [pytest.mark.race, pytest.mark.slow]

TOTAL, PEOPLE = 100, 120
POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
_LEFT = re.compile(r'id="shares-hint">\D*(\d+)')

_SHARE = """
import django
django.setup()
from django.db import transaction
from linli.wishes.models import Wish
with transaction.atomic():
    Wish.objects.within(140802004008).filter(public_number=1).update(shares={total})
"""
_COUNT = """
import django, json
django.setup()
from linli.wishes.models import Claim, Wish
from linli.wishes.workflow import LIVE
C = 140802004008
wish = Wish.objects.within(C).get(public_number=1)
live = list(Claim.objects.within(C).filter(wish=wish, state__in=LIVE).values_list("slot", "shares", "number"))
print(json.dumps({"state": wish.state, "taken": wish.shares_taken, "live": live}))
"""


async def _take(phone: Phone, amount: int, ready: asyncio.Semaphore, start: asyncio.Event) -> int:
    """How much this phone was told it has: what it wants, or what is left by then."""
    form = await phone.form(1)
    ready.release()
    await start.wait()
    for _try in range(8):
        answer = await phone.send(1, form | {"shares": str(amount)})
        if answer.status_code == 303:
            return amount
        left = _LEFT.search(answer.text)
        if not left:
            return 0
        amount, form = min(amount, int(left[1])), await phone.form(1)
        if not form:
            return 0
    return 0


async def _rush(office: Office, seed: dict[str, Any]) -> tuple[list[Phone], list[int]]:
    crowd = phones(office.url, seed["code"], seed["people"][:PEOPLE])
    ready, start = asyncio.Semaphore(0), asyncio.Event()
    tries = [asyncio.create_task(_take(phone, 1 + at % 3, ready, start)) for at, phone in enumerate(crowd)]
    for _phone in crowd:
        await ready.acquire()
    start.set()
    told = await asyncio.gather(*tries)
    await close(crowd)
    return crowd, told


def _race(server: str, settings: dict[str, str] | None = None) -> tuple[list[Phone], list[int], dict[str, Any], str]:
    with Office(POSTGRES, server=server, settings=settings) as office:
        seed = office.seed("--wishes", "2", "--people", str(PEOPLE))
        office.run("-c", _SHARE.format(total=TOTAL))
        if server != "linli.config.web":
            drop = "import django; django.setup(); from django.db import connection as c\n"
            drop += 'c.cursor().execute("DROP INDEX claim_one_live_per_wish_and_slot")'
            office.run("-c", drop)
        office.start()
        crowd, told = asyncio.run(_rush(office, seed))
        return crowd, told, json.loads(office.run("-c", _COUNT)), office.log()


def test_120_phones_take_100_shares_and_not_one_more() -> None:
    crowd, told, found, log = _race("linli.config.web")
    statuses = Counter(status for phone in crowd for status in phone.statuses)

    assert set(statuses) <= {303, 409}, (statuses, log[-2000:])
    assert (found["state"], found["taken"]) == ("taken", TOTAL)
    assert sum(shares for _slot, shares, _number in found["live"]) == TOTAL
    assert sorted(slot for slot, _shares, _number in found["live"]) == list(range(1, len(found["live"]) + 1))
    assert sum(told) == TOTAL


def test_the_same_race_sells_too_much_where_the_protection_is_taken_out() -> None:
    _crowd, _told, found, _log = _race("tests.concurrency.unprotected_shares", settings={"LINLI_THREADS": "16"})

    assert sum(shares for _slot, shares, _number in found["live"]) > found["taken"]
