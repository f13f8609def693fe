"""Entries, the closing of the list, two workers who draw, and the waiting line, all at the same moment: one legal
outcome, whatever comes first."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.draw import faults
from linli.people.models import Person
from linli.wishes.models import Campaign, Claim, Draw, Entry, PlaceInLine, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.queries.entries import published_draw
from linli.wishes.services import drawing
from linli.wishes.services.claiming import accept_offer, claim_wish
from linli.wishes.services.drawing import close_entries
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.offering import lapse_offers_in
from linli.wishes.services.releasing import release_claim
from linli.wishes.services.waiting import join_line, leave_line
from linli.wishes.workflow import IN_LINE, LIVE, OFFERED, TAKEN, WAITING
from tests.factories.draws import draw_campaign, enter, when_drawn
from tests.factories.people import BELL_TOWER, office
from tests.factories.wishes import claimant_actor, members, open_campaign
from tests.gate import conftest
from tests.gate.conftest import at_once

shared_database = conftest.shared_database
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database"), pytest.mark.race]

PEOPLE, CAP = 6, 2


def _tried(deed: Callable[[], Any]) -> Any:
    try:
        return deed() or "done"
    except Exception as error:
        return type(error).__name__


def _entries(campaign: Campaign, people: list[Person]) -> list[Callable[[], Any]]:
    return [lambda who=who: _tried(lambda: enter(campaign, who, 1 + people.index(who) % 2)) for who in people]


def _closing(campaign: Campaign) -> Callable[[], Any]:
    """A worker by whose clock the hour has come; that of the phones' server is a little slow."""

    def close() -> bool:
        assert campaign.draw_at is not None
        with clock.at(campaign.draw_at):
            return close_entries(community_id=BELL_TOWER, campaign_id=campaign.pk)

    return close


def _drawing(campaign: Campaign) -> Callable[[], Any]:
    def draw() -> bool:
        with clock.at(when_drawn(campaign)):
            return drawing.draw_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk)

    return draw


def _missing(entered: list[Any]) -> set[str]:
    """The codes of those who were told that they are entered, and are not on the list; and the reverse."""
    listed = {code for _number, code in Draw.objects.within(BELL_TOWER).get().entries}
    return {code for code in entered if code != "Conflict"} ^ listed


@pytest.mark.parametrize("_seed", range(3))
def test_who_enters_while_the_list_is_closed_is_on_it_or_is_refused(_seed: int) -> None:
    office()
    campaign, people = draw_campaign(wishes=2, cap=CAP), members(count=PEOPLE)
    close = _closing(campaign)
    one, other, *entered = at_once(close, close, *_entries(campaign, people))
    assert sorted([one, other]) == [False, True]
    assert _missing(entered) == set()
    assert Entry.objects.within(BELL_TOWER).count() == sum(code != "Conflict" for code in entered)


@pytest.mark.parametrize("_seed", range(3))
def test_two_workers_draw_once_and_nobody_is_over_the_cap(_seed: int) -> None:
    office()
    campaign, people = draw_campaign(wishes=4, cap=CAP), members(count=2)
    codes = [enter(campaign, person, number) for person in people for number in (1, 2, 3, 4)]
    assert _closing(campaign)()
    draw = _drawing(campaign)
    assert sorted(at_once(draw, draw, draw)) == [False, False, True]
    campaign.refresh_from_db()
    assert faults(published_draw(campaign)) == []
    assert _missing(codes) == set()
    held = Claim.objects.within(BELL_TOWER).filter(campaign=campaign, state__in=LIVE)
    assert Counter(held.values_list("claimant_id", flat=True)) == {person.pk: CAP for person in people}
    assert Wish.objects.within(BELL_TOWER).filter(campaign=campaign, state=TAKEN).count() == 4


def test_the_same_race_goes_wrong_where_the_list_is_read_before_it_is_held() -> None:
    """The control: a closing that decides by what it saw before its transaction began."""
    office()
    campaign, people = draw_campaign(wishes=2), members(count=PEOPLE)

    def careless() -> None:
        rows = Entry.objects.within(BELL_TOWER).filter(campaign=campaign)
        seen = sorted(rows.values_list("number", "entrant__code"))
        connections.close_all()
        time.sleep(0.5)
        with transaction.atomic():
            Draw.objects.within(BELL_TOWER).update(entries=seen, digest="0" * 64, closed_at=clock.now())

    _none, *entered = at_once(careless, *_entries(campaign, people))
    assert _missing(entered) != set()


# --- the line ---------------------------------------------------------------------------------------------------------


def _asked(campaign: Campaign, person: Person) -> dict[str, Any]:
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
    return {"campaign": campaign, "number": 1, "claimant": claimant, "by": claimant_actor(campaign, person.pk)}


def _line() -> tuple[Campaign, list[Person], Claim]:
    """Somebody has the wish, two wait for it, a fourth is about to come."""
    office()
    campaign, people = open_campaign(wishes=2), members(count=4)
    claim_wish(key="the-first-claim", **_asked(campaign, people[0]))
    for person in people[1:3]:
        join_line(**_asked(campaign, person))
    return campaign, people, Claim.objects.within(BELL_TOWER).get()


def _places(state: str) -> list[Any]:
    rows = PlaceInLine.objects.within(BELL_TOWER).filter(state=state).order_by("joined_at")
    return list(rows.values_list("person_id", flat=True))


def _leave(campaign: Campaign, person: Person) -> Callable[[], Any]:
    by = claimant_actor(campaign, person.pk)
    return lambda: _tried(lambda: leave_line(campaign=campaign, number=1, by=by))


@pytest.mark.parametrize("_seed", range(3))
def test_what_is_given_back_while_people_join_and_leave_goes_to_the_first_who_stayed(_seed: int) -> None:
    campaign, (_holder, first, second, late), held = _line()
    done = at_once(
        lambda: _tried(lambda: release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=SYSTEM)),
        _leave(campaign, first),
        lambda: _tried(lambda: join_line(**_asked(campaign, late))),
    )
    assert "Conflict" not in done
    assert (_places(OFFERED), _places(WAITING)) == ([second.pk], [late.pk])


@pytest.mark.parametrize("_seed", range(3))
def test_offer_that_is_taken_while_it_lapses_has_one_winner(_seed: int) -> None:
    campaign, (_holder, first, second, _late), held = _line()
    release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=SYSTEM)

    def lapse() -> int:
        with clock.at(clock.now() + timedelta(hours=25)):
            return lapse_offers_in(community_id=BELL_TOWER)

    def accept(key: str) -> Callable[[], Any]:
        return lambda: accept_offer(key=key, **_asked(campaign, first))

    *lapsed, one, other = at_once(lapse, lapse, accept("page-one-of-two"), accept("page-two-of-two"))
    live = list(Claim.objects.within(BELL_TOWER).filter(state__in=LIVE).values_list("claimant_id", flat=True))
    if sum(lapsed):
        assert (live, _places(OFFERED)) == ([], [second.pk])
        assert {one["won"], other["won"]} == {False}
    else:
        assert (live, _places(OFFERED), _places(WAITING)) == ([first.pk], [], [second.pk])
        assert (one["won"], other["won"]) == (True, True)
    assert sum(lapsed) in (0, 1)


def test_the_line_goes_wrong_where_one_looks_first_and_writes_then() -> None:
    """The control: whoever was first before the transaction began has it, and may have left by then."""
    campaign, (_holder, first, _second, _late), _held = _line()

    def careless() -> None:
        rows = PlaceInLine.objects.within(BELL_TOWER)
        seen = rows.filter(state__in=IN_LINE).order_by("joined_at").first()
        connections.close_all()
        time.sleep(0.5)
        with transaction.atomic():
            rows.filter(pk=seen.pk).update(state=OFFERED, offer_until=clock.now(), ended_at=None)

    at_once(careless, _leave(campaign, first))
    assert _places(OFFERED) == [first.pk]
