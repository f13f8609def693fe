"""Many phones, one wall: a race through the real server, and a control that must go wrong where the protection is
out."""

import asyncio
import json
import os
import random
from collections import Counter
from typing import Any

import pytest

from bench.clients import Phone, close, open_on, phones
from bench.office import Office

pytestmark = [pytest.mark.race, pytest.mark.slow]

WISHES, CLIENTS, PEOPLE, CAP = 45, 300, 100, 2
POSTGRES = os.environ.get("TEST_DATABASE_URL", "")

_COUNT = """
import django, json
django.setup()
from linli.wishes.models import Claim, ClaimCount, Wish
from linli.wishes.workflow import LIVE
C = 140802004008
live = list(Claim.objects.within(C).filter(state__in=LIVE).values_list("wish__public_number", "claimant"))
print(json.dumps({
    "taken": Wish.objects.within(C).filter(state="taken").count(),
    "live": [[number, claimant.hex] for number, claimant in live],
    "counted": sum(ClaimCount.objects.within(C).values_list("live", flat=True)),
}))
"""


async def _hunt(phone: Phone, luck: random.Random, ready: asyncio.Semaphore, start: asyncio.Event) -> None:
    """One client: the page is open before the start; after a loss it tries what the page offers, until it has
    enough."""
    number = luck.randrange(WISHES) + 1
    form = await phone.form(number)
    ready.release()
    await start.wait()
    for _try in range(12):
        answer = await phone.send(number, form)
        offered = open_on(answer.text) if answer.status_code == 409 else list(range(1, WISHES + 1))
        form = {}
        while offered and not form:
            number = offered.pop(luck.randrange(len(offered)))
            form = await phone.form(number)
        if len(phone.won) >= CAP or not form:
            return


async def _rush(office: Office, seed: dict[str, Any], luck: random.Random) -> list[Phone]:
    """300 phones of 100 people, who each try from three phones at once, when all have their page open."""
    crowd = phones(office.url, seed["code"], [seed["people"][i % PEOPLE] for i in range(CLIENTS)])
    ready, start = asyncio.Semaphore(0), asyncio.Event()
    hunts = [asyncio.create_task(_hunt(phone, luck, ready, start)) for phone in crowd]
    for _phone in crowd:
        await ready.acquire()
    start.set()
    await asyncio.gather(*hunts)
    await close(crowd)
    return crowd


def _race(
    server: str, seed_of_luck: int = 1, settings: dict[str, str] | None = None
) -> tuple[list[Phone], dict[str, Any], str]:
    with Office(POSTGRES, server=server, settings=settings) as office:
        seed = office.seed("--wishes", str(WISHES), "--people", str(PEOPLE), "--cap", str(CAP))
        if server != "linli.config.web":
            drop = "import django; django.setup(); from django.db import connection as c\n"
            drop += 'c.cursor().execute("DROP INDEX claim_one_live_per_wish_and_slot")'
            office.run("-c", drop)
        office.start()
        crowd = asyncio.run(_rush(office, seed, random.Random(seed_of_luck)))
        return crowd, json.loads(office.run("-c", _COUNT)), office.log()


def test_300_clients_leave_45_winners_and_nobody_over_the_cap() -> None:
    crowd, found, log = _race("linli.config.web")
    statuses = Counter(status for phone in crowd for status in phone.statuses)
    assert set(statuses) <= {303, 409}, (statuses, log[-2000:])
    assert found["taken"] == WISHES
    assert sorted(number for number, _person in found["live"]) == list(range(1, WISHES + 1))
    assert max(Counter(person for _number, person in found["live"]).values()) <= CAP
    assert found["counted"] == WISHES
    told = {number for phone in crowd for number in phone.won}
    assert told == set(range(1, WISHES + 1))
    people_told = {(number, phone.name) for phone in crowd for number in phone.won}
    assert len(people_told) == WISHES


def test_the_same_race_goes_wrong_where_the_protection_is_taken_out() -> None:
    # with six claims at a time two of them seldom look at one wish; with many it is certain
    _crowd, found, _log = _race("tests.concurrency.unprotected_server", settings={"LINLI_THREADS": "16"})
    claims = Counter(number for number, _person in found["live"])
    assert max(claims.values(), default=0) > 1
