"""What is taken down on one doorstep, in one transaction: the family, what it agreed to, and its wishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from linli.core.actor import Actor
from linli.people.services.consents import ConsentGiven, record_consent
from linli.people.services.households import CategoryHeld, HouseholdDetails, add_household
from linli.people.services.papers import add_paper
from linli.timeline.services import record
from linli.wishes.services.collecting import WishSaid, collect_wishes


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One visit. Either a family on record (`household_id`) or a new one (`details` and `categories`); the consent may
    be missing only where the family has given it before; `paper_id` is the photo of its signed sheet.
    """

    wishes: Sequence[WishSaid]
    until: str
    household_id: UUID | None = None
    details: HouseholdDetails | None = None
    categories: Sequence[CategoryHeld] = ()
    consent: ConsentGiven | None = None
    paper_id: UUID | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a visit came to."""

    household_id: UUID
    wish_ids: Sequence[UUID]
    left_out_event: UUID | None = None


@transaction.atomic
def write_visit(*, community_id: int, visit: Visit, by: Actor) -> Written:
    """Write all of it down or nothing. Raises what the services of its parts raise."""
    household_id = visit.household_id
    if household_id is None:
        details = visit.details or HouseholdDetails(head_name="")
        household_id = add_household(community_id=community_id, details=details, categories=visit.categories, by=by).pk
    if visit.consent is not None:
        place: dict[str, Any] = {"community_id": community_id, "household_id": household_id}
        given = record_consent(consent=visit.consent, by=by, **place)
        if visit.paper_id is not None:
            add_paper(consent_id=given[0].pk, picture_id=visit.paper_id, by=by, **place)
    wishes = collect_wishes(
        community_id=community_id, household_id=household_id, wishes=visit.wishes, until=visit.until, by=by
    )
    event = None
    if visit.left_out:
        # nothing is dropped silently: what was said stays with the family, also where it is no wish (medicine, money)
        subject = ("household", household_id)
        event = record(
            community_id=community_id, subject=subject, verb="wish.left_out", detail=visit.left_out, by=by
        ).pk
    return Written(household_id, [wish.pk for wish in wishes], event)
