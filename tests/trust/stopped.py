"""Campaigns that are not running: paused ones, and closed ones with wishes left over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.wishes.models import Campaign, Wish
from linli.wishes.services.collecting import WishSaid
from linli.wishes.services.running import pause_campaign


def stop_some(side: Any, published: Callable[..., Campaign]) -> None:
    """One of each, and another of each, among the things of this community; and a wish that stands on a wall."""
    shown = Wish.objects.within(side.code).filter(campaign=side["campaign_id"], public_number=side["numbers"][5])
    side.things["wish on the wall"] = shown.get().pk
    for nth in ("", "another "):
        mark = side.canaries.text(f"Wish.said in {nth or 'a '}campaign that does not run")
        wishes = [WishSaid(item=item, quantity=None, unit="个", said=mark) for item in ("围巾", "字典")]
        paused = published(side, wishes)
        pause_campaign(community_id=side.code, campaign_id=paused.pk, reason="正在核对清单", by=SYSTEM)
        hours = {"opens_at": clock.now() - timedelta(hours=3), "closes_at": clock.now() - timedelta(hours=1)}
        side.things |= {f"{nth}paused": paused.pk, f"{nth}closed": published(side, wishes, **hours).pk}
