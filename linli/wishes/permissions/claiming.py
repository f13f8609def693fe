"""Who may claim, release and decide. The refusals are what the button's tooltip says."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.wishes.models import Campaign, Claim
from linli.wishes.models.claims import SIGNED_IN
from linli.wishes.workflow import CLAIM


def may_claim_in(actor: Actor, campaign: Campaign, claimant_id: UUID, basis: str) -> Decision:
    """A claimant for themselves in this campaign, or a worker at the counter for somebody else.

    `basis` is what the claimant's identity rests on: an account claims for the person it is, found by that account.
    """
    if actor.may("claims.counter", campaign.community_id):
        return ALLOWED
    if actor.user_id is not None:
        return ALLOWED if basis == SIGNED_IN else refuse(_("Your role does not claim for other people."))
    weak = actor.weak
    if weak is None:
        return refuse(_("Please give your name and telephone first."))
    if weak.campaign_id != campaign.pk or weak.person_id != claimant_id:
        return refuse(_("You gave your name for another campaign. Please give it again here."))
    return ALLOWED


def is_claimant(actor: Actor, claim: Claim, own_person_ids: frozenset[UUID]) -> bool:
    """Whether the claim is the asker's own. A weak session reaches the claims of its one campaign only."""
    if claim.claimant_id not in own_person_ids:
        return False
    return actor.weak is None or actor.user_id is not None or actor.weak.campaign_id == claim.campaign_id


def may_release(actor: Actor, claim: Claim, own_person_ids: frozenset[UUID]) -> Decision:
    """The claimant while nothing has arrived, or staff."""
    if not CLAIM.may("release", claim.state):
        return refuse(_("The goods have arrived already, so this claim cannot be released. Please call the office."))
    if is_claimant(actor, claim, own_person_ids) or actor.may("claims.decide", claim.community_id):
        return ALLOWED
    return refuse(_("Only the person who claimed this wish or the office can release it."))


def may_decide(actor: Actor, community_id: int) -> Decision:
    """Staff who decide whether somebody who is not on the roster keeps the wish."""
    if actor.may("claims.decide", community_id):
        return ALLOWED
    return refuse(_("Your role does not decide about claims."))


def may_claim_for_others(actor: Actor, community_id: int) -> Decision:
    """Staff at the counter, or confirming claims pasted from a chain message."""
    if actor.may("claims.counter", community_id):
        return ALLOWED
    return refuse(_("Your role does not claim for other people."))
