"""Wishes as lamps of the wall: titles, words of the states, addresses."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from linli.wishes.kinds.shares import share
from linli.wishes.kinds.shown import amount, shown_label
from linli.wishes.models import Campaign
from linli.wishes.queries.public import PublicWish
from linli.wishes.views.public.frame import address
from linli.wishes.workflow import CONFIRMED, DELIVERED, HELD, OFFERED, OPEN, PAUSED, RECEIVED

FILTERS: dict[str, frozenset[str]] = {
    "open": frozenset({OPEN}),
    "claimed": frozenset({OFFERED, HELD, RECEIVED}),
    "lit": frozenset({DELIVERED, CONFIRMED}),
}
"""The chips of the wall and the states behind each."""

LINKED = (OPEN, OFFERED, HELD)
BEFORE, DURING, AFTER, ON_HOLD = "before", "open", "closed", "paused"
ENTERING, DRAWING = "entering", "drawing"
_PLACES = {state: place for place, states in enumerate(FILTERS.values()) for state in states}


def title_of(name: str, quantity: Decimal | None, unit: str) -> str:
    """What is wished for, with how much of it, kept together: 书包 2个."""
    said = amount(quantity, unit)
    return f"{name} {said}" if said and not name.replace(" ", "").endswith(said) else name


def spec_of(wish: PublicWish) -> str:
    """Size and use; of an intimate thing only that they are told after claiming."""
    return _("size after claiming") if wish.intimate else wish.spec


def lamp(campaign: Campaign, wish: PublicWish, *, claimable: bool) -> dict[str, Any]:
    """One wish of the wall. Only what can be claimed or waited for now is a link."""
    return {
        "number": wish.number,
        "title": title_of(wish.title, wish.quantity, wish.unit),
        "spec": spec_of(wish),
        "state": wish.state,
        "state_label": shown_label(wish.state),
        "when": wish.since,
        "url": address("public_wish", campaign, wish.number) if claimable and wish.state in LINKED else "",
        "waiting": wish.waiting,
        "entered": wish.entered,
        "entering": campaign.awaits_draw,
        "left": share(wish.left, wish.shares, wish.quantity, wish.unit) if wish.shares and wish.state == OPEN else "",
        "partly": wish.state == OPEN and 0 < wish.left < (wish.shares or 0),
    }


def wall_order(wishes: Iterable[PublicWish]) -> list[PublicWish]:
    """What is still open by number, then what was claimed, the latest first, then what is lit."""

    def place(wish: PublicWish) -> tuple[int, float, int]:
        return _PLACES[wish.state], -wish.since.timestamp() if wish.since else 0.0, wish.number

    return sorted(wishes, key=place)


def figures(wishes: Sequence[PublicWish]) -> dict[str, int]:
    """How many are waiting, claimed and lit, and how many there are."""
    counted = {name: sum(wish.state in states for wish in wishes) for name, states in FILTERS.items()}
    return {**counted, "total": len(wishes)}


def phase(campaign: Campaign, now: datetime) -> str:
    """Whether claiming is yet to open, open, paused, or over; before a draw whether one can enter, or it is made."""
    if now >= campaign.closes_at:
        return AFTER
    if campaign.state == PAUSED:
        return ON_HOLD
    if now < campaign.opens_at:
        return BEFORE
    if campaign.draw_at is None or campaign.drawn_at is not None:
        return DURING
    return ENTERING if now < campaign.draw_at else DRAWING


def still_open(campaign: Campaign, wishes: Sequence[PublicWish], now: datetime, most: int = 6) -> dict[str, Any]:
    """What else can be claimed now, for somebody who came too late: at most `most` lamps, and how many there are."""
    free = [wish for wish in wishes if wish.state == OPEN] if phase(campaign, now) == DURING else []
    return {"still_open": [lamp(campaign, wish, claimable=True) for wish in free[:most]], "open_count": len(free)}
