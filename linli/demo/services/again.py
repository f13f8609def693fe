"""The day once more: a fresh campaign of 45 fresh wishes in 钟楼, for thirty phones to claim while one watches."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from linli.core import clock
from linli.core.errors import NotHere
from linli.demo.kinds.offices import BELL_TOWER
from linli.demo.kinds.people import DEPUTY
from linli.demo.services.bell_tower import families_of_the_sheet
from linli.demo.services.opening import acting
from linli.people.models import Household
from linli.people.queries.households import same_household
from linli.places.adapters.closed_days import working_day_from
from linli.wishes.models import Campaign
from linli.wishes.services.collecting import collect_wishes
from linli.wishes.services.publishing import CampaignDetails, prepare_campaign, publish_campaign
from linli.wishes.workflow import READY


@transaction.atomic
def open_fresh_campaign() -> Campaign:
    """Take the same families' wishes down once more and publish them, from this moment on.

    They are wishes of their own: the sheet, brought in again, still finds its 45 unchanged. Raises `NotHere` where a
    family of the sheet is not here any more, and what the services raise.
    """
    wishes, by = _collect(), acting(DEPUTY)
    until = working_day_from(clock.today() + timedelta(days=7))
    details = CampaignDetails(
        title="点亮“微心愿”（现场演示）",
        issuer="钟楼社区党支部",
        notice="同一天再来一遍：四十五个心愿，三十名在职党员，看灯一盏盏亮起来。",
        opens_at=clock.now(),
        closes_at=clock.moment(until, 18),
        handover_place="钟楼社区党群服务中心",
        handover_hours="8:30—12:00、14:30—18:00",
        handover_until=until,
        contact_phone="0359-2000008",
    )
    prepared = prepare_campaign(community_id=BELL_TOWER, details=details, wish_ids=wishes, by=by)
    return publish_campaign(community_id=BELL_TOWER, campaign_id=prepared.pk, by=by)


def _collect() -> list[UUID]:
    find, by = same_household(list(Household.objects.within(BELL_TOWER).order_by("number"))), acting(DEPUTY)
    found: list[UUID] = []
    for family in families_of_the_sheet():
        household = find(family.details.head_name, family.details.phone, family.details.address)
        if household is None:
            raise NotHere
        rows = collect_wishes(
            community_id=BELL_TOWER, household_id=household.pk, wishes=list(family.wishes), until=READY, by=by
        )
        found += [row.pk for row in rows]
    return found
