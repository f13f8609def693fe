"""Who may see a text on its way and pass it on, and who sets up how texts travel and what they say."""

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.notifications.models import Outgoing


def may_pass_on(actor: Actor, outgoing: Outgoing) -> Decision:
    """Whoever holds the permission that the text was written for, in that community; without one, nobody."""
    if outgoing.permission and actor.may(outgoing.permission, outgoing.community_id):
        return ALLOWED
    return refuse(_("Your role does not pass on this kind of message."))


def may_manage_channels(actor: Actor, community_id: int) -> Decision:
    """The secretary and the director."""
    if actor.may("channels.manage", community_id):
        return ALLOWED
    return refuse(_("Only the secretary or the director may set up channels and texts."))
