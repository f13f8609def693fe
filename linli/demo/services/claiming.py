"""Claims as their claimants make them on their own phones: by name and telephone, without a code."""

from datetime import datetime

from linli.accounts.kinds import CLAIMANT
from linli.core import clock
from linli.core.actor import Actor, WeakIdentity
from linli.core.errors import Conflict
from linli.gate.services import Outcome
from linli.wishes.models import Campaign
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import named_claimant


def claim_by_name(*, campaign: Campaign, number: int, name: str, phone: str, at: datetime) -> Outcome:
    """Claim at this moment. Raises `Conflict` when it was not won: the day would not be the page's any more."""
    with clock.at(at):
        claimant = named_claimant(campaign=campaign, name=name, phone=phone)
        weak = WeakIdentity(campaign.community_id, campaign.pk, claimant.person_id)
        by = Actor(key=f"person:{claimant.person_id}", label=CLAIMANT, weak=weak)
        key = f"demo-{campaign.pk.hex}-{number}"
        outcome = claim_wish(campaign=campaign, number=number, claimant=claimant, key=key, by=by)
    if not outcome["won"]:
        raise Conflict(f"wish {number} was not won: {outcome['why']}")
    return outcome
