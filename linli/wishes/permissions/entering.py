"""When one may enter for a draw, and take an entry back. The refusals are what the page says."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.core.decision import ALLOWED, Decision, refuse
from linli.places.templatetags.linli_dates import moment
from linli.wishes.models import Campaign
from linli.wishes.workflow import OPEN, PAUSED, PUBLISHED

TOO_LATE = _("Entries are closed: the draw is being made. The result stands here in a few minutes.")


def may_enter(campaign: Campaign, wish_state: str, now: datetime) -> Decision:
    """From the opening until the draw, for a wish that stands on the wall."""
    if not campaign.awaits_draw:
        return refuse(_("The draw has been made: what is still open can be claimed at once."))
    if campaign.draw_at is None or now >= campaign.draw_at:
        return refuse(TOO_LATE)
    if campaign.state == PAUSED:
        return refuse(_("Entering is paused. %(reason)s") % {"reason": campaign.pause_reason})
    if now < campaign.opens_at:
        return refuse(_("Entering opens %(when)s.") % {"when": moment(campaign.opens_at)})
    if campaign.state != PUBLISHED or wish_state != OPEN:
        return refuse(_("This wish has been taken off the wall."))
    return ALLOWED


def may_leave(campaign: Campaign, now: datetime) -> Decision:
    """Until the draw, also while entering is paused."""
    if not campaign.awaits_draw or campaign.draw_at is None or now >= campaign.draw_at:
        return refuse(_("Entries are closed, so they cannot be taken back any more. What you win you can give back."))
    return ALLOWED
