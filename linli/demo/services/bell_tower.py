"""钟楼 on the page's day: eleven families, 45 wishes, thirty members, nineteen minutes."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from linli.core import clock
from linli.demo.kinds.calendar import HAND_OVER_BY, PUBLISHED, Calendar
from linli.demo.kinds.offices import BELL_TOWER
from linli.demo.kinds.people import CIVIL_AFFAIRS, DEPUTY, GRID_WORKER, SECRETARY, WORKER
from linli.demo.kinds.rush import rush
from linli.demo.services.claiming import claim_by_name
from linli.demo.services.opening import acting
from linli.people.adapters.roster_sheet import RosterRow, read_roster
from linli.people.kinds import ConsentGiver, ConsentPurpose
from linli.people.models import Household
from linli.people.queries.roster_plan import Member
from linli.people.services.consents import ConsentGiven, record_consent
from linli.people.services.roster import import_roster
from linli.wishes.adapters.register_checks import check_register
from linli.wishes.models import Campaign, Wish
from linli.wishes.services.importing import Family, import_wishes, read_families
from linli.wishes.services.publishing import CampaignDetails, prepare_campaign, publish_campaign
from linli.wishes.services.reviewing import approve_wishes, move_wish
from linli.wishes.workflow import READY, REVIEW

SHEETS = Path(__file__).resolve().parent.parent / "data"
REGISTER, ROSTER = SHEETS / "wish-register.xlsx", SHEETS / "member-roster.xlsx"
TITLE = "点亮“微心愿”"
NOTICE = "钟楼社区党支部开展“微心愿”认领活动，请在职党员根据自身情况认领。"
AGREED = (ConsentPurpose.HELP.value, ConsentPurpose.TELL_CLAIMANT.value, ConsentPurpose.PUBLISH.value)


def families_of_the_sheet() -> list[Family]:
    """The eleven families of the register with their 45 wishes."""
    return read_families(check_register(REGISTER).families)


def members_of_the_sheet() -> Sequence[RosterRow]:
    """The thirty party members of the roster."""
    return read_roster(ROSTER).rows


def load_bell_tower(calendar: Calendar) -> Campaign:
    """The roster, the register, the consents, the check, the publishing and the claims, each at its time."""
    _bring_in(calendar)
    _ask_families(calendar)
    _approve(calendar)
    campaign = _publish(calendar)
    _let_claim(campaign)
    return campaign


def _bring_in(calendar: Calendar) -> None:
    members = [Member(row.name, row.phone, row.organisation) for row in members_of_the_sheet()]
    with clock.at(calendar.before(16, 10, 20)):
        import_roster(community_id=BELL_TOWER, members=members, by=acting(CIVIL_AFFAIRS))
    with clock.at(calendar.before(8, 17, 10)):
        import_wishes(community_id=BELL_TOWER, families=families_of_the_sheet(), until=REVIEW, by=acting(WORKER))


def _ask_families(calendar: Calendar) -> None:
    """Deputy and grid worker go round and read out what each family agrees to."""
    agreed = ConsentGiven(purposes=AGREED, given_by=ConsentGiver.SELF.value, witness=GRID_WORKER.name)
    households = Household.objects.within(BELL_TOWER).order_by("number").values_list("pk", flat=True)
    first, by = calendar.before(7, 9, 5), acting(DEPUTY)
    for place, household_id in enumerate(households):
        with clock.at(first + timedelta(minutes=26 * place)):
            record_consent(community_id=BELL_TOWER, household_id=household_id, consent=agreed, by=by)


def _approve(calendar: Calendar) -> None:
    """All at once; what the check leaves for somebody to look at is looked at one by one."""
    wishes = Wish.objects.within(BELL_TOWER).filter(state=REVIEW).order_by("id").values_list("pk", flat=True)
    by = acting(DEPUTY)
    with clock.at(calendar.before(6, 17, 30)):
        left = approve_wishes(community_id=BELL_TOWER, wish_ids=list(wishes), by=by).left
    for place, wish_id in enumerate(left, start=1):
        with clock.at(calendar.before(6, 17, 30) + timedelta(minutes=place)):
            move_wish(community_id=BELL_TOWER, wish_id=wish_id, move="approve", by=by)


def _publish(calendar: Calendar) -> Campaign:
    opens = calendar.moment(PUBLISHED, 15, 13)
    details = CampaignDetails(
        title=TITLE,
        issuer="钟楼社区党支部",
        notice=NOTICE,
        opens_at=opens,
        closes_at=calendar.moment(HAND_OVER_BY, 18),
        handover_place="钟楼社区党群服务中心",
        handover_hours="8:30—12:00、14:30—18:00",
        handover_until=calendar.day(HAND_OVER_BY),
        contact_phone="0359-2000008",
    )
    ready = Wish.objects.within(BELL_TOWER).filter(state=READY).order_by("id").values_list("pk", flat=True)
    with clock.at(calendar.moment(PUBLISHED, 14, 48)):
        prepared = prepare_campaign(
            community_id=BELL_TOWER, details=details, wish_ids=list(ready), by=acting(CIVIL_AFFAIRS)
        )
    with clock.at(opens):
        luck = Random(45)  # noqa: S311  # -- the same numbers each time the demo is loaded; nothing to be kept secret
        return publish_campaign(community_id=BELL_TOWER, campaign_id=prepared.pk, by=acting(SECRETARY), luck=luck)


def _let_claim(campaign: Campaign) -> None:
    members = members_of_the_sheet()
    for step in rush():
        member = members[step.member]
        at = campaign.opens_at + timedelta(seconds=step.second)
        claim_by_name(campaign=campaign, number=step.number, name=member.name, phone=member.phone, at=at)
