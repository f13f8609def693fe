"""What the public pages say of entries for a draw."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from linli.core import clock
from linli.wishes.models import Campaign
from linli.wishes.permissions.entering import may_enter
from linli.wishes.queries.entries import OwnEntry, entered_for, own_entries
from linli.wishes.queries.public import PublicWish
from linli.wishes.views.public.frame import address
from linli.wishes.workflow import ENTERED, ENTRY


def entry_shown(campaign: Campaign, shown: PublicWish, own: Collection[UUID]) -> dict[str, Any]:
    """How many are entered for a wish, whether `own`, the persons of whoever asks, are, and whether one may enter."""
    mine = own_entries(campaign, own, shown.number) if own else []
    return {
        "may": may_enter(campaign, shown.state, clock.now()),
        "entered": entered_for(campaign, shown.number),
        "draw_at": campaign.draw_at,
        "mine_url": address("public_entry", campaign, shown.number) if mine and mine[0].state == ENTERED else "",
        "enter_url": address("public_enter", campaign, shown.number),
    }


def entries_shown(campaign: Campaign, own: Collection[UUID]) -> list[dict[str, Any]]:
    """What `own` are entered for, until the draw; afterwards there are claims and places in line instead."""
    if not campaign.awaits_draw:
        return []
    found = own_entries(campaign, own)
    return [_row(campaign, entry) for entry in found if entry.state == ENTERED]


def _row(campaign: Campaign, entry: OwnEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "title": entry.title,
        "code": entry.code,
        "label": ENTRY.states[entry.state],
        "url": address("public_entry", campaign, entry.number),
    }
