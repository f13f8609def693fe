"""Why a wish cannot be taken, in plain words: the same before the button and after it was pressed."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core import clock
from linli.places.templatetags.linli_dates import moment
from linli.wishes.models import Campaign
from linli.wishes.services.claiming import (
    BY_DRAW,
    CLOSED,
    HOW_MUCH,
    NOT_YET_OPEN,
    OFFER_OVER,
    ON_HOLD,
    OVER_CAP,
    TAKEN_ALREADY,
    TOO_MUCH,
)
from linli.wishes.workflow import OFFERED, OPEN, PAUSED

KEPT = "kept"
"""For whoever is next in line."""


def why_not(campaign: Campaign, state: str, remaining: int | None, now: datetime) -> str:
    """The code of what stands against taking a wish in this state now; empty where nothing does."""
    if state != OPEN:
        return KEPT if state == OFFERED else TAKEN_ALREADY
    if now >= campaign.closes_at:
        return CLOSED
    if campaign.state == PAUSED:
        return ON_HOLD
    if now < campaign.opens_at:
        return NOT_YET_OPEN
    if campaign.awaits_draw:
        return BY_DRAW
    return OVER_CAP if remaining is not None and remaining <= 0 else ""


def reason_of(why: str, campaign: Campaign) -> str:
    """What happened, what it means, what to do."""
    if why == NOT_YET_OPEN:
        return _("Claiming opens %(when)s. Nobody can take a wish before then.") % {"when": moment(campaign.opens_at)}
    if why == CLOSED:
        return _("Claiming ended %(when)s. If you would still like to help, please call the community.") % {
            "when": moment(campaign.closes_at)
        }
    if why == ON_HOLD:
        return _("Claiming is paused. {reason} What has been claimed stays claimed.").format(
            reason=campaign.pause_reason
        )
    if why == BY_DRAW:
        return _("This wish is given out by a draw on %(when)s. Until then you can enter for it.") % {
            "when": moment(campaign.draw_at)
        }
    if why == OVER_CAP:
        return _over(campaign)
    if why == KEPT:
        return _("This wish was given back and is kept for the next in line.")
    if why == OFFER_OVER:
        return _("The wish is not kept for you any more: the time was over, or it was answered already.")
    return _taken(why)


def _taken(why: str) -> str:
    if why in (HOW_MUCH, TOO_MUCH):
        return _("Several people see to this wish together: please say how much of it you take.")
    return _("Somebody has claimed this wish already.")


def _over(campaign: Campaign) -> str:
    """The cap of this moment, and from when it is another one."""
    now = clock.now()
    cap, gentle_until = campaign.cap_at(now) or 0, campaign.first_minutes_end_at
    said = ngettext(
        "Here one person holds at most %(cap)s wish, so that many can help. Give one back first to take another.",
        "Here one person holds at most %(cap)s wishes, so that many can help. Give one back first to take another.",
        cap,
    ) % {"cap": cap}
    if gentle_until is None or now >= gentle_until:
        return said
    return _("In the first minutes one person holds at most %(cap)s wishes. From %(when)s on it is more.") % {
        "cap": cap,
        "when": moment(gentle_until),
    }
