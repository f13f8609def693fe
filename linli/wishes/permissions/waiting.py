"""When one may wait in line for a wish. The refusals are what the page says."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.core.decision import ALLOWED, Decision, refuse
from linli.wishes.models import Campaign
from linli.wishes.workflow import OFFERED, OPEN, TAKEN


def may_wait_for(campaign: Campaign, wish_state: str, now: datetime) -> Decision:
    """For what somebody else has, as long as things can be handed over."""
    if wish_state == OPEN:
        return refuse(_("This wish is open: it can be claimed at once."))
    if wish_state not in (TAKEN, OFFERED):
        return refuse(_("There is nothing to wait for any more: this wish has come true or was withdrawn."))
    if now >= campaign.handover_ends_at:
        return refuse(_("The hand-over is over, so nobody waits in line any more."))
    return ALLOWED
