"""What the public and a claimant may read of a campaign: allow-listed columns, and nothing that leads to a family."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Exists

from linli.core import sql
from linli.gate.queries import public_code
from linli.places.models import Community, Division
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.queries.entries import entry_counts
from linli.wishes.queries.lines import waiting_counts
from linli.wishes.workflow import DELIVERED, DONE, HELD, LIVE, OFFERED, ON_WALL, OPEN, PUBLIC

UNSPOKEN = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
SHOWN = ON_WALL
"""The states of a wish that stands on a wall; one that was withdrawn is gone at the next request (trust, row 21)."""

REMEMBERED = 1.0
"""Seconds."""

PUBLIC_COLUMNS = (
    "id", "public_number", "public_title", "public_spec", "quantity", "unit", "kind", "intimate", "state", "moved_at",
    "price", "shares", "shares_taken",
)  # fmt: skip
"""All that is read of a wish for the public (trust, "Who sees what"). `id` joins its claim, and goes no further."""


@dataclass(frozen=True, slots=True)
class PublicWish:
    """A wish as the public sees it. `state` is derived from wish and claim: open, offered, held, received, delivered,
    confirmed. `waiting`: how many stand in line for it; `entered`: how many are entered for its draw; `shares`: in how
    many it is taken by several people together, and how many of them are `left`.

    `spec` of an intimate thing stays empty: it is told after claiming. `since` is when the present state began.
    """

    number: int
    title: str
    quantity: Decimal | None
    unit: str
    spec: str
    kind: str
    intimate: bool
    state: str
    since: datetime | None
    claimed_at: datetime | None = None
    waiting: int = 0
    price: int | None = None
    entered: int = 0
    shares: int | None = None
    left: int = 0


def campaign_by_code(code: str) -> Campaign | None:
    """The published campaign that this canonical code names, as it was at most `REMEMBERED` ago.

    That is enough for a page; whether a claim may be made is decided by the claim's own statement, on the row itself.
    """
    known: Campaign | None = cache.get(f"campaign:{code}")
    if known is None:
        known = _campaign_by_code(code)
        if known is not None:
            cache.set(f"campaign:{code}", known, REMEMBERED)
    return known


_WISHES_SHOWN = f"""
SELECT (SELECT COUNT(*) FROM wishes_wish w
        WHERE w.community_id = %s AND w.community_id = c.community_id AND w.campaign_id = c.id
          AND w.state IN ({", ".join(["%s"] * len(SHOWN))}))
FROM wishes_campaign c WHERE c.community_id = %s AND c.id = %s AND c.state IN ({", ".join(["%s"] * len(PUBLIC))})
"""  # noqa: S608  # -- places for values only


def wishes_shown(campaign: Campaign) -> int | None:
    """How many wishes stand on the wall at this moment; None where it has no wall any more. One statement.

    A wish only ever leaves a wall, so what was made while there were as many shows nothing that has been withdrawn.
    """
    community_id = campaign.community_id
    row = sql.first(_WISHES_SHOWN, [community_id, *SHOWN, community_id, campaign.pk, *PUBLIC])
    return None if row is None else int(row[0])


def office_showing(campaign: Campaign) -> Community | None:
    """The community that holds the campaign, while the campaign is shown: also when it was withdrawn a moment ago."""
    shown = Campaign.objects.within(campaign.community_id).filter(pk=campaign.pk, state__in=PUBLIC)
    return Community.objects.filter(Exists(shown), pk=campaign.community_id).first()


def _campaign_by_code(code: str) -> Campaign | None:
    found = public_code(code)
    if found is None or found.kind != "campaign":
        return None
    rows = Campaign.objects.within(found.community_id).filter(pk=found.target_id, state__in=PUBLIC)
    return rows.first()


def region_of(office: Community) -> str:
    """What a parcel needs before the street: 山西省运城市盐湖区南城街道. Levels that only fill a gap are not spoken."""
    codes = [office.current_code // 10**zeros * 10**zeros for zeros in (10, 8, 6, 3)]
    names = Division.objects.filter(code__in=codes).order_by("code").values_list("name", flat=True)
    return "".join(name for name in names if name not in UNSPOKEN)


def wishes_on_wall(campaign: Campaign) -> list[PublicWish]:
    """All wishes of a campaign in the order of their numbers: three statements, however many there are."""
    return _public(campaign)


def wish_on_wall(campaign: Campaign, number: int) -> PublicWish | None:
    """The wish with this public number."""
    return next(iter(_public(campaign, public_number=number)), None)


def _public(campaign: Campaign, **narrower: int) -> list[PublicWish]:
    rows = Wish.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=SHOWN, **narrower)
    columns = list(rows.order_by("public_number").values(*PUBLIC_COLUMNS))
    claims = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=LIVE)
    if narrower:
        claims = claims.filter(wish__in=[row["id"] for row in columns])
    held = furthest_behind(claims.values_list("wish_id", "state", "claimed_at"))
    # a wish alone needs no count: its page looks at the line itself, and only where somebody has the wish
    waiting = {} if narrower else waiting_counts(campaign)
    entered = {} if narrower else entry_counts(campaign)
    return [
        _seen(row, held.get(row["id"], ("", None)), waiting.get(row["id"], 0), entered.get(row["id"], 0))
        for row in columns
    ]


def furthest_behind(claims: Iterable[tuple[UUID, str, datetime]]) -> dict[UUID, tuple[str, datetime]]:
    """The state of each wish's claims, by wish: where several share one, of the one that is furthest behind, and when
    the last of them was made."""
    held: dict[UUID, tuple[str, datetime]] = {}
    for wish_id, state, claimed_at in claims:
        other = held.get(wish_id)
        if other is None:
            held[wish_id] = state, claimed_at
        else:
            held[wish_id] = min(other[0], state, key=LIVE.index), max(other[1], claimed_at)
    return held


def _seen(row: dict[str, Any], claim: tuple[str, datetime | None], waiting: int, entered: int) -> PublicWish:
    claim_state, claimed_at = claim
    state = (
        row["state"]
        if row["state"] in (OPEN, OFFERED)
        else claim_state or (DELIVERED if row["state"] == DONE else HELD)
    )
    return PublicWish(
        number=row["public_number"],
        title=row["public_title"],
        quantity=row["quantity"],
        unit=row["unit"],
        spec="" if row["intimate"] else row["public_spec"],
        kind=row["kind"],
        intimate=row["intimate"],
        state=state,
        since=row["moved_at"] if row["state"] == DONE else claimed_at if state == HELD else None,
        claimed_at=claimed_at,
        waiting=waiting,
        price=row["price"],
        entered=entered,
        shares=row["shares"],
        left=row["shares"] - row["shares_taken"] if row["shares"] else 0,
    )


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim as its claimant sees it: what exactly to buy, also of an intimate thing. Nothing of the family."""

    number: int
    state: str
    to_decide: bool
    claimed_at: datetime
    ended_at: datetime | None
    wish_number: int
    wish_state: str
    item: str
    quantity: Decimal | None
    unit: str
    spec: str
    campaign_title: str
    campaign_code: str
    hand_over_by: date
    share: int
    shares: int | None


CLAIM_COLUMNS = (
    "number", "state", "to_decide", "claimed_at", "ended_at", "wish__public_number", "wish__state", "wish__item",
    "wish__quantity", "wish__unit", "wish__spec", "campaign__title", "campaign__code", "campaign__handover_until",
    "shares", "wish__shares",
)  # fmt: skip
"""All that is read for a claimant, in the order of `OwnClaim`."""


def own_claims(*, community_id: int, person_ids: Iterable[UUID], campaign_id: UUID | None = None) -> list[OwnClaim]:
    """The live claims of these persons, the latest first: in one campaign, or in all of the community."""
    rows = Claim.objects.within(community_id).filter(claimant__in=list(person_ids), state__in=LIVE)
    if campaign_id is not None:
        rows = rows.filter(campaign=campaign_id)
    return [OwnClaim(*row) for row in rows.order_by("-claimed_at", "-id").values_list(*CLAIM_COLUMNS)]


def claim_with_number(campaign: Campaign, number: int) -> Claim | None:
    """The claim with this spoken number, for asking whose it is."""
    rows = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, number=number)
    return rows.first()


def own_claim(claim: Claim) -> OwnClaim:
    """What the claimant may read of this claim."""
    rows = Claim.objects.within(claim.community_id).filter(pk=claim.pk)
    return OwnClaim(*rows.values_list(*CLAIM_COLUMNS).get())


def others_on(claim: Claim) -> int:
    """How many other people see to the same wish."""
    rows = Claim.objects.within(claim.community_id).filter(wish=claim.wish_id, state__in=LIVE)
    return rows.exclude(pk=claim.pk).count()


def held_in(campaign: Campaign, person_ids: Iterable[UUID]) -> int:
    """How many wishes of the campaign these persons hold at the moment."""
    rows = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=LIVE)
    return rows.filter(claimant__in=list(person_ids)).count()
