"""Wishes: listed, taken down, moved on; and the reader of what people say."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from linli.core.errors import NotHere
from linli.gate.services import Outcome, once
from linli.integrations.guards import ApiRequest, Key, needs
from linli.wishes.kinds import goods
from linli.wishes.permissions.collecting import DESK_MOVES
from linli.wishes.queries.desk import wish_of, wishes_within
from linli.wishes.queries.listing import WishFilter
from linli.wishes.reading.phrases import read_wishes
from linli.wishes.services.collecting import WishSaid, collect_wishes
from linli.wishes.services.reviewing import move_wish
from linli.wishes.workflow import DRAFT, READY, REVIEW, WISH

router = Router(tags=["wishes"])

State = StrEnum("State", {state.upper(): state for state in WISH.states})  # type: ignore[misc]  # -- made from the table
Kind = StrEnum("Kind", {code.upper(): code for code in goods.BY_CODE})  # type: ignore[misc]  # -- the same
DeskMove = StrEnum("DeskMove", {move.upper(): move for move in sorted(DESK_MOVES)})  # type: ignore[misc]  # -- the same
Until = StrEnum("Until", {"DRAFT": DRAFT, "REVIEW": REVIEW, "READY": READY})


class WishOut(Schema):
    """A wish as the desk's list shows it."""

    id: UUID
    item: str
    amount: str = Field(description="Quantity and unit as they are read: 两个, 5包.")
    spec: str
    kind: str = Field(description="In words of the language asked for.")
    state: str = Field(description="What people see: of a wish that is taken, its claim's state.")
    state_label: str
    number: int | None = Field(description="The public number in its campaign.")
    household_id: UUID
    price: int | None = Field(description="About how many yuan it costs.")


class WishPage(Schema):
    items: list[WishOut]
    before: UUID | None = Field(description="Ask with this `before` for the next page; null on the last one.")


class WishIn(Schema):
    """One wish as it was understood; `said` are the family's own words, kept sealed."""

    item: str = Field(min_length=1, max_length=60)
    quantity: Decimal | None = Field(None, gt=0, max_digits=8, decimal_places=2)
    unit: str = Field("", max_length=10)
    spec: str = Field("", max_length=60)
    said: str = Field("", max_length=500)
    note: str = Field("", max_length=500)
    price: int | None = Field(None, ge=1, le=999_999, description="About how many yuan it costs; public.")
    price_reason: str = Field("", max_length=200, description="Needed above the office's price cap; kept sealed.")


class WishesIn(Schema):
    """The wishes of one family, and how far they go at once."""

    household_id: UUID
    wishes: list[WishIn] = Field(min_length=1, max_length=100)
    until: Until = Until(REVIEW)


class Collected(Schema):
    """The wishes that were written, in the order in which they were sent."""

    ids: list[UUID]


class MoveIn(Schema):
    """One of the desk's moves. Sending back and withdrawing need a reason."""

    move: DeskMove
    reason: str = Field("", max_length=200)


class Moved(Schema):
    """Where the wish stands now."""

    id: UUID
    state: State


class SaidIn(Schema):
    """What people say or paste."""

    text: str = Field(min_length=1, max_length=5000)


class Understood(Schema):
    """One wish in what was said."""

    quantity: float | None
    unit: str
    item: str
    spec: str
    text: str
    sure: bool = Field(description="False where a person should look at it.")


@router.get("/wishes", response=WishPage, auth=needs("desk.open"), operation_id="list_wishes")
def list_wishes(
    request: ApiRequest,
    state: State | None = None,
    kind: Kind | None = None,
    household_id: UUID | None = None,
    before: UUID | None = None,
    q: Annotated[str, Query(max_length=60, description="A part of the thing's name, or a number.")] = "",
) -> dict[str, Any]:
    """Wishes, the newest first, 50 at a time."""
    wanted = WishFilter(
        state=state.value if state else "", kind=kind.value if kind else "", household=household_id, search=q
    )
    page = wishes_within(request.office.pk, wanted, before=before)
    return {"items": page.rows, "before": page.older}


@router.get("/wishes/{wish_id}", response=Moved, auth=needs("desk.open"), operation_id="read_wish")
def read_wish(request: ApiRequest, wish_id: UUID) -> Any:
    """Where one wish stands."""
    wish = wish_of(request.office.pk, wish_id)
    if wish is None:
        raise NotHere(_("There is no such wish."))
    return wish


@router.post("/wishes", response={201: Collected}, auth=needs("wishes.collect"), operation_id="collect_wishes")
def write_wishes(request: ApiRequest, key: Key, said: WishesIn) -> dict[str, Any]:
    """Take the wishes of one family down."""
    wishes = [WishSaid(**wish.model_dump()) for wish in said.wishes]

    def do() -> Outcome:
        rows = collect_wishes(
            community_id=request.office.pk,
            household_id=said.household_id,
            wishes=wishes,
            until=said.until.value,
            by=request.actor,
        )
        return {"ids": [str(row.pk) for row in rows]}

    body = said.model_dump(mode="json")
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post("/wishes/{wish_id}/moves", response=Moved, auth=needs("wishes.collect"), operation_id="move_wish")
def make_move(request: ApiRequest, wish_id: UUID, key: Key, asked: MoveIn) -> dict[str, Any]:
    """Submit, approve, send back or withdraw a wish. Each move needs its own right as on the desk."""

    def do() -> Outcome:
        move = {"move": asked.move.value, "reason": asked.reason}
        wish = move_wish(community_id=request.office.pk, wish_id=wish_id, by=request.actor, **move)
        return {"id": str(wish.pk), "state": wish.state}

    body = {"wish": str(wish_id), **asked.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post("/parse", response=list[Understood], auth=needs("wishes.collect"), operation_id="parse_wishes")
def parse(request: ApiRequest, said: SaidIn) -> Any:
    """Split what people say into wishes. Writes nothing."""
    return [wish.as_json() for wish in read_wishes(said.text)]
