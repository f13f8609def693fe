"""An office at work: browsers of its people, pages as they read them, forms as they send them."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from linli.core.ids import new_id
from linli.wishes.models import Campaign, Claim, Wish
from tests.factories import acting
from tests.factories.acting import BELL_TOWER
from tests.wishes.phones import words_of

__all__ = ["Desk", "claims_of", "details_sent", "facts_of", "words_of"]


class Desk(Client):
    """The browser of somebody with a role in one office."""

    def __init__(self, role: str = "secretary", community: int = BELL_TOWER) -> None:
        super().__init__()
        acting.office(community)
        self.force_login(acting.grant(role, community).user)
        self.community = community

    def at(self, path: str = "") -> HttpResponse:
        """A page of the desk."""
        return self.get(f"/desk/{self.community}/{path}")

    def send(self, path: str, key: str = "", **fields: Any) -> HttpResponse:
        """A form of the desk, with a fresh key unless one is given."""
        return self.post(f"/desk/{self.community}/{path}", {"key": key or new_id().hex, **fields})


def details_sent(wishes: list[Wish], **more: Any) -> dict[str, Any]:
    """The fields of a new campaign, filled in as an office would."""
    return {
        "title": "点亮微心愿",
        "issuer": "钟楼社区党支部",
        "notice": "请在职党员根据自身情况认领。",
        "opens_at": "2026-12-01T15:13",
        "closes_at": "2026-12-08T18:00",
        "handover_place": "钟楼社区党群服务中心",
        "handover_hours": "周一至周五 8:30–18:00",
        "handover_until": "2026-12-15",
        "contact_phone": "0359-2000000",
        "cap": "",
        "audience": "roster",
        "wishes": [str(wish.pk) for wish in wishes],
        **more,
    }


def claims_of(campaign: Campaign) -> list[Claim]:
    return list(Claim.objects.within(campaign.community_id).filter(campaign=campaign).order_by("id"))


def facts_of(page: HttpResponse, kind: str) -> list[UUID]:
    """The keys of the things of one kind that a page links to, in its order, each once."""
    found = re.findall(rf"/{kind}/([0-9a-f-]{{36}})/", page.content.decode())
    return [UUID(key) for key in dict.fromkeys(found)]
