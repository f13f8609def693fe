"""The tables of moves whole: every state x move x role, each tried through the service that makes the move.

A move is made exactly where the table says so; everywhere else it is refused in words and nothing has changed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from linli.accounts.kinds import PERMISSIONS, ROLES
from linli.core import clock
from linli.core.actor import ANONYMOUS, SYSTEM, Actor, Grant
from linli.core.errors import Conflict, LinliError, NotHere, Refused
from linli.core.workflow import Workflow
from linli.people.models import Person
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.claims import AT_COUNTER, BY_PASTE, ON_ROSTER, SIGNED_IN
from linli.wishes.services.claiming import accept_offer, claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.offering import lapse_offers_in
from linli.wishes.services.publishing import prepare_campaign, publish_campaign
from linli.wishes.services.releasing import release_claim
from linli.wishes.services.reviewing import move_wish
from linli.wishes.services.running import pause_campaign, resume_campaign
from linli.wishes.services.vouching import claim_at_counter
from linli.wishes.services.waiting import join_line, leave_line
from linli.wishes.services.withdrawing import take_off_wall, withdraw_campaign
from linli.wishes.workflow import (
    CAMPAIGN,
    CLAIM,
    DELIVERED,
    DONE,
    DRAFT,
    ENTRY,
    LINE,
    LIVE,
    OFFERED,
    OPEN,
    PAUSED,
    PREPARED,
    READY,
    RELEASED,
    REVIEW,
    TAKEN,
    WISH,
    WITHDRAWN,
)
from tests.factories.people import BELL_TOWER, office
from tests.factories.wishes import claimant_actor, details, member, open_campaign

pytestmark = pytest.mark.django_db

CLAIMANT, ANOTHER, SYSTEM_ITSELF, NOBODY = "claimant", "another claimant", "system", "nobody"
EVERYBODY = [*ROLES, CLAIMANT, ANOTHER, SYSTEM_ITSELF, NOBODY]
STREET = (140802004000, 140802004999)


@dataclass(frozen=True, slots=True)
class Scene:
    """A wish in one state, with its campaign and the claim on it, if there is or was one."""

    campaign: Campaign
    wish: Wish
    claim: UUID
    holder: Person
    another: Person

    def actor(self, who: str) -> Actor:
        """Somebody in this role of the community, or one of those without a role."""
        if who == CLAIMANT:
            return claimant_actor(self.campaign, self.holder.pk)
        if who == ANOTHER:
            return claimant_actor(self.campaign, self.another.pk)
        if who in (SYSTEM_ITSELF, NOBODY):
            return SYSTEM if who == SYSTEM_ITSELF else ANONYMOUS
        role = ROLES[who]
        first, last = (BELL_TOWER, BELL_TOWER) if role.level == "community" else STREET
        grant = Grant(who, role.permissions, first, last)
        return Actor(key=f"user:{who}", label=who, user_id=uuid4(), grants=(grant,))

    def stored(self) -> tuple[Any, ...]:
        """The wish, its campaign and all claims, as the database has them."""
        claims = Claim.objects.within(BELL_TOWER).order_by("id").values_list("id", "state", "claimant_id", "ended_at")
        wish = Wish.objects.within(BELL_TOWER).filter(pk=self.wish.pk).values_list().get()
        campaigns = Campaign.objects.within(BELL_TOWER).order_by("id").values_list()
        return wish, list(campaigns), list(claims)


def _claim(campaign: Campaign, person: Person) -> UUID:
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
    by = claimant_actor(campaign, person.pk)
    return UUID(claim_wish(campaign=campaign, number=1, claimant=claimant, key=f"key-{person.pk.hex}", by=by)["claim"])


def scene(state: str) -> Scene:
    """A wish in this state, brought there by the services as far as they go."""
    office()
    campaign = open_campaign(wishes=1, households=1)
    holder, another = member(), member(name="林丽娜", phone="19900010001")
    rows = Wish.objects.within(BELL_TOWER).filter(campaign=campaign)
    wish, claim = rows.get(), uuid4()
    if state in (OPEN, TAKEN, DONE):
        claim = _claim(campaign, holder)
    if state == OPEN:
        release_claim(community_id=BELL_TOWER, claim_id=claim, by=SYSTEM)
    if state == DONE:
        Claim.objects.within(BELL_TOWER).update(state=DELIVERED)
        rows.update(state=DONE)
    if state == OFFERED:
        claim = _claim(campaign, another)
        by = claimant_actor(campaign, holder.pk)
        join_line(campaign=campaign, number=1, claimant=Claimant(holder.pk, ON_ROSTER, to_decide=False), by=by)
        release_claim(community_id=BELL_TOWER, claim_id=claim, by=SYSTEM)
    if state in (DRAFT, REVIEW, READY, WITHDRAWN):
        Wish.objects.within(BELL_TOWER).filter(pk=wish.pk).update(state=state, campaign=None, public_number=None)
    wish.refresh_from_db()
    assert wish.state == state
    return Scene(campaign, wish, claim, holder, another)


Try = Callable[[Scene, Actor, str], object]


def _desk(move: str) -> Try:
    def make(scene: Scene, by: Actor, who: str) -> object:
        reason = "请再核实一下"
        return move_wish(community_id=BELL_TOWER, wish_id=scene.wish.pk, move=move, reason=reason, by=by)

    return make


def _publish(scene: Scene, by: Actor, who: str) -> object:
    campaign = prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=[scene.wish.pk], by=by)
    return publish_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=by)


def _take(scene: Scene, by: Actor, who: str) -> object:
    """A claimant for themselves; whoever else for somebody at the counter."""
    asked = {"campaign": scene.campaign, "number": 1, "key": f"take-{who}", "by": by}
    if who in (CLAIMANT, ANOTHER, NOBODY):
        person = scene.another if who == ANOTHER else scene.holder
        outcome = claim_wish(claimant=Claimant(person.pk, ON_ROSTER, to_decide=False), **asked)
    else:
        outcome = claim_at_counter(person_id=scene.another.pk, **asked)
    if (
        not outcome["won"]
        or Claim.objects.within(BELL_TOWER).filter(pk=UUID(outcome["claim"]), state=RELEASED).exists()
    ):
        raise Conflict(outcome)
    if UUID(outcome["claim"]) == scene.claim:
        raise Conflict("theirs already")
    return outcome


def _release(scene: Scene, by: Actor, who: str) -> object:
    return release_claim(community_id=BELL_TOWER, claim_id=scene.claim, reason="联系不上", by=by)


def _offer(scene: Scene, by: Actor, who: str) -> object:
    """Somebody waits already when the claim is released."""
    claimant = Claimant(scene.another.pk, ON_ROSTER, to_decide=False)
    join_line(campaign=scene.campaign, number=1, claimant=claimant, by=claimant_actor(scene.campaign, scene.another.pk))
    return _release(scene, by, who)


def _accept(scene: Scene, by: Actor, who: str) -> object:
    person = scene.another if who == ANOTHER else scene.holder
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
    outcome = accept_offer(campaign=scene.campaign, number=1, claimant=claimant, key=f"accept-{who}", by=by)
    if not outcome["won"] or UUID(outcome["claim"]) == scene.claim:
        raise Conflict(outcome)
    return outcome


def _open_up(scene: Scene, by: Actor, who: str) -> object:
    """The platform when the time is over, whoever was offered it at once."""
    if who != SYSTEM_ITSELF:
        return leave_line(campaign=scene.campaign, number=1, by=by)
    with clock.at(clock.now() + timedelta(hours=25)):
        if not lapse_offers_in(community_id=BELL_TOWER):
            raise Conflict("nothing lapsed")
    return None


def _recall(scene: Scene, by: Actor, who: str) -> object:
    return take_off_wall(community_id=BELL_TOWER, wish_id=scene.wish.pk, fate=READY, reason="家里已有", by=by)


def _pause(scene: Scene, by: Actor, who: str) -> object:
    return pause_campaign(community_id=BELL_TOWER, campaign_id=scene.campaign.pk, reason="正在核对", by=by)


def _resume(scene: Scene, by: Actor, who: str) -> object:
    return resume_campaign(community_id=BELL_TOWER, campaign_id=scene.campaign.pk, by=by)


def _withdraw_all(scene: Scene, by: Actor, who: str) -> object:
    campaign = scene.campaign.pk
    return withdraw_campaign(community_id=BELL_TOWER, campaign_id=campaign, fate=READY, reason="统一安排", by=by)


def _publish_all(scene: Scene, by: Actor, who: str) -> object:
    return publish_campaign(community_id=BELL_TOWER, campaign_id=scene.campaign.pk, by=by)


CAMPAIGN_TRIES: dict[str, Try] = {
    "publish": _publish_all,
    "pause": _pause,
    "resume": _resume,
    "withdraw": _withdraw_all,
}
WISH_TRIES: dict[str, Try] = {
    "submit": _desk("submit"),
    "approve": _desk("approve"),
    "send_back": _desk("send_back"),
    "withdraw": _desk("withdraw"),
    "publish": _publish,
    "take": _take,
    "reopen": _release,
    "offer": _offer,
    "accept": _accept,
    "open_up": _open_up,
    "recall": _recall,
}
CLAIM_TRIES: dict[str, Try] = {"release": _release}
LATER = "goods arriving, hand-over and what follows are built with the next issue"
WISH_LATER = {"finish": LATER}
CLAIM_LATER = {"receive": LATER, "give_back": LATER, "deliver": LATER, "confirm": LATER, "lapse": LATER}
"""Moves that no service makes yet. These may only become fewer."""
WISH_ELSEWHERE = {"draw": "nobody asks for it: the worker draws by itself (test_drawing.py)"}


@pytest.mark.parametrize(
    ("table", "tries", "later"),
    [
        (CAMPAIGN, CAMPAIGN_TRIES, {}),
        (WISH, WISH_TRIES, WISH_LATER | WISH_ELSEWHERE),
        (CLAIM, CLAIM_TRIES, CLAIM_LATER),
    ],
    ids=["campaign", "wish", "claim"],
)
def test_every_move_of_the_table_is_tried_or_comes_later(
    table: Workflow, tries: dict[str, Try], later: dict[str, str]
) -> None:
    assert set(tries) | set(later) == set(table.moves)
    assert set(tries) & set(later) == set()


TABLES = [CAMPAIGN, WISH, CLAIM, LINE, ENTRY]


def may(table: Workflow, move: str, state: str, who: str) -> bool:
    """What the table says of this cell."""
    named = table[move].who
    if not table.may(move, state):
        return False
    if who in ROLES:
        return bool(ROLES[who].permissions & named)
    if who == ANOTHER:
        return move == "take"
    return who == SYSTEM_ITSELF or (who == CLAIMANT and CLAIMANT in named)


def wrong(scene: Scene, table: Workflow, move: str, state: str, who: str, make: Try) -> Iterator[str]:
    """What does not go as the table says, in one cell."""
    allowed, cell = may(table, move, state, who), f"{move} from {state} by {who}"
    before = scene.stored()
    try:
        with transaction.atomic():
            make(scene, scene.actor(who), who)
            if not allowed:
                yield f"{cell} was made"
            elif scene.stored() == before:
                yield f"{cell} changed nothing"
            elif (after := _state_of(scene, table)) != table[move].target:
                yield f"{cell} led to {after}"
            transaction.set_rollback(True)
    except (Refused, Conflict, NotHere) as refusal:
        if allowed:
            yield f"{cell} was refused: {refusal}"
        elif scene.stored() != before:
            yield f"{cell} was refused, and yet something changed"


def _state_of(scene: Scene, table: Workflow) -> str:
    rows = Wish.objects.within(BELL_TOWER).filter(pk=scene.wish.pk)
    if table is CAMPAIGN:
        rows = Campaign.objects.within(BELL_TOWER).filter(pk=scene.campaign.pk)
    if table is CLAIM:
        rows = Claim.objects.within(BELL_TOWER).filter(pk=scene.claim)
    return str(rows.values_list("state", flat=True).get())


def campaign_in(state: str) -> Scene:
    """A campaign in this state with one wish, ready or on its wall."""
    place = scene(READY if state == PREPARED else OPEN)
    if state == PREPARED:
        place.campaign.delete()
        campaign = prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=[place.wish.pk], by=SYSTEM)
        return replace(place, campaign=campaign)
    if state == PAUSED:
        _pause(place, SYSTEM, "")
    if state == WITHDRAWN:
        _withdraw_all(place, SYSTEM, "")
    return place


@pytest.mark.parametrize(("move", "state"), list(product(CAMPAIGN_TRIES, CAMPAIGN.states)))
def test_campaign_moves_exactly_where_the_table_says(move: str, state: str) -> None:
    place = campaign_in(state)
    faults = [told for who in EVERYBODY for told in wrong(place, CAMPAIGN, move, state, who, CAMPAIGN_TRIES[move])]

    assert faults == []


@pytest.mark.parametrize(("move", "state"), list(product(WISH_TRIES, WISH.states)))
def test_wish_moves_exactly_where_the_table_says(move: str, state: str) -> None:
    place = scene(state)
    faults = [told for who in EVERYBODY for told in wrong(place, WISH, move, state, who, WISH_TRIES[move])]

    assert faults == []


@pytest.mark.parametrize(("move", "state"), list(product(CLAIM_TRIES, CLAIM.states)))
def test_claim_moves_exactly_where_the_table_says(move: str, state: str) -> None:
    place = scene(TAKEN)
    ended = None if state in LIVE else clock.now()
    Claim.objects.within(BELL_TOWER).filter(pk=place.claim).update(state=state, ended_at=ended)
    faults = [told for who in EVERYBODY for told in wrong(place, CLAIM, move, state, who, CLAIM_TRIES[move])]

    assert faults == []


@pytest.mark.parametrize(
    "table", [CAMPAIGN, WISH, CLAIM, LINE, ENTRY], ids=["campaign", "wish", "claim", "line", "entry"]
)
def test_moves_are_for_permissions_that_exist(table: Workflow) -> None:
    named = set().union(*(move.who for move in table.moves.values()))

    assert named - set(PERMISSIONS) <= {CLAIMANT, SYSTEM_ITSELF}


@pytest.mark.parametrize(
    "table", [CAMPAIGN, WISH, CLAIM, LINE, ENTRY], ids=["campaign", "wish", "claim", "line", "entry"]
)
def test_every_move_is_somebodys(table: Workflow) -> None:
    held = set().union(*(role.permissions for role in ROLES.values())) | {CLAIMANT, SYSTEM_ITSELF}

    assert [name for name, move in table.moves.items() if not move.who & held] == []
    assert [name for name, move in table.moves.items() if not str(move.label)] == []


def test_desk_makes_no_move_of_another_kind_on_a_wish() -> None:
    """What belongs to campaigns and claims cannot be done to one wish at the desk, by nobody."""
    place = scene(READY)
    for move in sorted(set(WISH.moves) - {"submit", "approve", "send_back", "withdraw"}):
        with pytest.raises(NotHere):
            move_wish(community_id=BELL_TOWER, wish_id=place.wish.pk, move=move, reason="请再核实", by=SYSTEM)


@pytest.mark.parametrize("who", [code for code, role in ROLES.items() if "claims.counter" not in role.permissions])
def test_account_claims_for_itself_and_for_nobody_else(who: str) -> None:
    place = scene(OPEN)
    by = place.actor(who)
    for basis, allowed in ((SIGNED_IN, True), (ON_ROSTER, False), (AT_COUNTER, False), (BY_PASTE, False)):
        asked = {"campaign": place.campaign, "number": 1, "key": f"key-{basis}", "by": by}
        claimant = Claimant(place.another.pk, basis, to_decide=False)
        with transaction.atomic():
            if allowed:
                assert claim_wish(claimant=claimant, **asked)["won"]
            else:
                with pytest.raises(Refused):
                    claim_wish(claimant=claimant, **asked)
            transaction.set_rollback(True)


def test_refusals_are_told_in_words() -> None:
    place = scene(REVIEW)
    for who in ("worker", "resident", "supervisor"):
        with pytest.raises(LinliError) as told:
            _desk("approve")(place, place.actor(who), who)
        assert len(str(told.value)) > 10
