"""The draw: who enters until its hour is on the list, and what the list and the secret say is what is given out."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.draw import commitment_of, drawn, faults
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.notifications.models import Outgoing
from linli.timeline.models import Event
from linli.wishes import tasks
from linli.wishes.models import Campaign, Claim, ClaimCount, Draw, Entrant, Entry, PlaceInLine
from linli.wishes.queries.entries import published_draw
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.drawing import LIST_STANDS, close_entries, draw_due_in
from linli.wishes.services.drawing import draw_campaign as draw_now
from linli.wishes.services.entering import enter_draw, leave_draw
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.services.publishing import prepare_campaign
from linli.wishes.services.releasing import keep_claim, release_claim
from linli.wishes.services.timing import tell_hours_of
from linli.wishes.services.vouching import claim_at_counter
from linli.wishes.workflow import ENTERED, HELD, IN_LINE, LEFT, LOST, OPEN, TAKEN, WON
from tests.factories.draws import draw, draw_campaign, enter, when_drawn, wish_number
from tests.factories.people import office
from tests.factories.wishes import (
    BELL_TOWER,
    claimant_actor,
    details,
    members,
    open_campaign,
    ready_wishes,
    worker_actor,
)

pytestmark = pytest.mark.django_db


def states(campaign: Campaign, **which: Any) -> list[str]:
    rows = Entry.objects.within(BELL_TOWER).filter(campaign=campaign, **which)
    return sorted(rows.values_list("state", flat=True))


def told(kind: str) -> list[Outgoing]:
    return list(Outgoing.objects.within(BELL_TOWER).filter(kind=kind).order_by("id"))


def test_winner_has_an_ordinary_claim_and_the_others_stand_in_line_in_the_order_drawn() -> None:
    campaign, people = draw_campaign(cap=2), members(count=4)
    codes = {enter(campaign, person): person.pk for person in people}
    draw(campaign)
    file = published_draw(campaign)
    assert file is not None
    (result,) = file["results"]
    claim = Claim.objects.within(BELL_TOWER).get(campaign=campaign)
    assert (claim.state, claim.claimant_id, claim.counted) == (HELD, codes[result["winner"]], True)
    assert ClaimCount.objects.within(BELL_TOWER).get(claimant=claim.claimant_id).live == 1
    assert wish_number(campaign).state == TAKEN
    line = PlaceInLine.objects.within(BELL_TOWER).filter(state__in=IN_LINE).order_by("joined_at")
    assert list(line.values_list("person_id", flat=True)) == [codes[code] for code in result["order"][1:]]
    assert states(campaign) == sorted([WON, LOST, LOST, LOST])
    assert Event.objects.within(BELL_TOWER).get(verb="draw", subject_kind="wish").after == TAKEN


def test_released_win_is_offered_to_the_second_drawn() -> None:
    campaign, people = draw_campaign(), members(count=3)
    codes = {enter(campaign, person): person.pk for person in people}
    draw(campaign)
    order = published_draw(campaign)["results"][0]["order"]  # type: ignore[index]  # -- drawn
    claim = Claim.objects.within(BELL_TOWER).get(campaign=campaign)
    with clock.at(when_drawn(campaign)):
        release_claim(community_id=BELL_TOWER, claim_id=claim.pk, by=SYSTEM)
    assert PlaceInLine.objects.within(BELL_TOWER).get(state="offered").person_id == codes[order[1]]


def test_nobody_wins_more_than_the_cap_and_what_is_left_is_first_come() -> None:
    campaign, (eager, other) = draw_campaign(wishes=5, cap=2), members(count=2)
    for number in (1, 2, 3, 4):
        enter(campaign, eager, number)
    draw(campaign)
    held = Claim.objects.within(BELL_TOWER).filter(claimant=eager)
    assert sorted(held.values_list("wish__public_number", flat=True)) == [1, 2]
    assert [wish_number(campaign, number).state for number in (3, 4, 5)] == [OPEN, OPEN, OPEN]
    assert not PlaceInLine.objects.within(BELL_TOWER).filter(state__in=IN_LINE).exists()
    claimant = Claimant(other.pk, "roster", to_decide=False)
    with clock.at(when_drawn(campaign)):
        won = claim_wish(
            campaign=campaign, number=3, claimant=claimant, key="key", by=claimant_actor(campaign, other.pk)
        )
        mine = Claimant(eager.pk, "roster", to_decide=False)
        over = claim_wish(campaign=campaign, number=4, claimant=mine, key="k", by=claimant_actor(campaign, eager.pk))
    assert (won["won"], over) == (True, {"won": False, "why": "cap"})


def test_before_the_draw_nobody_can_claim() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    claimant, by = Claimant(person.pk, "roster", to_decide=False), claimant_actor(campaign, person.pk)
    lost = claim_wish(campaign=campaign, number=1, claimant=claimant, key="early", by=by)
    assert lost == {"won": False, "why": "draw"}
    assert wish_number(campaign).state == OPEN


def test_list_is_closed_and_hashed_before_the_secret_is_told() -> None:
    campaign, people = draw_campaign(), members(count=2)
    enter(campaign, people[0])
    assert campaign.draw_at is not None
    assert draw_due_in(community_id=BELL_TOWER) == 0
    with clock.at(campaign.draw_at + timedelta(seconds=1)):
        assert draw_due_in(community_id=BELL_TOWER) == 1
        assert draw_due_in(community_id=BELL_TOWER) == 0
        with pytest.raises(Conflict):
            enter(campaign, people[1])
    closed = Event.objects.within(BELL_TOWER).get(verb="draw.close")
    row = Draw.objects.within(BELL_TOWER).get()
    assert closed.facts == {"entries": 1, "digest": row.digest}
    assert not Event.objects.within(BELL_TOWER).filter(verb="draw").exists()
    assert row.secret not in repr([event.facts for event in Event.objects.within(BELL_TOWER)])
    with clock.at(campaign.draw_at + LIST_STANDS - timedelta(seconds=1)):
        assert not draw_now(community_id=BELL_TOWER, campaign_id=campaign.pk)
    with clock.at(when_drawn(campaign)):
        assert draw_due_in(community_id=BELL_TOWER) == 1
        assert draw_due_in(community_id=BELL_TOWER) == 0
        assert not close_entries(community_id=BELL_TOWER, campaign_id=campaign.pk)
    drawn_event = Event.objects.within(BELL_TOWER).get(verb="draw", subject_kind="campaign")
    assert commitment_of(drawn_event.facts["seed"]) == row.commitment
    assert closed.pk < drawn_event.pk


def test_web_server_whose_clock_is_slow_does_not_slip_an_entry_into_a_closed_list() -> None:
    campaign, people = draw_campaign(), members(count=2)
    enter(campaign, people[0])
    assert campaign.draw_at is not None
    with clock.at(campaign.draw_at):
        close_entries(community_id=BELL_TOWER, campaign_id=campaign.pk)
    with clock.at(campaign.draw_at - timedelta(seconds=5)):
        with pytest.raises(Conflict):
            enter(campaign, people[1])
        with pytest.raises(Conflict):
            leave_draw(campaign=campaign, number=1, by=claimant_actor(campaign, people[0].pk))
    assert Entry.objects.within(BELL_TOWER).count() == 1


def test_published_file_holds_and_names_nobody() -> None:
    campaign, people = draw_campaign(cap=2), members(count=5)
    for person in people:
        for number in (1, 2, 4):
            enter(campaign, person, number)
    draw(campaign)
    file = published_draw(campaign)
    row = Draw.objects.within(BELL_TOWER).get()
    assert faults(file, commitment=row.commitment, digest=row.digest) == []
    assert not any(person.name in repr(file) or person.phone in repr(file) for person in people)
    assert published_draw(draw_campaign()) is None
    assert published_draw(open_campaign()) is None


def test_one_enters_once_under_one_code_and_may_take_it_back_until_the_draw() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    by = claimant_actor(campaign, person.pk)
    code = enter(campaign, person)
    assert {enter(campaign, person, key="again"), enter(campaign, person, number=2)} == {code}
    assert states(campaign, number=1) == [ENTERED]
    leave_draw(campaign=campaign, number=1, by=by)
    with pytest.raises(NotHere):
        leave_draw(campaign=campaign, number=1, by=by)
    assert enter(campaign, person, key="once more") == code
    assert states(campaign, number=1) == [ENTERED, LEFT]
    draw(campaign)
    assert Claim.objects.within(BELL_TOWER).filter(claimant=person).count() == 2
    with pytest.raises(Conflict):
        leave_draw(campaign=campaign, number=1, by=by)


def test_entering_is_for_its_time_for_oneself_and_for_a_draw_only() -> None:
    campaign, (person, other) = draw_campaign(), members(count=2)
    first_come = open_campaign()
    with pytest.raises(Conflict):
        enter(first_come, person)
    with pytest.raises(NotHere):
        enter(campaign, person, number=99)
    with clock.at(campaign.opens_at - timedelta(minutes=1)), pytest.raises(Conflict):
        enter(campaign, person)
    from_another = claimant_actor(campaign, other.pk)
    with pytest.raises(Refused):
        enter_draw(
            campaign=campaign, number=1, claimant=Claimant(person.pk, "roster", False), key="key", by=from_another
        )
    assert not Entry.objects.within(BELL_TOWER).exists()


def test_stranger_is_entered_too_and_the_desk_decides_about_what_was_won() -> None:
    campaign, (known,) = draw_campaign(wishes=2), members(count=1)
    stranger = named_claimant(campaign=campaign, name="何伟明", phone="13900000000")
    assert stranger.to_decide
    row = Claimant(stranger.person_id, stranger.basis, stranger.to_decide)
    enter_draw(campaign=campaign, number=1, claimant=row, key="key", by=claimant_actor(campaign, stranger.person_id))
    enter(campaign, known, number=2)
    draw(campaign)
    claims = Claim.objects.within(BELL_TOWER).filter(campaign=campaign)
    assert dict(claims.values_list("wish__public_number", "to_decide")) == {1: True, 2: False}


def test_who_turns_out_to_be_one_person_is_on_each_list_once() -> None:
    elsewhere, campaign, (known,) = open_campaign(), draw_campaign(), members(count=1)
    stranger = named_claimant(campaign=campaign, name=known.name, phone="13900000000")
    by = claimant_actor(campaign, stranger.person_id)
    for number in (1, 2):
        enter_draw(campaign=campaign, number=number, claimant=stranger, key=f"key {number}", by=by)
    code = enter(campaign, known)
    there = claimant_actor(elsewhere, stranger.person_id)
    claim_wish(campaign=elsewhere, number=1, claimant=stranger, key="claim", by=there)
    held = Claim.objects.within(BELL_TOWER).get(claimant=stranger.person_id)
    worker = worker_actor(BELL_TOWER, "claims.decide")
    keep_claim(community_id=BELL_TOWER, claim_id=held.pk, same_as=known.pk, by=worker)
    rows = Entry.objects.within(BELL_TOWER).filter(state=ENTERED).order_by("number")
    assert list(rows.values_list("number", "entrant__code", "to_decide")) == [(1, code, False), (2, code, False)]


def test_worker_enters_somebody_at_the_counter_and_the_receipt_is_passed_on() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    by = worker_actor(BELL_TOWER, "claims.counter")
    outcome = claim_at_counter(campaign=campaign, number=1, person_id=person.pk, key="key", by=by)
    assert outcome["entered"] == 1
    (receipt,) = told("entry_receipt")
    assert (receipt.recipient_address, outcome["code"] in receipt.payload) == (person.phone, True)
    assert wish_number(campaign).household.head_name not in receipt.payload


def test_everybody_is_told_and_the_group_where_the_result_stands() -> None:
    campaign, people = draw_campaign(), members(count=3)
    for person in people:
        enter(campaign, person)
        enter(campaign, person, number=2)
    draw(campaign)
    winners = set(Claim.objects.within(BELL_TOWER).values_list("claimant_id", flat=True))
    assert len(told("draw_won")) == 2
    phones = {person.phone for person in people if person.pk not in winners}
    assert {text.recipient_address for text in told("draw_lost")} == phones
    (group,) = told("draw_done")
    assert f"/c/{campaign.code}/draw" in group.payload
    family = wish_number(campaign).household
    assert not any(family.head_name in text.payload for kind in ("draw_won", "draw_lost") for text in told(kind))


def test_draw_without_entries_opens_everything_to_all() -> None:
    campaign, (person,) = draw(draw_campaign(wishes=2)), members(count=1)
    assert campaign.drawn_at is not None
    claimant = Claimant(person.pk, "roster", to_decide=False)
    with clock.at(when_drawn(campaign)):
        by = claimant_actor(campaign, person.pk)
        assert claim_wish(campaign=campaign, number=1, claimant=claimant, key="key", by=by)["won"]


def test_worker_draws_in_every_community_and_tells_the_group_that_entries_are_open() -> None:
    office()
    campaign = draw_campaign(opens_at=clock.now() - timedelta(minutes=1))
    assert tell_hours_of(community_id=BELL_TOWER) == 1
    (opened,) = told("draw_open")
    assert campaign.code in opened.payload
    with clock.at(when_drawn(campaign)):
        assert tasks.draw() == 1


def test_wrong_times_of_a_draw_are_said_at_their_field() -> None:
    now, wishes = clock.now(), [wish.pk for wish in ready_wishes()]
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("draw_at", {"draw_at": now - timedelta(hours=2)}),
        ("draw_at", {"draw_at": now + timedelta(days=8)}),
        ("first_minutes", {"draw_at": now + timedelta(days=1), "first_minutes": 5, "first_cap": 2}),
    ]
    for field, values in wrong:
        with pytest.raises(BadInput) as refused:
            prepare_campaign(community_id=BELL_TOWER, details=details(**values), wish_ids=wishes, by=SYSTEM)
        assert list(refused.value.fields) == [field]


def test_database_itself_refuses_impossible_draws() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    enter(campaign, person)
    rows = Campaign.objects.within(BELL_TOWER).filter(pk=campaign.pk)
    entrant = Entrant.objects.within(BELL_TOWER).get()
    entry = Entry.objects.within(BELL_TOWER).get()
    impossible: list[Any] = [
        lambda: rows.update(draw_at=campaign.closes_at),
        lambda: rows.update(drawn_at=campaign.opens_at),
        lambda: rows.update(draw_at=None, drawn_at=clock.now()),
        lambda: rows.update(first_minutes=5, first_cap=2),
        lambda: Draw.objects.create(community_id=BELL_TOWER, campaign=campaign, secret="", commitment=""),
        lambda: Draw.objects.within(BELL_TOWER).update(digest="x"),
        lambda: Entrant.objects.create(community_id=BELL_TOWER, campaign=campaign, person=person, code="AAAAAA"),
        lambda: Entry.objects.create(
            community_id=BELL_TOWER, wish=entry.wish, campaign=campaign, entrant=entrant, number=1, basis="roster",
            entered_at=clock.now(),
        ),
    ]  # fmt: skip
    for deed in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_result_is_what_list_and_secret_say_whatever_the_order_of_the_rows() -> None:
    campaign, people = draw_campaign(), members(count=6)
    for person in reversed(people):
        enter(campaign, person)
    draw(campaign)
    row = Draw.objects.within(BELL_TOWER).get()
    entries = [(number, code) for number, code in row.entries]
    (result,) = drawn(row.secret, row.digest, 0, reversed(entries))
    winner = Entrant.objects.within(BELL_TOWER).get(code=result.winner).person_id
    assert Claim.objects.within(BELL_TOWER).get().claimant_id == winner
