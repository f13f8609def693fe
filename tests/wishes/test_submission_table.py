"""What a resident sent, in every state: every move x role, tried through the services."""

from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from linli.accounts.kinds import PERMISSIONS, ROLES
from linli.core.actor import ANONYMOUS, SYSTEM, Actor, Grant
from linli.core.errors import Conflict, NotHere, Refused
from linli.wishes.models import Submission, Wish
from linli.wishes.services.collecting import WishSaid
from linli.wishes.services.submitting import Checked, accept_submission, decline_submission
from linli.wishes.workflow import REVIEW, SUBMISSION
from tests.factories.people import BELL_TOWER, office
from tests.factories.submissions import open_link_of, sent_through

pytestmark = pytest.mark.django_db
STREET = (140802004000, 140802004999)
NEXT_DOOR = "worker next door"


def accept(submission: Submission, by: Actor) -> object:
    checked = Checked(wishes=[WishSaid(item="书包", unit="个")], until=REVIEW)
    return accept_submission(community_id=BELL_TOWER, submission_id=submission.pk, checked=checked, by=by)


def decline(submission: Submission, by: Actor) -> object:
    return decline_submission(community_id=BELL_TOWER, submission_id=submission.pk, reason="电话打不通", by=by)


TRIES = {"accept": accept, "decline": decline}


def actor(who: str) -> Actor:
    if who not in ROLES and who != NEXT_DOOR:
        return {"system": SYSTEM, "nobody": ANONYMOUS}[who]
    role = ROLES["worker" if who == NEXT_DOOR else who]
    first, last = (BELL_TOWER, BELL_TOWER) if role.level == "community" else STREET
    if who == NEXT_DOOR:
        first = last = BELL_TOWER + 1
    return Actor(key=f"user:{who}", label=who, user_id=uuid4(), grants=(Grant(who, role.permissions, first, last),))


def stored(submission: Submission) -> tuple[Any, ...]:
    return Submission.objects.within(BELL_TOWER).filter(pk=submission.pk).values_list().get()


def may(move: str, state: str, who: str) -> bool:
    if not SUBMISSION.may(move, state) or who in ("nobody", NEXT_DOOR):
        return False
    return who == "system" or bool(ROLES[who].permissions & SUBMISSION[move].who)


def test_every_move_of_the_table_is_tried() -> None:
    assert set(TRIES) == set(SUBMISSION.moves)
    assert set().union(*(move.who for move in SUBMISSION.moves.values())) <= set(PERMISSIONS)


@pytest.mark.parametrize(("move", "state"), list(product(TRIES, SUBMISSION.states)))
@pytest.mark.parametrize("who", [*ROLES, "system", "nobody", NEXT_DOOR])
def test_submission_moves_exactly_where_the_table_says(move: str, state: str, who: str) -> None:
    office()
    submission = sent_through(open_link_of())
    for reached in (name for name in TRIES if SUBMISSION[name].target == state):
        TRIES[reached](submission, SYSTEM)
    before, wishes = stored(submission), Wish.objects.within(BELL_TOWER).count()
    if may(move, state, who):
        TRIES[move](submission, actor(who))
        submission.refresh_from_db()
        assert submission.state == SUBMISSION[move].target
        assert Wish.objects.within(BELL_TOWER).count() - wishes == (move == "accept")
        return
    with pytest.raises((Refused, Conflict, NotHere)), transaction.atomic():
        TRIES[move](submission, actor(who))
    assert stored(submission) == before
    assert Wish.objects.within(BELL_TOWER).count() == wishes
