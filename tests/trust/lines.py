"""Who stands in line in a community of the house."""

from typing import Any
from uuid import UUID

from linli.core.actor import SYSTEM
from linli.wishes.models import Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.releasing import release_claim
from linli.wishes.services.waiting import join_line
from tests.factories.wishes import claimant_actor, member


def stand_in_line(side: Any, waiting: UUID, holding: UUID) -> None:
    """One wish kept for somebody in line, and one that they and a third person still wait for."""
    numbers, claimant = side["numbers"], Claimant(waiting, "roster", to_decide=False)
    by = claimant_actor(side.campaign, waiting)
    holder = Claimant(holding, "roster", to_decide=False)
    asked = {"campaign": side.campaign, "claimant": holder, "by": claimant_actor(side.campaign, holding)}
    third = member(
        side.code, side.canaries.name("Person.name in line", "谢"), side.canaries.phone("Person.phone in line")
    )
    offered = claim_wish(number=numbers[-1], key=f"seed-line-{numbers[-1]}", **asked)
    claim_wish(number=numbers[-2], key=f"seed-line-{numbers[-2]}", **asked)
    for number in (numbers[-1], numbers[-2]):
        join_line(campaign=side.campaign, number=number, claimant=claimant, by=by)
    waits = Claimant(third.pk, "roster", to_decide=False)
    join_line(campaign=side.campaign, number=numbers[-2], claimant=waits, by=claimant_actor(side.campaign, third.pk))
    release_claim(community_id=side.code, claim_id=UUID(offered["claim"]), by=SYSTEM)
    on_wall = Wish.objects.within(side.code).filter(campaign=side.campaign)
    side.things |= {
        "wish offered": on_wall.get(public_number=numbers[-1]).pk,
        "wish waited for": on_wall.get(public_number=numbers[-2]).pk,
        "number of another": numbers[0],
        "number waited for": numbers[-2],
        "number offered": numbers[-1],
    }
