"""`linli demo --live`: the day once more, over real HTTP, while one watches the wall."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from linli.core import clock
from linli.demo.adapters.crowd import Crowd, Told
from linli.demo.adapters.phone import NoAnswer, Phone
from linli.demo.kinds.rush import MEMBERS, rush
from linli.demo.queries.walls import days_campaign
from linli.demo.services.again import open_fresh_campaign
from linli.demo.services.bell_tower import members_of_the_sheet
from linli.wishes.models import Campaign

MOMENT = 300
"""Seconds of that day between the notice in the group and the first tap: time to open the wall."""


def watch(*, site: str, speed: float, say: Callable[[str], object]) -> None:
    """Open a fresh campaign on the server at `site` and let thirty people claim `speed` times faster than on that day.

    Raises CommandError when the server does not answer, stands on other data, or a wish is left without anybody.
    """
    _ask(site)
    campaign = open_fresh_campaign()
    say(_("The wall: %(address)s") % {"address": f"{site}/c/{campaign.code}"})
    wait = MOMENT / speed
    say(
        _("Thirty people begin in %(seconds)s seconds, %(speed)s times faster than on that day.")
        % _figures(wait, speed)
    )
    time.sleep(wait)
    people = [(member.name, member.phone) for member in members_of_the_sheet()]
    won, late, start = 0, 0, time.monotonic()
    for told in Crowd(site, campaign.code, people, rush(), speed).rush():
        say(_line(campaign, told))
        won, late = won + bool(told.number), late + told.late
    taken = time.monotonic() - start
    say(
        _("%(won)s of %(wishes)s claimed by %(people)s people in %(seconds)s s; others were faster %(late)s times.")
        % {"won": won, "wishes": len(rush()), "people": MEMBERS, "seconds": f"{taken:.1f}", "late": late}
    )
    _look(site, campaign)


def _figures(wait: float, speed: float) -> dict[str, str]:
    return {"seconds": f"{wait:.0f}", "speed": f"{speed:g}"}


def _ask(site: str) -> None:
    """Whether a server is there, and stands on the same data as this command."""
    known = days_campaign()
    try:
        page = Phone(site).get(f"/c/{known.code}" if known else "/")
    except NoAnswer:
        message = _("Nothing answers at %(address)s. Start it with `make run`, or say where it is with --url.")
        raise CommandError(message % {"address": site}) from None
    if page.status != 200:
        message = _(
            "The server at %(address)s stands on other data. Start both with the same LINLI_DATA and DATABASE_URL."
        )
        raise CommandError(message % {"address": site})


def _line(campaign: Campaign, told: Told) -> str:
    """What became of one tap, at the time of day it had on the page."""
    at = clock.local(clock.moment(clock.today(), 15, 13) + timedelta(seconds=told.second))
    words = {
        "at": f"{at:%H:%M:%S}",
        "name": told.name,
        "number": told.number,
        "spoken": told.spoken,
        "why": told.problem,
    }
    if told.problem:
        return _("%(at)s  %(name)s got no answer: %(why)s") % words
    if not told.number:
        return _("%(at)s  %(name)s found nothing left") % words
    return _("%(at)s  %(name)s takes no. %(number)s and writes %(spoken)s on the parcel") % words


def _look(site: str, campaign: Campaign) -> None:
    """The wall itself says whether everything has somebody: a visitor may have been faster than the thirty."""
    time.sleep(1)
    try:
        left = len(Phone(site).open_numbers(campaign.code))
    except NoAnswer:
        left = len(rush())
    if left:
        raise CommandError(_("%(count)s wishes are still without anybody.") % {"count": left})
