"""Who may prepare, publish and close a campaign."""

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse


def may_publish(actor: Actor, community_id: int) -> Decision:
    """Staff whose role publishes wishes."""
    if actor.may("wishes.publish", community_id):
        return ALLOWED
    return refuse(_("Your role does not publish wishes."))
