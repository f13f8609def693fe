"""Fills an office: `python -m bench.seed --wishes 45 --people 300 --cap 2`. Prints what clients need to know, as
JSON."""

import argparse
import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  # -- as below
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  # -- as below
from django.db import connection, transaction  # noqa: E402  # -- models can be imported once Django is set up

from linli.accounts.models import User  # noqa: E402  # -- as above
from linli.accounts.services import ensure_user, grant_role  # noqa: E402  # -- as above
from linli.config.sessions import SessionStore  # noqa: E402  # -- as above
from linli.core import clock  # noqa: E402  # -- as above
from linli.core.actor import SYSTEM  # noqa: E402  # -- as above
from linli.people.models import Household, Organisation, Person, RosterEntry  # noqa: E402  # -- as above
from linli.people.services.numbering import HOUSEHOLDS, take_numbers  # noqa: E402  # -- as above
from linli.places.services import open_community  # noqa: E402  # -- as above
from linli.wishes.models import Wish  # noqa: E402  # -- as above
from linli.wishes.services.publishing import CampaignDetails, prepare_campaign, publish_campaign  # noqa: E402  # -- as above
from linli.wishes.workflow import READY  # noqa: E402  # -- as above

COMMUNITY = 140802004008
GOODS = (("书包", "个"), ("围巾", "条"), ("收音机", "台"), ("大米", "袋"), ("电热毯", "床"))
HANZI = "安宁和平康乐顺清明华春夏秋冬梅兰竹菊松柏"


def person_name(number: int) -> str:
    """A different invented name for each number."""
    return "陈" + HANZI[number // 20 % 20] + HANZI[number % 20] + (HANZI[number // 400 % 20] if number >= 400 else "")


def households(count: int) -> list[Household]:
    rows = []
    first = take_numbers(community_id=COMMUNITY, name=HOUSEHOLDS, count=count)
    for number in range(first, first + count):
        row = Household(
            community_id=COMMUNITY, number=number, note="一人需长期护理", people_count=2, made_at=clock.now()
        )
        row.set_head_name(person_name(number + 7000))
        row.set_phone(f"19910{number:06d}")
        row.set_address(f"钟楼小区{number}号楼1单元302")
        rows.append(row)
    made: list[Household] = Household.objects.bulk_create(rows, batch_size=1000)
    return made


def wishes(families: list[Household], count: int) -> list[Wish]:
    rows = []
    for i in range(count):
        item, unit = GOODS[i % len(GOODS)]
        rows.append(
            Wish(
                community_id=COMMUNITY,
                household=families[i % len(families)],
                item=item,
                unit=unit,
                quantity=1 + i % 3,
                kind="study",
                public_title=item,
                said=f"{item}一{unit}",
                state=READY,
                made_at=clock.now(),
                moved_at=clock.now(),
            )
        )
    made: list[Wish] = Wish.objects.bulk_create(rows, batch_size=1000)
    return made


def people(count: int) -> list[Person]:
    employer = Organisation.objects.create(community_id=COMMUNITY, name="市审计局")
    rows = []
    for i in range(count):
        row = Person(community_id=COMMUNITY, origin="roster", organisation=employer, made_at=clock.now())
        row.set_name(person_name(i))
        row.set_phone(f"19900{i:06d}")
        rows.append(row)
    Person.objects.bulk_create(rows, batch_size=1000)
    RosterEntry.objects.bulk_create(
        [RosterEntry(community_id=COMMUNITY, person=row, since=clock.today()) for row in rows], batch_size=1000
    )
    return rows


def campaign_of(chosen: list[Wish], cap: int | None) -> Any:
    details = CampaignDetails(
        title="点亮微心愿",
        issuer="钟楼社区党支部",
        notice="请在职党员根据自身情况认领。",
        opens_at=clock.now() - timedelta(minutes=1),
        closes_at=clock.now() + timedelta(days=7),
        handover_place="钟楼社区党群服务中心",
        handover_until=clock.today() + timedelta(days=10),
        contact_phone="0359-2000000",
        cap=cap,
    )
    ids = [wish.pk for wish in chosen]
    prepared = prepare_campaign(community_id=COMMUNITY, details=details, wish_ids=ids, by=SYSTEM)
    return publish_campaign(community_id=COMMUNITY, campaign_id=prepared.pk, by=SYSTEM)


def signed_in(person: Person) -> str:
    """The key of a session in which this person is signed in, as after entering a code."""
    user = ensure_user(phone=person.phone)
    Person.objects.within(COMMUNITY).filter(pk=person.pk).update(user_id=user.pk)
    return session_of(user)


def secretary() -> str:
    """The key of a session of somebody who may do everything at the desk."""
    user = ensure_user(phone="19899990000")
    grant_role(user=user, role="secretary", place=COMMUNITY, by=SYSTEM)
    return session_of(user)


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@transaction.atomic
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wishes", type=int, default=45)
    parser.add_argument("--households", type=int, default=11)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--cap", type=int, default=None)
    parser.add_argument("--campaigns", type=int, default=1, help="each with as many wishes")
    parser.add_argument("--accounts", action="store_true", help="sign every person in and print the session")
    parser.add_argument("--secretary", action="store_true", help="and somebody at the desk; print the session")
    parser.add_argument("--unpublished", type=int, default=0, help="wishes beside, ready to be published")
    asked = parser.parse_args()
    open_community(
        code=COMMUNITY, centre_name="钟楼社区党群服务中心", centre_address="南街88号", hours="", phone="", by=SYSTEM
    )
    claimants = people(asked.people)
    families = households(asked.households)
    codes = [campaign_of(wishes(families, asked.wishes), asked.cap).code for _campaign in range(asked.campaigns)]
    wishes(families, asked.unpublished)
    json.dump(
        {
            "community": COMMUNITY,
            "code": codes[0],
            "codes": codes,
            "wishes": asked.wishes,
            "people": [[person.name, person.phone] for person in claimants],
            "sessions": [signed_in(person) for person in claimants] if asked.accounts else [],
            "secretary": secretary() if asked.secretary else "",
        },
        sys.stdout,
    )


def settle() -> None:
    """What the database does by itself within a minute of so many new rows: look at them, so that it plans well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
    settle()
