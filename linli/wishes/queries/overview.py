"""What whoever looks after many offices sees of them: figures and what is late. Nothing of a family, nobody's name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.places.kinds import Scope
from linli.wishes.kinds.shown import amount
from linli.wishes.models import Claim, Wish
from linli.wishes.workflow import (
    CONFIRMED,
    DELIVERED,
    DONE,
    DRAFT,
    HELD,
    ON_WALL,
    REVIEW,
    TAKEN,
    WITHDRAWN,
)

DECIDED_WITHIN = timedelta(days=1)
CHECKED_WITHIN = timedelta(days=7)
FEW = 5
"""What is not public is told as a figure from this many on (trust, "Who sees what": groups under 5 suppressed)."""
MOST_CASES = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one office. `collected`: written down and neither a draft nor withdrawn; `unchecked`: not checked within a
    week. These two are None below `FEW`, since they are not public; what the wall shows is told as it is.

    `overdue`: not brought by the hand-over date; `undecided`: not decided within a day.
    """

    collected: int | None = 0
    published: int = 0
    claimed: int = 0
    lit: int = 0
    overdue: int = 0
    undecided: int = 0
    unchecked: int | None = 0

    @property
    def is_late(self) -> bool:
        return bool(self.overdue or self.undecided or self.unchecked is None or self.unchecked)


@dataclass(frozen=True, slots=True)
class LateCase:
    """A claim that waits too long: what for, whose turn it is, and since when."""

    number: int
    title: str
    campaign: str
    what: object
    turn: object
    since: datetime


def figures_of(community_ids: Iterable[int]) -> dict[int, Figures]:
    """The figures of these offices: five statements, however many they are."""
    scope = Scope.communities(community_ids)
    if not scope.ids:
        return {}
    now = clock.now()
    states: dict[int, Counter[str]] = defaultdict(Counter)
    for community_id, state, count in (
        Wish.objects.within(scope).values_list("community_id", "state").annotate(Count("id")).order_by()
    ):
        states[community_id][state] = count
    lit = _counted(Claim, scope, Q(state__in=(DELIVERED, CONFIRMED)))
    overdue = _counted(Claim, scope, _overdue())
    undecided = _counted(Claim, scope, _undecided(now))
    unchecked = _counted(Wish, scope, Q(state=REVIEW, moved_at__lt=now - CHECKED_WITHIN))
    return {
        community_id: _figures(
            states[community_id],
            lit=lit.get(community_id, 0),
            overdue=overdue.get(community_id, 0),
            undecided=undecided.get(community_id, 0),
            unchecked=_told(unchecked.get(community_id, 0)),
        )
        for community_id in scope.ids
    }


def _figures(states: Counter[str], *, lit: int, overdue: int, undecided: int, unchecked: int | None) -> Figures:
    published = sum(states[state] for state in ON_WALL)
    collected = sum(count for state, count in states.items() if state not in (DRAFT, WITHDRAWN))
    return Figures(
        collected=_told(collected),
        published=published,
        claimed=states[TAKEN] + states[DONE],
        lit=lit,
        overdue=overdue,
        undecided=undecided,
        unchecked=unchecked,
    )


def _told(count: int) -> int | None:
    return None if 0 < count < FEW else count


def _overdue() -> Q:
    return Q(state=HELD, to_decide=False, campaign__handover_until__lt=clock.today())


def _undecided(now: datetime) -> Q:
    return Q(state=HELD, to_decide=True, claimed_at__lt=now - DECIDED_WITHIN)


def _counted(model: type[Claim] | type[Wish], scope: Scope, which: Q) -> dict[int, int]:
    rows = model.objects.within(scope).filter(which).values_list("community_id")
    return dict(rows.annotate(Count("id")).order_by())


def late_cases(community_id: int) -> list[LateCase]:
    """What is late with one office, the longest first: what the wall shows of it, and nobody who claimed it."""
    now = clock.now()
    rows = Claim.objects.within(community_id).filter(_overdue() | _undecided(now)).select_related("campaign", "wish")
    found = rows.defer("wish__said", "wish__note").order_by("claimed_at", "id")[:MOST_CASES]
    return [_case(claim) for claim in found]


def _case(claim: Claim) -> LateCase:
    wish, campaign = claim.wish, claim.campaign
    title = " ".join(part for part in (wish.public_title, amount(wish.quantity, wish.unit)) if part)
    if claim.to_decide:
        what, turn = _("Who keeps it is not decided"), _("the office's turn")
        since = claim.claimed_at
    else:
        what, turn = _("Not brought by the hand-over date"), _("the claimant's turn; the office reminds them")
        since = campaign.handover_ends_at
    return LateCase(wish.public_number or 0, title, campaign.title, what, turn, since)
