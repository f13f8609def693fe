"""What waits for whom in an office, and what each of its staff did this month: figures only, sorted by name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.accounts.kinds import ROLES, label_of
from linli.accounts.models import RoleGrant
from linli.accounts.queries import grants_in
from linli.core import clock
from linli.core.ids import first_id_at
from linli.people.models import Person
from linli.timeline.models import Event
from linli.wishes.queries.desk import counts_in_hand
from linli.wishes.queries.desk_claims import claim_counts
from linli.wishes.queries.submissions import waiting_count
from linli.wishes.workflow import DRAFT, READY, REVIEW

FAMILIES, TAKEN_DOWN, CHECKED, DECIDED = "families", "taken_down", "checked", "decided"
_COUNTED: Mapping[tuple[str, str], str] = {
    ("household", "household.add"): FAMILIES,
    ("wish", "wish.collect"): TAKEN_DOWN,
    ("wish", "wish.import"): TAKEN_DOWN,
    ("wish", "approve"): CHECKED,
    ("wish", "send_back"): CHECKED,
    ("wish", "keep_claim"): DECIDED,
    ("wish", "decline_claim"): DECIDED,
}
"""What counts as done, by what it was done to and its verb in the record."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that waits: how much, the list where it is, and who may do it, by name."""

    label: str
    count: int
    url: str
    who: Sequence[str]


@dataclass(frozen=True, slots=True)
class Done:
    """One of the staff: the roles, and the figures of the month."""

    name: str
    roles: str
    families: int
    taken_down: int
    checked: int
    decided: int


@dataclass(frozen=True, slots=True)
class Workload:
    """All of the page, from `since` on."""

    since: datetime
    waiting: Sequence[Waiting]
    staff: Sequence[Done]


def workload(community_id: int) -> Workload:
    """As many statements for many people as for few."""
    grants = [grant for grant in grants_in(community_id) if ROLES[grant.role].is_office]
    names = _names(community_id, {grant.user_id for grant in grants})
    since = clock.local(clock.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Workload(since, _waiting(community_id, grants, names), _staff(community_id, grants, names, since))


def _names(community_id: int, users: Iterable[UUID]) -> dict[UUID, str]:
    rows = Person.objects.within(community_id).filter(user_id__in=list(users)).only("community_id", "name", "user_id")
    return {person.user_id: person.name for person in rows}


def _waiting(community_id: int, grants: Sequence[RoleGrant], names: Mapping[UUID, str]) -> list[Waiting]:
    wishes, claims = counts_in_hand(community_id), claim_counts(community_id)
    list_of = {name: reverse(name, args=[community_id]) for name in ("wishes", "claims", "collecting")}
    lines = (
        (_("Sent by residents, to be checked"), waiting_count(community_id), list_of["collecting"], "wishes.collect"),
        (_("Wishes being written"), wishes[DRAFT], f"{list_of['wishes']}?state={DRAFT}", "wishes.collect"),
        (_("Wishes to be checked"), wishes[REVIEW], f"{list_of['wishes']}?state={REVIEW}", "wishes.review"),
        (_("Wishes ready to be published"), wishes[READY], f"{list_of['wishes']}?state={READY}", "wishes.publish"),
        (_("Claims to decide"), claims["to_decide"], f"{list_of['claims']}?show=to_decide", "claims.decide"),
        (_("Claims overdue"), claims["late"], f"{list_of['claims']}?show=late", "claims.deliver"),
    )
    return [Waiting(label, count, url, _who(grants, names, permission)) for label, count, url, permission in lines]


def _who(grants: Sequence[RoleGrant], names: Mapping[UUID, str], permission: str) -> list[str]:
    may = {grant.user_id for grant in grants if permission in ROLES[grant.role].permissions}
    return sorted((names[user] for user in may if user in names), key=by_sound)


def by_sound(name: str) -> bytes:
    """Where a name stands in a list: GB 18030 has the usual characters in the order of their sound."""
    return name.encode("gb18030", "replace")


def _staff(community_id: int, grants: Sequence[RoleGrant], names: Mapping[UUID, str], since: datetime) -> list[Done]:
    """Everybody with a role in the office, also whoever did nothing yet, and never one before another but by name."""
    figures = _figures(community_id, since)
    roles: dict[UUID, list[str]] = {}
    for grant in grants:
        roles.setdefault(grant.user_id, []).append(str(label_of(grant.role)))
    staff = [
        Done(
            name=names.get(user, ""),
            roles=pgettext("between roles", ", ").join(dict.fromkeys(held)),
            **{what: figures[f"user:{user}", what] for what in (FAMILIES, TAKEN_DOWN, CHECKED, DECIDED)},
        )
        for user, held in roles.items()
    ]
    return sorted(staff, key=lambda line: by_sound(line.name))


def _figures(community_id: int, since: datetime) -> Counter[tuple[str, str]]:
    rows = Event.objects.within(community_id).filter(
        id__gte=first_id_at(since), verb__in=sorted({verb for _kind, verb in _COUNTED}), actor__startswith="user:"
    )
    counted: Counter[tuple[str, str]] = Counter()
    for actor, kind, verb, count in rows.order_by().values_list("actor", "subject_kind", "verb").annotate(Count("id")):
        if what := _COUNTED.get((kind, verb)):
            counted[actor, what] += count
    return counted
