"""The same notebook for a campaign with a draw: entered for until its hour, drawn once, then as ever."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from linli.core import clock
from linli.core.draw import drawn
from linli.core.errors import Conflict, NotHere
from linli.wishes.models import Draw, Entrant, Entry
from linli.wishes.services.drawing import LIST_STANDS, draw_due_in
from linli.wishes.services.entering import enter_draw, leave_draw
from linli.wishes.workflow import ENTERED
from tests.factories.wishes import BELL_TOWER, claimant_actor
from tests.wishes.test_life_of_a_wish import Notebook, numbers, people

DRAW_HOUR = 4


class DrawNotebook(Notebook):
    """`entered` says who stands on which list; what the draw makes of it is told by the list and the secret alone."""

    first = {}  # -- as above; a draw has no first minutes

    def __init__(self) -> None:
        super().__init__()
        self.entered: set[tuple[int, int]] = set()
        self.is_drawn = False

    @initialize()
    def publish(self) -> None:
        start = clock.moment(clock.today())
        self.first = {"draw_at": start + timedelta(hours=DRAW_HOUR)}
        super().publish()
        self.first = {}

    def foretold(self, person: int, number: int) -> tuple[bool, str]:
        won, why = super().foretold(person, number)
        return (False, "draw") if not self.is_drawn and why in ("won", "cap") else (won, why)

    @rule(person=people, number=numbers)
    def enter(self, person: int, number: int) -> None:
        allowed = self.opens <= self.hour < DRAW_HOUR
        self.asked += 1
        with self.now, nullcontext() if allowed else pytest.raises(Conflict):
            enter_draw(number=number, key=f"enter {self.asked}", **self.claimant(person))
        if allowed:
            self.entered.add((number, person))

    @rule(person=people, number=numbers)
    def take_the_entry_back(self, person: int, number: int) -> None:
        stands = (number, person) in self.entered
        allowed = stands and self.hour < DRAW_HOUR
        refusal: Any = nullcontext() if allowed else pytest.raises(Conflict if stands else NotHere)
        with self.now, refusal:
            leave_draw(campaign=self.campaign, number=number, by=claimant_actor(self.campaign, self.members[person].pk))
        if allowed:
            self.entered.remove((number, person))

    @rule(workers=st.integers(1, 2))
    def draw(self, workers: int) -> None:
        due = self.hour >= DRAW_HOUR and not self.is_drawn
        for late in (timedelta(0), LIST_STANDS):
            with clock.at(self.start + timedelta(hours=self.hour) + late):
                steps = [draw_due_in(community_id=BELL_TOWER) for _worker in range(workers)]
            assert steps == [int(due), *[0] * (workers - 1)]
        if due:
            self.is_drawn = True
            self._note_the_result()

    def _note_the_result(self) -> None:
        row = Draw.objects.within(BELL_TOWER).get()
        who = {member.pk: person for person, member in enumerate(self.members)}
        codes = {each.code: who[each.person_id] for each in Entrant.objects.within(BELL_TOWER)}
        assert {(number, codes[code]) for number, code in row.entries} == self.entered
        for result in drawn(row.secret, row.digest, self.cap, [(number, code) for number, code in row.entries]):
            if result.winner is not None:
                self.holder[result.wish] = codes[result.winner]
                self.line[result.wish] = [codes[code] for code in result.order if code != result.winner]

    @rule()
    def close_early(self) -> None:
        # the draw itself is half a minute after its hour, which the notebook does not count
        if self.is_drawn and self.hour > DRAW_HOUR:
            super().close_early()

    @invariant()
    def the_lists_are_as_the_notebook_has_them(self) -> None:
        if not hasattr(self, "campaign") or self.is_drawn:
            return
        who = {member.pk: person for person, member in enumerate(self.members)}
        rows = Entry.objects.within(BELL_TOWER).filter(state=ENTERED).values_list("number", "entrant__person_id")
        assert sorted((number, who[person]) for number, person in rows) == sorted(self.entered)


@pytest.mark.django_db
def test_whatever_people_do_around_a_draw_the_database_says_what_a_notebook_would() -> None:
    calm = settings(
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    run_state_machine_as_test(DrawNotebook, settings=calm)
