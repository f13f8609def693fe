"""Who may prepare, publish and close a campaign."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.wishes.queries.covers import is_public_cover


def may_publish(actor: Actor, community_id: int) -> Decision:
    """Staff whose role publishes wishes."""
    if actor.may("wishes.publish", community_id):
        return ALLOWED
    return refuse(_("Your role does not publish wishes."))


def may_see_cover(actor: Actor, community_id: int, picture_id: UUID) -> Decision:
    """Everybody, once its campaign is published; before that whoever works at the desk."""
    if actor.may("desk.open", community_id) or is_public_cover(community_id, picture_id):
        return ALLOWED
    return refuse(_("This campaign is still being prepared."))
