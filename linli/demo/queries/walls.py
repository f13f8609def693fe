"""Whether the demo stands, since when, and which walls there are to look at."""

from datetime import date, timedelta

from linli.accounts.queries import user_by_phone
from linli.core import clock
from linli.demo.kinds.calendar import PRINTED, PUBLISHED
from linli.demo.kinds.offices import BELL_TOWER, WEST_LAKE
from linli.demo.kinds.people import SECRETARY
from linli.places.models import Community
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import PUBLISHED as IS_PUBLISHED
from linli.wishes.queries.campaigns import current_campaign


def is_loaded() -> bool:
    """Whether this database is the demo's."""
    return user_by_phone(SECRETARY.phone) is not None and Community.objects.filter(pk=BELL_TOWER).exists()


def days_campaign() -> Campaign | None:
    """The campaign of the page's day."""
    rows = Campaign.objects.within(BELL_TOWER).filter(state=IS_PUBLISHED)
    first: Campaign | None = rows.order_by("opens_at", "id").first()
    return first


def loaded_on() -> date | None:
    """The day that stands for the one on which the page was printed; None where the demo is not loaded."""
    campaign = days_campaign()
    if campaign is None:
        return None
    return clock.local(campaign.opens_at).date() + (PRINTED - PUBLISHED)


def walls() -> list[Campaign]:
    """What people scan: the open one of 西湖, the last one opened with `--live`, and the one of the page's day."""
    latest = Campaign.objects.within(BELL_TOWER).filter(state=IS_PUBLISHED).order_by("-opens_at", "-id").first()
    found = [current_campaign(WEST_LAKE), latest, days_campaign()]
    return list({campaign.pk: campaign for campaign in found if campaign is not None}.values())


def wall_of(community_id: int) -> Campaign | None:
    """Where a party member of this community lands: the campaign that is open there, in 钟楼 the page's day."""
    return days_campaign() if community_id == BELL_TOWER else current_campaign(community_id)


def is_old(loaded: date | None) -> bool:
    """Whether the page's day was moved to another day than this one."""
    return loaded is not None and clock.today() - loaded >= timedelta(days=1)
