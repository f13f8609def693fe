"""Requests forged at random: nobody reads or changes what is another community's (trust, row 1)."""

from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache

from tests.trust import askers
from tests.trust.askers import WEAK, Asker, ask
from tests.trust.canaries import HIDDEN
from tests.trust.deeds import BODIES, body_for, things_of, written
from tests.trust.house import NOWHERE, Side
from tests.trust.looking import checksum, content_of, headers_of, undone
from tests.trust.rules import PUBLIC, RULES

IN_THE_SUITE, IN_THE_DRILL = 300, 10_000


@pytest.fixture(scope="module")
def outsiders(house: tuple[Side, Side], django_db_blocker: Any) -> Iterator[list[Asker]]:
    """Everybody without a role in the first community, and those in roles that see nothing of it."""
    here, elsewhere = house
    with django_db_blocker.unblock():
        everybody = askers.cast(*house)
        yield [
            asker
            for asker in everybody
            if not any(asker.holds(permission, here.code) for permission in ("desk.open", "figures.view"))
            and asker.person != here["claimant"]
        ]


SIGNS_OUT = {"account_logout", "lock_leave", "own_password", "own_password_remove"}
"""What ends the session that the asker goes on with."""


class Forger:
    """Makes up requests about the first community out of everything that addresses and forms are made of."""

    def __init__(self, here: Side, elsewhere: Side, seed: int) -> None:
        self.here, self.elsewhere, self.luck = here, elsewhere, Random(seed)
        self.keys = [value for side in (here, elsewhere) for value in side.things.values() if isinstance(value, UUID)]
        self.numbers = [here["number"], here["own claim"], here["intimate number"], elsewhere["own claim"], 0, 9999]

    def _thing(self, name: str, usual: Any) -> Any:
        other: list[Any] = [usual]
        if name == "community_id":
            other = [self.here.code, self.here.code, self.elsewhere.code, NOWHERE, self.luck.randrange(10**12)]
        elif isinstance(usual, UUID):
            other = [usual, usual, self.luck.choice(self.keys), uuid4()]
        elif isinstance(usual, int):
            other = [usual, self.luck.choice(self.numbers), self.luck.randrange(10_000)]
        elif name == "code":
            other = [usual, usual, self.here["other campaign"].code, self.elsewhere["code"]]
        return self.luck.choice(other)

    def request(self) -> tuple[str, str, str, dict[str, Any]]:
        """Route, method, address and body of one request."""
        route, luck = self.luck.choice(sorted(set(RULES) - SIGNS_OUT)), self.luck
        things = {name: self._thing(name, usual) for name, usual in things_of(route, self.here).items()}
        method = luck.choice(("GET", "POST"))
        body: dict[str, Any] = {}
        if route in BODIES and method == "POST":
            body = body_for(
                luck.choice([route, route, luck.choice(sorted(BODIES))]), luck.choice([self.here, self.elsewhere])
            )
        elif luck.random() < 0.5:
            body = {name: str(luck.choice(self.keys)) for name in luck.sample(QUESTIONS, 2)}
        return route, method, written(route, things), body


QUESTIONS = ["household", "before", "after", "campaign", "w", "left", "q", "wish", "person", "state", "show", "next"]
"""Names that pages read from the query."""


def forge(here: Side, elsewhere: Side, outsiders: list[Asker], count: int, seed: int) -> list[str]:
    """What was seen of the first community's secrets in `count` forged requests, and every fault of ours."""
    forger, found = Forger(here, elsewhere, seed), []
    for _request in range(count):
        route, method, address, body = forger.request()
        asker = forger.luck.choice(outsiders)
        headers = {"HX-Request": "true"} if forger.luck.random() < 0.3 else {}
        told = f"{method} {address} by {asker} with {body} (seed {seed})"
        if RULES[route].need(method) == PUBLIC:
            # naming oneself and claiming is anybody's right, also here
            with undone():
                answer = ask(asker, method, address, body, **headers)
        else:
            answer = ask(asker, method, address, body, **headers)
        seen = here.canaries.seen_in(content_of(answer)) | here.canaries.seen_in(headers_of(answer))
        if not asker.reaches(elsewhere.code):
            # a claimant over there reads what exactly to buy
            may_read = HIDDEN if asker.kind == WEAK else "nothing"
            seen |= {what for what in elsewhere.canaries.seen_in(content_of(answer)) if not what.startswith(may_read)}
        found += [f"{what} in {told}" for what in seen]
        found += [f"{answer.status_code} for {told}"] if answer.status_code >= 500 and route != "healthz" else []
    return found


def test_forged_requests_show_and_change_nothing(here: Side, elsewhere: Side, outsiders: list[Asker]) -> None:
    before = checksum(here.code)

    assert forge(here, elsewhere, outsiders, IN_THE_SUITE, seed=20241206) == []
    assert checksum(here.code) == before


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_forged_requests_show_and_change_nothing(
    seed: int, here: Side, elsewhere: Side, outsiders: list[Asker]
) -> None:
    before = checksum(here.code)

    assert forge(here, elsewhere, outsiders, IN_THE_DRILL // 10, seed) == []
    assert checksum(here.code) == before


def test_the_forger_reaches_most_pages_of_those_who_may(here: Side, elsewhere: Side) -> None:
    """The control: the same requests by the secretary do show what must not be seen."""
    cache.clear()
    secretary = askers.of_role(here, "secretary")
    with undone():
        found = forge(here, elsewhere, [secretary], IN_THE_SUITE, seed=20241206)

    assert len({told.split(" in ")[0] for told in found}) >= 5
