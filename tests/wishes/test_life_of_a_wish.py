"""The wish's life so far as a state machine: whatever people do in whatever order, the database says what a notebook
would."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from linli.core import clock
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.timeline.models import Event
from linli.wishes.models import Claim, ClaimCount, PlaceInLine, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.services.claiming import accept_offer, claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.offering import lapse_offers_in
from linli.wishes.services.publishing import close_campaign
from linli.wishes.services.releasing import release_claim
from linli.wishes.services.waiting import join_line, leave_line
from linli.wishes.workflow import CLAIM, IN_LINE, LIVE, OFFERED, OPEN, TAKEN, WISH
from tests.factories.wishes import BELL_TOWER, claimant_actor, members, open_campaign, worker_actor

WISHES, PEOPLE, CAP = 5, 3, 3
FIRST_CAP, FIRST_HOURS = 2, 2
OFFER_HOURS, LAST_HOUR = 3, 48
STAFF = worker_actor(BELL_TOWER, "claims.decide", "wishes.publish")
numbers, people = st.integers(1, WISHES), st.integers(0, PEOPLE - 1)


class Notebook(RuleBasedStateMachine):
    """`holder` says who holds which wish, `line` who waits for it in which order, `offer` for whom it is kept and until
    which hour. Everything that the services answer is foretold from these."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.hour = 0
        self.opens, self.closes = 2, 8
        self.holder: dict[int, int] = {}
        self.line: dict[int, list[int]] = {number: [] for number in range(1, WISHES + 1)}
        self.offer: dict[int, tuple[int, int]] = {}
        self.answers: dict[str, tuple[int, int, Any]] = {}
        self.asked = 0

    first: ClassVar[dict[str, Any]] = {"first_cap": FIRST_CAP, "first_minutes": FIRST_HOURS * 60}

    @property
    def cap(self) -> int:
        """The gentler one in the first hours."""
        return FIRST_CAP if self.first and self.hour < self.opens + FIRST_HOURS else CAP

    @initialize()
    def publish(self) -> None:
        # at midnight, so that the last day of the hand-over ends at a full hour
        self.start = clock.moment(clock.today())
        self.campaign = open_campaign(
            wishes=WISHES,
            cap=CAP,
            opens_at=self.start + timedelta(hours=self.opens),
            closes_at=self.start + timedelta(hours=self.closes),
            offer_hours=OFFER_HOURS,
            handover_until=clock.local(self.start).date() + timedelta(days=1),
            **self.first,
        )
        self.members = members(count=PEOPLE)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def now(self) -> Any:
        return clock.at(self.start + timedelta(hours=self.hour))

    def ask(self, person: int, number: int, key: str) -> dict[str, Any]:
        who = self.members[person]
        with self.now:
            return claim_wish(
                campaign=self.campaign,
                number=number,
                claimant=Claimant(who.pk, ON_ROSTER, to_decide=False),
                key=key,
                by=claimant_actor(self.campaign, who.pk),
            )

    def foretold(self, person: int, number: int) -> tuple[bool, str]:
        if self.holder.get(number) == person:
            return True, "mine already"
        if number in self.holder or number in self.offer:
            return False, "taken"
        if self.hour < self.opens:
            return False, "not_open"
        if self.hour >= self.closes:
            return False, "closed"
        if list(self.holder.values()).count(person) >= self.cap:
            return False, "cap"
        return True, "won"

    @rule(person=people, number=numbers)
    def claim(self, person: int, number: int) -> None:
        won, why = self.foretold(person, number)
        key = f"page {len(self.answers)}"
        answer = self.ask(person, number, key)
        assert answer["won"] is won
        assert won or answer["why"] == why
        self.answers[key] = (person, number, answer)
        if won:
            self.holder[number] = person

    @rule(which=st.integers(0, 1000), other=numbers)
    def send_a_page_again(self, which: int, other: int) -> None:
        if not self.answers:
            return
        key = sorted(self.answers)[which % len(self.answers)]
        person, number, answer = self.answers[key]
        assert self.ask(person, number, key) == answer
        if other != number:
            with pytest.raises(BadInput):
                self.ask(person, other, key)

    @rule(number=numbers, person=people, staff=st.booleans())
    def release(self, number: int, person: int, staff: bool) -> None:
        rows = Claim.objects.within(BELL_TOWER).filter(wish__public_number=number, wish__campaign=self.campaign.pk)
        live = rows.filter(state__in=LIVE).first()
        if live is None:
            ended = rows.first()
            if ended is not None:
                with pytest.raises(Conflict), self.now:
                    release_claim(community_id=BELL_TOWER, claim_id=ended.pk, by=STAFF)
            return
        by = STAFF if staff else claimant_actor(self.campaign, self.members[person].pk)
        if staff or self.holder[number] == person:
            with self.now:
                release_claim(community_id=BELL_TOWER, claim_id=live.pk, by=by)
            del self.holder[number]
            self.offered_on(number)
        else:
            with pytest.raises(Refused), self.now:
                release_claim(community_id=BELL_TOWER, claim_id=live.pk, by=by)

    def offered_on(self, number: int) -> None:
        """The first who waits gets it, until the offer or the hand-over ends."""
        self.offer.pop(number, None)
        if self.line[number] and self.hour < LAST_HOUR:
            self.offer[number] = self.line[number].pop(0), min(self.hour + OFFER_HOURS, LAST_HOUR)

    def claimant(self, person: int) -> dict[str, Any]:
        who = self.members[person]
        return {
            "campaign": self.campaign,
            "claimant": Claimant(who.pk, ON_ROSTER, to_decide=False),
            "by": claimant_actor(self.campaign, who.pk),
        }

    def stands(self, person: int, number: int) -> bool:
        return person in self.line[number] or self.offer.get(number, (None, 0))[0] == person

    @rule(person=people, number=numbers)
    def join_the_line(self, person: int, number: int) -> None:
        taken = number in self.offer or self.holder.get(number, person) != person
        allowed = self.stands(person, number) or (taken and self.hour < LAST_HOUR)
        with self.now, nullcontext() if allowed else pytest.raises(Conflict):
            join_line(number=number, **self.claimant(person))
        if allowed and not self.stands(person, number):
            self.line[number].append(person)

    @rule(person=people, number=numbers)
    def leave_the_line(self, person: int, number: int) -> None:
        stands = self.stands(person, number)
        with self.now, nullcontext() if stands else pytest.raises(NotHere):
            leave_line(campaign=self.campaign, number=number, by=claimant_actor(self.campaign, self.members[person].pk))
        if person in self.line[number]:
            self.line[number].remove(person)
        elif stands:
            self.offered_on(number)

    @rule(person=people, number=numbers)
    def accept(self, person: int, number: int) -> None:
        kept_for, until = self.offer.get(number, (None, 0))
        full = list(self.holder.values()).count(person) >= self.cap
        won = self.holder.get(number) == person or (kept_for == person and self.hour < until and not full)
        self.asked += 1
        try:
            with self.now:
                answer = accept_offer(number=number, key=f"accept {self.asked}", **self.claimant(person))
        except NotHere:
            assert not self.stands(person, number)
            return
        assert answer["won"] is won
        if won and number in self.offer:
            del self.offer[number]
            self.holder[number] = person

    @rule(workers=st.integers(1, 2))
    def offers_lapse(self, workers: int) -> None:
        due = [number for number, (_person, until) in self.offer.items() if until <= self.hour]
        with self.now:
            lapsed = [lapse_offers_in(community_id=BELL_TOWER) for _worker in range(workers)]
        assert lapsed == [len(due), *[0] * (workers - 1)]
        for number in due:
            self.offered_on(number)

    @rule(hours=st.integers(1, 4))
    def time_passes(self, hours: int) -> None:
        self.hour += hours

    @rule()
    def close_early(self) -> None:
        if self.opens < self.hour < self.closes:
            with self.now:
                close_campaign(community_id=BELL_TOWER, campaign_id=self.campaign.pk, by=STAFF)
            self.closes = self.hour
        else:
            with pytest.raises(Conflict), self.now:
                close_campaign(community_id=BELL_TOWER, campaign_id=self.campaign.pk, by=STAFF)

    @invariant()
    def the_database_says_what_the_notebook_says(self) -> None:
        if not hasattr(self, "campaign"):
            return
        wishes = {wish.public_number: wish for wish in Wish.objects.within(BELL_TOWER).filter(campaign=self.campaign)}
        live = Claim.objects.within(BELL_TOWER).filter(campaign=self.campaign, state__in=LIVE).select_related("wish")
        held = {claim.wish.public_number: claim.claimant_id for claim in live}
        assert held == {number: self.members[person].pk for number, person in self.holder.items()}
        foretold = {n: TAKEN if n in held else OFFERED if n in self.offer else OPEN for n in wishes}
        assert {n: w.state for n, w in wishes.items()} == foretold
        counts = {count.claimant_id: count.live for count in ClaimCount.objects.within(BELL_TOWER)}
        for person, member in enumerate(self.members):
            assert counts.get(member.pk, 0) == list(self.holder.values()).count(person)

    @invariant()
    def the_lines_are_as_the_notebook_has_them(self) -> None:
        if not hasattr(self, "campaign"):
            return
        rows = PlaceInLine.objects.within(BELL_TOWER).filter(state__in=IN_LINE).order_by("joined_at", "id")
        who = {member.pk: person for person, member in enumerate(self.members)}
        waiting: dict[int, list[int]] = {number: [] for number in range(1, WISHES + 1)}
        offered = {}
        for place in rows.select_related("wish"):
            if place.state == OFFERED:
                offered[place.wish.public_number] = who[place.person_id]
            else:
                waiting[place.wish.public_number].append(who[place.person_id])
        assert waiting == self.line
        assert offered == {number: person for number, (person, _until) in self.offer.items()}

    @invariant()
    def every_history_is_legal(self) -> None:
        for wish in Wish.objects.within(BELL_TOWER):
            state = ""
            events = Event.objects.within(BELL_TOWER).filter(subject_kind="wish", subject_id=wish.pk).order_by("id")
            for event in events.exclude(after=""):
                assert state in ("", event.before)
                assert WISH.may(event.verb, event.before)
                state = event.after


@pytest.mark.django_db
def test_whatever_people_do_the_database_says_what_a_notebook_would() -> None:
    calm = settings(
        max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    run_state_machine_as_test(Notebook, settings=calm)


def test_claim_ends_only_by_release_or_lapse() -> None:
    assert {move.target for move in CLAIM.moves.values() if move.target not in LIVE} == {"released", "lapsed"}
