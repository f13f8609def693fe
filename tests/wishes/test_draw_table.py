"""An entry moves exactly where its table says, and for exactly whom: every move from every state by everybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from linli.accounts.kinds import ROLES
from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import Conflict, NotHere, Refused
from linli.people.models import Person
from linli.wishes.models import Campaign, Entry
from linli.wishes.services.drawing import LIST_STANDS, draw_due_in
from linli.wishes.services.entering import leave_draw
from linli.wishes.services.withdrawing import take_off_wall
from linli.wishes.workflow import ENDED, ENTERED, ENTRY, LEFT, LOST, READY, WON
from tests.factories.draws import draw, draw_campaign, enter, when_drawn
from tests.factories.people import office
from tests.factories.wishes import BELL_TOWER, claimant_actor, members, worker_actor

pytestmark = pytest.mark.django_db

CLAIMANT, ANOTHER, WORKER = "claimant", "another claimant", "the worker process"
EVERYBODY = (CLAIMANT, ANOTHER, *ROLES)


@dataclass(frozen=True)
class Scene:
    campaign: Campaign
    entry: Entry
    people: list[Person]

    def actor(self, who: str) -> Actor:
        if who in ROLES:
            return worker_actor(BELL_TOWER, *ROLES[who].permissions)
        return claimant_actor(self.campaign, self.people[who == ANOTHER].pk)

    def state(self) -> str:
        return str(Entry.objects.within(BELL_TOWER).filter(pk=self.entry.pk).values_list("state", flat=True).get())


def scene(state: str) -> Scene:
    """An entry in this state, brought there by the services."""
    office()
    campaign, people = draw_campaign(wishes=2), members(count=4)
    for person in people[:1] if state != LOST else people:
        enter(campaign, person)
    rows = Entry.objects.within(BELL_TOWER)
    if state == LEFT:
        leave_draw(campaign=campaign, number=1, by=claimant_actor(campaign, people[0].pk))
    if state == ENDED:
        _end(Scene(campaign, rows.get(), people), worker_actor(BELL_TOWER, "wishes.publish"))
    if state in (WON, LOST):
        draw(campaign)
    entry = rows.filter(state=state).select_related("entrant").first()
    assert entry is not None
    whose = next(person for person in people if person.pk == entry.entrant.person_id)
    return Scene(campaign, entry, [whose, *(person for person in people if person != whose)])


def _leave(place: Scene, by: Actor) -> Any:
    return leave_draw(campaign=place.campaign, number=1, by=by)


def _end(place: Scene, by: Actor) -> Any:
    wish_id = place.entry.wish_id
    return take_off_wall(community_id=BELL_TOWER, wish_id=wish_id, fate=READY, reason="家里已有", by=by)


def _draw(place: Scene, by: Actor) -> Any:
    for late in (timedelta(0), LIST_STANDS):
        with clock.at(when_drawn(place.campaign) + late):
            draw_due_in(community_id=BELL_TOWER)


MOVES: dict[str, Callable[[Scene, Actor], Any]] = {"leave": _leave, "end": _end, "win": _draw}


def may(move: str, state: str, who: str) -> bool:
    named = ENTRY[move].who
    if not ENTRY.may(move, state):
        return False
    return (who == CLAIMANT and CLAIMANT in named) or (who in ROLES and bool(ROLES[who].permissions & named))


def wrong(place: Scene, move: str, state: str, who: str) -> Iterator[str]:
    allowed = may(move, state, who) or (move == "win" and who == WORKER and state == ENTERED)
    with transaction.atomic():
        try:
            with transaction.atomic():
                MOVES[move](place, place.actor(who))
        except (Refused, Conflict, NotHere) as refusal:
            if allowed:
                yield f"{move} from {state} by {who} was refused: {refusal}"
        if (after := place.state()) != (ENTRY[move].target if allowed else state):
            yield f"{move} from {state} by {who} led to {after}"
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", ENTRY.states)
def test_entry_moves_exactly_where_the_table_says(state: str) -> None:
    place = scene(state)
    askers = {"leave": EVERYBODY, "end": EVERYBODY, "win": (WORKER,)}
    faults = [told for move in MOVES for who in askers[move] for told in wrong(place, move, state, who)]
    assert faults == []
    assert set(MOVES) | {"lose"} == set(ENTRY.moves)
