"""Opens a community for each file of journeys, with a secretary who is signed in, a roster, and campaigns where wanted.

`python -m tests.journeys.seeding` in an office's environment; prints what the journeys need to know, as JSON.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  # -- as below
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  # -- as below
from django.db import transaction  # noqa: E402  # -- models can be imported once Django is set up

from linli.accounts.models import User  # noqa: E402  # -- as above
from linli.config.sessions import SessionStore  # noqa: E402  # -- as above
from linli.core import clock  # noqa: E402  # -- as above
from linli.core.actor import SYSTEM  # noqa: E402  # -- as above
from linli.people.services.numbering import HOUSEHOLDS, take_numbers  # noqa: E402  # -- as above
from linli.portal.services.appointing import Office, appoint, open_first_office  # noqa: E402  # -- as above
from tests.factories.acting import grant  # noqa: E402  # -- as above
from tests.factories.wishes import member, members, open_campaign, ready_wishes  # noqa: E402  # -- as above
from tests.journeys.towns import TOWNS, Town  # noqa: E402  # -- as above

STAFF = ("冯建业", "林静", "任佳怡", "诸葛明月")
LONG_TITLE = "点亮微心愿・情暖冬至夜：钟楼社区与驻区单位联合开展困难家庭帮扶行动"


def signed_in(user: User) -> str:
    """The key of a session in which this user is signed in, as after entering a code."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def appointed(community: int, role: str, nth: int) -> str:
    """The session of somebody who holds this role there."""
    number = f"1970{community % 10**4:04d}{nth:03d}"
    held = appoint(community_id=community, name=STAFF[nth], phone=number, role=role, until=None, by=SYSTEM)
    return signed_in(held.user)


def campaigns(community: int, town: Town) -> dict[str, Any]:
    """Campaigns in the phases that time brings, each with a few wishes."""
    now = clock.now()
    made = {}
    if town.wishes:
        made["open"] = open_campaign(community, town.wishes, households=3, cap=town.cap)
    if town.single:
        made["single"] = open_campaign(community, 1)
    if town.phases:
        made["before"] = open_campaign(community, 3, opens_at=now + timedelta(hours=2, minutes=14))
        made["soon"] = open_campaign(community, 3, opens_at=now + timedelta(seconds=town.soon))
        ended = {"opens_at": now - timedelta(days=3), "closes_at": now - timedelta(days=1)}
        made["closed"] = open_campaign(community, 3, **ended)
        made["long"] = open_campaign(community, 2, title=LONG_TITLE)
    return {name: {"code": campaign.code, "id": str(campaign.pk)} for name, campaign in made.items()}


@transaction.atomic
def seed(number: int, town: Town) -> dict[str, Any]:
    told = Office("党群服务中心", "南街88号", "工作日 8:30 – 18:00", "0359-2000000")
    community, user = open_first_office(code=town.code, name="温素琴", phone=f"1980{number:03d}0000", office=told)
    people = members(community.pk, town.members) if town.members else []
    if town.members:
        people.append(member(community.pk, "阿依古丽·买买提明", f"1990{number:03d}9999", "市场监督管理局"))
    if town.ready:
        ready_wishes(community.pk, town.ready, households=2)
    made = campaigns(community.pk, town)
    # the families made here took their numbers by themselves
    take_numbers(community_id=community.pk, name=HOUSEHOLDS, count=100)
    return {
        "community": community.pk,
        "name": community.name,
        "secretary": {"phone": user.phone, "session": signed_in(user)},
        "staff": {role: appointed(community.pk, role, nth) for nth, role in enumerate(town.staff)},
        "supervisor": signed_in(grant("supervisor", community.pk // 10**6 * 10**6).user) if town.staff else "",
        "people": [{"name": person.name, "phone": person.phone} for person in people],
        "campaigns": made,
    }


def main() -> None:
    json.dump({name: seed(number, town) for number, (name, town) in enumerate(TOWNS.items(), start=1)}, sys.stdout)


if __name__ == "__main__":
    main()
