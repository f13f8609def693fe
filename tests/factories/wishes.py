"""Families, wishes and campaigns as tests need them, made through the services where these exist."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from linli.core import clock
from linli.core.actor import SYSTEM, Actor, Grant, WeakIdentity
from linli.people.models import Household, Organisation, Person, RosterEntry
from linli.wishes.models import Campaign, Wish
from linli.wishes.services.publishing import CampaignDetails, prepare_campaign, publish_campaign
from linli.wishes.workflow import READY

BELL_TOWER = 140802004008
WEST_LAKE = 140823400012

GOODS = (
    ("书包", "个"),
    ("围巾", "条"),
    ("收音机", "台"),
    ("大米", "袋"),
    ("电热毯", "床"),
    ("棉鞋", "双"),
    ("字典", "本"),
)
SURNAMES, GIVEN = "陈林黄何高罗郑梁谢宋", ("晓东", "丽娜", "海燕", "伟明", "国强", "雪梅")


@transaction.atomic
def household(
    community: int = BELL_TOWER, number: int = 1, name: str = "秦秀芝", phone: str = "19900000001"
) -> Household:
    """A family with everything that must never be seen outside."""
    row = Household(community_id=community, number=number, note="一人需长期护理", people_count=3, made_at=clock.now())
    row.set_head_name(name)
    row.set_phone(phone)
    row.set_address(f"钟楼小区{number}号楼1单元302")
    row.save(force_insert=True)
    return row


@transaction.atomic
def wish(of: Household, item: str = "书包", unit: str = "个", state: str = READY, **values: object) -> Wish:
    """A wish of this family, ready to be published unless said otherwise."""
    fields: dict[str, object] = {
        "said": f"我想要一{unit}{item}",
        "quantity": 1,
        "kind": "study",
        "public_title": item,
        "made_at": clock.now(),
        "moved_at": clock.now(),
    }
    row = Wish(community_id=of.community_id, household=of, item=item, unit=unit, state=state, **(fields | values))
    row.save(force_insert=True)
    return row


@transaction.atomic
def ready_wishes(community: int = BELL_TOWER, wishes: int = 5, households: int = 2) -> list[Wish]:
    """Wishes ready to be published, dealt out over the families one after another."""
    first = Household.objects.within(community).count()
    families = [
        household(community, first + i + 1, name=f"{SURNAMES[i % 10]}秀芝", phone=f"199000{i:05d}")
        for i in range(households)
    ]
    return [wish(families[i % households], *GOODS[i % len(GOODS)]) for i in range(wishes)]


def details(**values: object) -> CampaignDetails:
    """A campaign open since an hour ago, for a week."""
    now = clock.now()
    plain = CampaignDetails(
        title="点亮微心愿",
        issuer="钟楼社区党支部",
        notice="请在职党员根据自身情况认领。",
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=7),
        handover_place="钟楼社区党群服务中心",
        handover_until=clock.today() + timedelta(days=10),
        contact_phone="0359-2000000",
    )
    return replace(plain, **values)  # type: ignore[arg-type]  # -- tests name the fields they change


@transaction.atomic
def open_campaign(community: int = BELL_TOWER, wishes: int = 5, households: int = 2, **values: object) -> Campaign:
    """A published campaign that can be claimed from now."""
    chosen = [wish.pk for wish in ready_wishes(community, wishes, households)]
    campaign = prepare_campaign(community_id=community, details=details(**values), wish_ids=chosen, by=SYSTEM)
    return publish_campaign(community_id=community, campaign_id=campaign.pk, by=SYSTEM)


@transaction.atomic
def member(
    community: int = BELL_TOWER, name: str = "陈晓东", phone: str = "19900010000", employer: str = "市审计局"
) -> Person:
    """An in-service party member on the roster."""
    organisation = Organisation.objects.within(community).filter(name=employer).first()
    person = Person(
        community_id=community,
        origin="roster",
        made_at=clock.now(),
        organisation=organisation or Organisation.objects.create(community_id=community, name=employer),
    )
    person.set_name(name)
    person.set_phone(phone)
    person.save(force_insert=True)
    RosterEntry.objects.create(community_id=community, person=person, since=clock.today())
    return person


@transaction.atomic
def members(community: int = BELL_TOWER, count: int = 3) -> list[Person]:
    return [member(community, SURNAMES[i % 10] + GIVEN[i // 10 % 6], phone=f"1990001{i:04d}") for i in range(count)]


def claimant_actor(campaign: Campaign, person_id: UUID) -> Actor:
    """Somebody who gave name and phone in this campaign, as their session has it."""
    weak = WeakIdentity(campaign.community_id, campaign.pk, person_id)
    return Actor(key=f"person:{person_id}", label="claimant", weak=weak)


def worker_actor(community: int = BELL_TOWER, *permissions: str) -> Actor:
    """A worker of this community with just these permissions."""
    grant = Grant("worker", frozenset(permissions), community, community)
    return Actor(key="user:worker", label="worker", grants=(grant,))
