"""Wishes as the desk sees them: the list with its filters, one wish, and what a family asks for already."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from linli.core import clock
from linli.people.models import Household
from linli.people.queries.display import others_look_on
from linli.people.queries.households import label_of
from linli.places.templatetags.linli_dates import ago
from linli.wishes.kinds import goods
from linli.wishes.kinds.applications import Application, application
from linli.wishes.kinds.shares import share
from linli.wishes.kinds.shown import amount, shown_label, shown_state
from linli.wishes.models import Claim, Wish
from linli.wishes.queries.listing import WishFilter
from linli.wishes.workflow import DONE, DRAFT, LIVE, OFFERED, OPEN, READY, REVIEW, TAKEN, WITHDRAWN

PAGE = 50
EVERYTHING = WishFilter()
IN_HAND = (DRAFT, REVIEW, READY)
"""States in which a wish waits for somebody at the desk."""
A_YEAR = timedelta(days=365)
STILL_WANTED = (DRAFT, REVIEW, READY, OPEN, TAKEN, OFFERED)
_COLUMNS = (
    "id",
    "state",
    "item",
    "quantity",
    "unit",
    "spec",
    "kind",
    "public_number",
    "household_id",
    "moved_at",
    "price",
)


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish in the list: everything ready to be printed, nothing that would have to be unsealed."""

    id: UUID
    item: str
    amount: str
    spec: str
    kind: str
    state: str
    state_label: str
    tag: str
    number: int | None
    household_id: UUID
    household: str
    since: str
    price: int | None


@dataclass(frozen=True, slots=True)
class WishPage:
    """One page of wishes, the newest first, and the key before which the next one begins; None where this is the
    last.
    """

    rows: Sequence[WishRow]
    older: UUID | None


@dataclass(frozen=True, slots=True)
class WishSheet:
    """One wish with all that its page shows. `claims`: key, spoken number and, where it is shared, how much each has of
    it; `shared`: how much it is in all, where several people take it together. `risks`: what in the public words could
    give the family away."""

    wish: Wish
    row: WishRow
    claims: Sequence[tuple[UUID, int, str]]
    shared: str
    said: str
    note: str
    campaign_title: str
    made_at: datetime
    risks: Sequence[str]
    apply_first: Application | None


_TAGS = {DONE: "good", WITHDRAWN: "quiet", DRAFT: "quiet", REVIEW: "soon", READY: "info"}
"""The colour of a state before and after a wish is shown to the public; in between its word has one of its own."""


def wishes_within(
    community_id: int, wanted: WishFilter = EVERYTHING, *, before: UUID | None = None, size: int = PAGE
) -> WishPage:
    """Wishes of one community as they are wanted, the newest first, from before a key."""
    rows = wanted.rows(community_id).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.values(*_COLUMNS)[: size + 1])
    page = _rows(community_id, found[:size])
    return WishPage(page, page[-1].id if len(found) > size else None)


def wishes_named(community_id: int, wish_ids: Iterable[UUID]) -> list[WishRow]:
    """These wishes, the newest first; those of another community are not among them."""
    rows = Wish.objects.within(community_id).filter(pk__in=list(wish_ids)).order_by("-id")
    return _rows(community_id, list(rows.values(*_COLUMNS)))


def _rows(community_id: int, found: Sequence[Mapping[str, Any]]) -> list[WishRow]:
    """Rows with the state that people see: of a wish that is taken, its claim's."""
    taken = [row["id"] for row in found if row["state"] in (TAKEN, DONE)]
    claims: dict[UUID, tuple[str, bool]] = {}
    if taken:
        live = Claim.objects.within(community_id).filter(wish__in=taken, state__in=LIVE)
        claims = {row[0]: row[1:] for row in live.values_list("wish_id", "state", "to_decide")}
    # apart from the wishes: joined to 100,000 of them, the planner may sort them all before it takes fifty
    families = Household.objects.within(community_id).filter(pk__in={row["household_id"] for row in found})
    numbers = dict(families.values_list("pk", "number")) if found else {}
    labels: dict[str, str] = {}
    return [_row(row, numbers[row["household_id"]], claims.get(row["id"], ("", False)), labels) for row in found]


def _row(row: Mapping[str, Any], household: int, claim: tuple[str, bool], labels: dict[str, str]) -> WishRow:
    """`labels` keeps words that many rows share, since each look-up of a translation costs."""
    state, kind = shown_state(row["state"], *claim), row["kind"]
    if state not in labels:
        labels[state] = str(shown_label(state))
    if kind not in labels:
        labels[kind] = str(goods.BY_CODE[kind].label) if kind in goods.BY_CODE else kind
    item, spec = row["item"], row["spec"]
    if others_look_on() and goods.is_intimate(item, spec):
        item, spec = goods.public_words(item, spec), ""
    return WishRow(
        id=row["id"],
        item=item,
        amount=amount(row["quantity"], row["unit"]),
        spec=spec,
        kind=labels[kind],
        state=state,
        state_label=labels[state],
        tag=_TAGS.get(state, state),
        number=row["public_number"],
        household_id=row["household_id"],
        household=label_of(household),
        since=ago(row["moved_at"]),
        price=row["price"],
    )


def families_of(community_id: int, wish_ids: Sequence[UUID]) -> int:
    """Of how many families these wishes are."""
    rows = Wish.objects.within(community_id).filter(pk__in=wish_ids).order_by()
    return rows.values("household_id").distinct().count()


def counts_in_hand(community_id: int) -> Mapping[str, int]:
    """How many wishes wait in each of the states before publishing."""
    rows = Wish.objects.within(community_id).filter(state__in=IN_HAND).order_by()
    return Counter(dict(rows.values_list("state").annotate(Count("id"))))


def waiting_up_to(community_id: int, most: int = 999) -> Mapping[str, str]:
    """How many wait in each of these states, counted no further than the list can say: `999+`."""
    counts = {}
    for state in IN_HAND:
        count = Wish.objects.within(community_id).filter(state=state)[: most + 1].count()
        counts[state] = str(count) if count <= most else f"{most}+"
    return counts


def wish_of(community_id: int, wish_id: UUID) -> Wish | None:
    """The wish itself, with its family's number and its campaign."""
    rows = Wish.objects.within(community_id).filter(pk=wish_id)
    return rows.select_related("household", "campaign").first()


def wish_sheet(community_id: int, wish_id: UUID) -> WishSheet | None:
    """A wish for its page, or None where this community has no such wish."""
    wish = wish_of(community_id, wish_id)
    if wish is None:
        return None
    (row,) = _rows(community_id, [{name: getattr(wish, name) for name in _COLUMNS}])
    claims = Claim.objects.within(community_id).filter(wish=wish, state__in=LIVE).order_by("slot")
    return WishSheet(
        wish=wish,
        row=row,
        claims=[(claim.pk, claim.number, _share_of(claim.shares, wish)) for claim in claims],
        shared=_share_of(wish.shares, wish) if wish.shares else "",
        said=wish.said,
        note=wish.note,
        campaign_title=wish.campaign.title if wish.campaign else "",
        made_at=wish.made_at,
        apply_first=application(wish.item, wish.said) if wish.state in IN_HAND else None,
        risks=[str(risk.reason) for risk in goods.title_risks(f"{wish.public_title} {wish.public_spec}")],
    )


def _share_of(count: int, wish: Wish) -> str:
    return share(count, wish.shares, wish.quantity, wish.unit) if wish.shares else ""


def wishes_of_household(community_id: int, household_id: UUID, *, most: int = 100) -> list[WishRow]:
    """What a family has asked for, the newest first."""
    return list(wishes_within(community_id, WishFilter(household=household_id), size=most).rows)


def wishes_among(community_id: int, household_id: UUID, wish_ids: Iterable[UUID]) -> list[WishRow]:
    """Those of the wishes that are this family's, in the order in which they were taken down."""
    rows = Wish.objects.within(community_id).filter(household=household_id, pk__in=list(wish_ids)).order_by("id")
    return _rows(community_id, list(rows.values(*_COLUMNS)))


def asked_already(community_id: int, household_id: UUID, items: Iterable[str]) -> dict[str, str]:
    """Those of the things that the family still waits for or was given within a year, each with that wish in words.

    书包 and 新书包, 电饭锅 and 电饭煲 are taken for the same: this warns, it forbids nothing.
    """
    return asked_by_families(community_id, {household_id: list(items)})[household_id]


def asked_by_families(community_id: int, things: Mapping[UUID, Sequence[str]]) -> dict[UUID, dict[str, str]]:
    """The same for several families, in one statement."""
    given = Q(state=DONE, moved_at__gte=clock.now() - A_YEAR)
    rows = Wish.objects.within(community_id).filter(Q(state__in=STILL_WANTED) | given, household__in=list(things))
    known: dict[UUID, list[tuple[str, Decimal | None, str, str]]] = {family: [] for family in things}
    for family, *wish in rows.order_by("-id").values_list("household_id", "item", "quantity", "unit", "state"):
        known[family].append((wish[0], wish[1], wish[2], wish[3]))
    found: dict[UUID, dict[str, str]] = {family: {} for family in things}
    for family, items in things.items():
        for item in items:
            same = next((row for row in known[family] if goods.same_thing(row[0], item)), None)
            if same is not None:
                found[family][item] = _in_words(*same)
    return found


def _in_words(item: str, quantity: Decimal | None, unit: str, state: str) -> str:
    return f"{item} {amount(quantity, unit)}（{shown_label(state)}）".replace(" （", "（")
