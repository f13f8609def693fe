"""Every address x method x asker, in two communities: who is let in, who is told why not, for whom it does not exist.

What is expected follows from `rules` and from the table of roles alone (trust, rows 1 to 4).
"""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.utils.translation import gettext

from linli.accounts.kinds import OFFICE_ROLES, OUTSIDE, ROLES
from tests.trust import askers
from tests.trust.askers import SIGNED_IN, Asker, ask
from tests.trust.deeds import BODIES, address, body_for
from tests.trust.house import Side
from tests.trust.looking import checksum, undone, words_of
from tests.trust.routes import ALL, HOUSE
from tests.trust.rules import CLAIMANT, DEMO_RULES, ONE_TIME_LINK, OWN, OWN_AT_DESK, PUBLIC, RULES

LET_IN, TO_SIGN_IN, NOT_HERE, REFUSED, NO_METHOD = "let in", "to the sign-in", "not here", "refused", "no such method"
STATUS = {TO_SIGN_IN: 302, NOT_HERE: 404, REFUSED: 403, NO_METHOD: 405}
METHODS = ("GET", "POST")
SHORTEST_REASON = 12


@pytest.fixture(scope="module")
def cast(house: tuple[Side, Side], django_db_blocker: Any) -> Iterator[list[Asker]]:
    with django_db_blocker.unblock():
        yield askers.cast(*house)


def test_every_address_has_a_name_and_a_rule() -> None:
    assert {name for name in HOUSE if not name} == set()
    assert set(RULES) == HOUSE
    assert set(DEMO_RULES) == set(ALL) - HOUSE


def test_every_address_that_takes_a_form_has_one_to_be_tried_with() -> None:
    takers = {name for name, rule in (RULES | DEMO_RULES).items() if rule.post is not None}

    assert set(BODIES) == takers


def expected(route: str, method: str, asker: Asker, side: Side) -> str:
    """What the rule says to this asker at this address of this community."""
    need = RULES[route].need(method)
    if need is None:
        return NO_METHOD
    if need == ONE_TIME_LINK:
        return NOT_HERE
    if need == CLAIMANT:
        return LET_IN if asker.is_claimant(side, route) else NOT_HERE
    if need == PUBLIC:
        return LET_IN
    if asker.kind != SIGNED_IN:
        return TO_SIGN_IN
    if need in (OWN, OWN_AT_DESK):
        at_desk = OFFICE_ROLES & {role for role, _first, _last in asker.roles}
        return LET_IN if need == OWN or at_desk else REFUSED
    if not asker.reaches(side.code):
        return NOT_HERE
    return LET_IN if asker.holds(need, side.code) else REFUSED


def bare_refusal() -> str:
    """What the page of a refusal says where nobody gave a reason."""
    return gettext("You do not have the right to do this here. If you need it, please ask the community secretary.")


def as_fragment(route: str, asker: Asker) -> dict[str, str]:
    """Those who work at no desk ask as htmx does, for the answer without the page around it: it takes half the time."""
    outside = asker.kind == SIGNED_IN and all(ROLES[role].rank == OUTSIDE for role, _first, _last in asker.roles)
    return {"HX-Request": "true"} if ALL[route].of_an_office and outside else {}


def fault(route: str, method: str, asker: Asker, side: Side) -> str:
    """What is wrong with the answer; empty where it is as expected."""
    wanted = expected(route, method, asker, side)
    here = address(route, side, asker)
    body = body_for(route, side) if method == "POST" and route in BODIES else None
    # only what may be done is taken back; whatever else happens would be found by the checksum
    with undone() if method == "POST" and wanted == LET_IN else nullcontext():
        answer = ask(asker, method, here, body, **as_fragment(route, asker))
    told = f"{method} {route} by {asker} in {side.name}: expected {wanted}, got {answer.status_code}"
    if wanted == LET_IN:
        return "" if answer.status_code in RULES[route].answers(method) else f"{told} {words_of(answer)[-300:]}"
    if answer.status_code != STATUS[wanted]:
        return told
    if wanted == TO_SIGN_IN and not answer.headers["Location"].startswith("/accounts/login/?next="):
        return f"{told} to {answer.headers['Location']}"
    if wanted == REFUSED and (bare_refusal() in words_of(answer) or len(words_of(answer)) < SHORTEST_REASON):
        return f"{told} without a reason: {words_of(answer)}"
    return ""


def cells(route: str, cast: list[Asker], here: Side, elsewhere: Side) -> list[tuple[str, Asker, Side]]:
    """Everybody of both communities asks in the first one; whoever is of the first one asks in the other as well."""
    over_there = [asker for asker in cast if not asker.roles or asker.reaches(here.code)]
    asked = [(asker, here) for asker in (cast if RULES[route].is_of_somebody else over_there)]
    asked += [(asker, elsewhere) for asker in over_there] if RULES[route].is_of_somebody else []
    return [(method, asker, side) for method in METHODS for asker, side in asked]


@pytest.mark.parametrize("route", sorted(RULES))
def test_everybody_gets_what_the_rule_says(route: str, here: Side, elsewhere: Side, cast: list[Asker]) -> None:
    """And reading changes nothing, nor does a form from whoever may not send it."""
    before = checksum(here.code), checksum(elsewhere.code)
    faults = [fault(route, method, asker, side) for method, asker, side in cells(route, cast, here, elsewhere)]

    assert [told for told in faults if told] == []
    assert (checksum(here.code), checksum(elsewhere.code)) == before
