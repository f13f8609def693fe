"""Who may open a community."""

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse

OPEN = "communities.open"
"""No role has it yet: the platform opens communities, at its first start or from the console."""


def may_open_community(actor: Actor, code: int) -> Decision:
    """Whether the actor may open the community with this 12-digit code."""
    if actor.may(OPEN, code):
        return ALLOWED
    return refuse(_("Only whoever runs this platform may open a community."))
