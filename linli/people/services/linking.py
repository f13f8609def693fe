"""Linking the account that signed in by a phone to the person whom a community knows by it."""

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.people.models import Person
from linli.people.queries.persons import on_rosters_by_phone

if TYPE_CHECKING:
    from linli.accounts.models import User


@transaction.atomic
def link_account(*, user: "User", phone: str) -> int:
    """Link `user` wherever the roster has exactly one person with this phone; how many communities that were.

    Families share a phone: where two on the roster do, nobody can tell who signed in, so the desk sees no link.
    """
    found: dict[int, list[UUID]] = defaultdict(list)
    for community_id, person_id in on_rosters_by_phone(phone):
        found[community_id].append(person_id)
    linked = 0
    for community_id, person_ids in found.items():
        if len(person_ids) == 1:
            linked += _link(community_id, person_ids[0], user.pk)
    return linked


def _link(community_id: int, person_id: UUID, user_id: UUID) -> int:
    rows = Person.objects.within(community_id)
    try:
        with transaction.atomic():
            return rows.filter(pk=person_id, user_id=None).update(user_id=user_id)
    except IntegrityError:
        # the community knows this account as somebody else already
        return 0
