"""西湖 as it stands this very moment: something to decide, to claim, to check and to publish."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from linli.core import clock
from linli.demo.kinds.calendar import Calendar
from linli.demo.kinds.offices import WEST_LAKE
from linli.demo.kinds.people import WEST_LAKE_SECRETARY
from linli.demo.kinds.west_lake import (
    CLAIMED,
    COUNTER,
    FAMILIES,
    IN_CAMPAIGN,
    READY_NEXT,
    ROSTER,
    TO_CHECK,
    UNKNOWN,
    UNKNOWN_PHONE,
    Asked,
    Family,
)
from linli.demo.services.bell_tower import AGREED
from linli.demo.services.claiming import claim_by_name
from linli.demo.services.opening import acting
from linli.people.kinds import ConsentGiver
from linli.people.queries.persons import roster_persons
from linli.people.queries.roster_plan import Member
from linli.people.services.consents import ConsentGiven
from linli.people.services.households import CategoryHeld, HouseholdDetails
from linli.people.services.roster import import_roster
from linli.places.adapters.closed_days import working_day_from
from linli.wishes.models import Campaign
from linli.wishes.services.collecting import WishSaid, collect_wishes
from linli.wishes.services.doorstep import Visit, write_visit
from linli.wishes.services.publishing import CampaignDetails, prepare_campaign, publish_campaign
from linli.wishes.services.vouching import claim_at_counter
from linli.wishes.workflow import READY, REVIEW

OPENED = timedelta(minutes=40)


def load_west_lake(calendar: Calendar, now: datetime) -> Campaign:
    """Visits some days ago, and a campaign that opened a moment ago."""
    members = [Member(colleague.name, colleague.phone, colleague.employer) for colleague in ROSTER]
    with clock.at(calendar.before(20, 9, 30)):
        import_roster(community_id=WEST_LAKE, members=members, by=acting(WEST_LAKE_SECRETARY))
    chosen: list[UUID] = []
    for place, family in enumerate(FAMILIES):
        with clock.at(calendar.before(4, 9, 10) + timedelta(minutes=35 * place)):
            chosen += _visit(family)
    campaign = _publish(chosen, now)
    _let_claim(campaign, now)
    return campaign


def _visit(family: Family) -> list[UUID]:
    """Write one family down; the keys of the wishes that go into the campaign."""
    by = acting(WEST_LAKE_SECRETARY)
    details = HouseholdDetails(
        head_name=family.name,
        phone=family.phone,
        address=family.address,
        people_count=family.people,
        note=family.note,
    )
    visit = Visit(
        details=details,
        categories=[CategoryHeld(category, grade) for category, grade in family.categories.items()],
        consent=ConsentGiven(purposes=AGREED, given_by=ConsentGiver.SELF.value, witness=WEST_LAKE_SECRETARY.name),
        wishes=_said(family.wishes[IN_CAMPAIGN]),
        until=READY,
    )
    written = write_visit(community_id=WEST_LAKE, visit=visit, by=by)
    for state, asked in ((READY, family.wishes.get(READY_NEXT)), (REVIEW, family.wishes.get(TO_CHECK))):
        if asked:
            collect_wishes(
                community_id=WEST_LAKE, household_id=written.household_id, wishes=_said(asked), until=state, by=by
            )
    return list(written.wish_ids)


def _said(asked: tuple[Asked, ...]) -> list[WishSaid]:
    return [
        WishSaid(
            item=wish.item,
            quantity=wish.quantity,
            unit=wish.unit,
            spec=wish.spec,
            said=f"想要{wish.amount}{wish.unit}{wish.item}" + (f"，{wish.spec}" if wish.spec else ""),
        )
        for wish in asked
    ]


def _publish(chosen: list[UUID], now: datetime) -> Campaign:
    opens, by = (now - OPENED).replace(second=0, microsecond=0), acting(WEST_LAKE_SECRETARY)
    closes_on = working_day_from(clock.local(now).date() + timedelta(days=7))
    details = CampaignDetails(
        title="暖冬微心愿",
        issuer="西湖社区党支部",
        notice="天冷了，几户邻居缺几样东西。请在职党员看看能帮上哪一件，每人最多认领两件。",
        opens_at=opens,
        closes_at=clock.moment(closes_on, 18),
        handover_place="西湖社区党群服务中心",
        handover_hours="8:30—12:00、14:30—18:00",
        handover_until=working_day_from(closes_on + timedelta(days=3)),
        contact_phone="0359-2000012",
        cap=2,
    )
    luck = Random(12)  # noqa: S311  # -- the same numbers each time the demo is loaded; nothing to be kept secret
    with clock.at(opens - timedelta(minutes=25)):
        prepared = prepare_campaign(community_id=WEST_LAKE, details=details, wish_ids=chosen, by=by)
    with clock.at(opens):
        return publish_campaign(community_id=WEST_LAKE, campaign_id=prepared.pk, by=by, luck=luck)


def _let_claim(campaign: Campaign, now: datetime) -> None:
    """One after the other, as they came."""
    for way, place, number, minutes in CLAIMED:
        member, at = ROSTER[place], now - timedelta(minutes=minutes)
        if way == COUNTER:
            _at_counter(campaign, number, member.name, at)
        else:
            phone = UNKNOWN_PHONE if way == UNKNOWN else member.phone
            claim_by_name(campaign=campaign, number=number, name=member.name, phone=phone, at=at)


def _at_counter(campaign: Campaign, number: int, name: str, at: datetime) -> None:
    names = {person.name: person.pk for person in roster_persons(WEST_LAKE)}
    with clock.at(at):
        claim_at_counter(
            campaign=campaign,
            number=number,
            person_id=names[name],
            key=f"demo-{campaign.pk.hex}-{number}",
            by=acting(WEST_LAKE_SECRETARY),
        )
