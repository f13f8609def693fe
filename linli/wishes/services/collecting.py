"""Wishes taken down: what the family said, what was understood of it, and what the public may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.people.services.households import locked_household
from linli.timeline.services import record
from linli.wishes.kinds import goods
from linli.wishes.kinds.prices import HIGHEST
from linli.wishes.kinds.shares import shares_after
from linli.wishes.models import Wish
from linli.wishes.permissions.collecting import may_collect, may_edit_wish, may_review
from linli.wishes.queries.prices import price_rules
from linli.wishes.workflow import DRAFT, READY, REVIEW, WISH

LONGEST = {
    "item": 60,
    "unit": 10,
    "spec": 60,
    "public_title": 60,
    "public_spec": 60,
    "said": 500,
    "note": 500,
    "price_reason": 200,
}
LARGEST_QUANTITY = Decimal("999999.99")
MOST_AT_ONCE = 100
_CENT = Decimal("0.01")
_MOVES_UNTIL: Mapping[str, Sequence[str]] = {DRAFT: (), REVIEW: ("submit",), READY: ("approve",)}


@dataclass(frozen=True, kw_only=True, slots=True)
class WishSaid:
    """One wish as it was understood; `said` are the family's own words."""

    item: str
    quantity: Decimal | None = None
    unit: str = ""
    spec: str = ""
    said: str = ""
    note: str = ""
    price: int | None = None
    price_reason: str = ""

    def priced(self, price: int | None, reason: str = "") -> "WishSaid":
        """The same with what it costs about."""
        return replace(self, price=price, price_reason=reason)


def wrong_with(wish: WishSaid) -> dict[str, list[object]]:
    """What cannot be, at its field: also cash, vouchers and medicine, with where to turn instead. Empty where all is
    well.
    """
    wrong: dict[str, list[object]] = {}
    if not wish.item.strip():
        wrong["item"] = [_("Please enter what is wished for.")]
    elif refusal := goods.refusal(wish.item, wish.unit):
        wrong["item"] = [refusal.reason, refusal.turn_to]
    if wish.quantity is not None and not _countable(wish.quantity):
        wrong["quantity"] = [_("Please enter a quantity above zero, such as 2 or 0.5.")]
    if wish.price is not None and not 0 < wish.price <= HIGHEST:
        wrong["price"] = [_("Please enter whole yuan, such as 60.")]
    texts = {name: getattr(wish, name) for name in ("item", "unit", "spec", "said", "note", "price_reason")}
    return too_long(**texts) | wrong


def too_dear(community_id: int, wish: WishSaid) -> dict[str, list[object]]:
    """What is missing where the price is above the office's cap: why."""
    if wish.price is None or wish.price_reason.strip():
        return {}
    rules = price_rules(community_id)
    return {"price_reason": [rules.reason_wanted]} if rules.is_above(wish.price) else {}


def _countable(quantity: Decimal) -> bool:
    return quantity.is_finite() and 0 < quantity <= LARGEST_QUANTITY and quantity == quantity.quantize(_CENT)


def too_long(**texts: str) -> dict[str, list[object]]:
    """A message at each field whose text does not fit."""
    message = _("This is too long; at most %(most)s characters.")
    return {name: [message % {"most": LONGEST[name]}] for name, text in texts.items() if len(text) > LONGEST[name]}


def new_wish(community_id: int, household_id: UUID, said: WishSaid, state: str, source: str = "") -> Wish:
    """The row of a wish, not saved yet, with what the public may read of it. `said` checked already."""
    item, spec = " ".join(said.item.split()), " ".join(said.spec.split())
    intimate = goods.is_intimate(item, spec)
    return Wish(
        community_id=community_id,
        household_id=household_id,
        said=said.said.strip(),
        note=said.note.strip(),
        item=item,
        quantity=said.quantity,
        unit=said.unit.strip(),
        spec=spec,
        kind=goods.kind_of(item).code,
        intimate=intimate,
        public_title=public_title_of(item, spec),
        public_spec="" if intimate else spec,
        state=state,
        price=said.price,
        price_reason=said.price_reason.strip(),
        source=source,
        made_at=clock.now(),
        moved_at=clock.now(),
    )


def public_title_of(item: str, spec: str) -> str:
    """What the public reads, in the office's language whoever types it: it is stored, and goes on posters."""
    with translation.override(settings.LANGUAGE_CODE):
        return goods.public_words(item, spec)


@transaction.atomic
def collect_wishes(
    *, community_id: int, household_id: UUID, wishes: Sequence[WishSaid], until: str = REVIEW, by: Actor
) -> list[Wish]:
    """Take the wishes of one family down and move them on as far as `until`: draft, review, or ready where the office
    checks and approves in one go.

    Raises `BadInput` with messages at `<place in the list>.<field>`, `NotHere`, `Refused`.
    """
    household = locked_household(community_id, household_id)
    may_collect(by, community_id).enforce()
    if until == READY:
        may_review(by, community_id).enforce()
    _check(community_id, wishes)
    rows = [new_wish(community_id, household.pk, said, until) for said in wishes]
    Wish.objects.bulk_create(rows)
    for row in rows:
        tell_collected(row, until, by=by)
    return rows


def tell_collected(wish: Wish, until: str, *, by: Actor) -> None:
    """The rows of the timeline for a wish that was taken down and moved on in one go."""
    subject, state = ("wish", wish.pk), WISH.initial
    facts = {"household": wish.household_id.hex}
    record(community_id=wish.community_id, subject=subject, verb="wish.collect", after=state, facts=facts, by=by)
    for move in _MOVES_UNTIL[until]:
        after = WISH.target(move, state)
        record(community_id=wish.community_id, subject=subject, verb=move, before=state, after=after, by=by)
        state = after


def _check(community_id: int, wishes: Sequence[WishSaid]) -> None:
    if not 1 <= len(wishes) <= MOST_AT_ONCE:
        raise BadInput(_("Please enter at least one wish."), {"said": [_("Please enter at least one wish.")]})
    wrong = {
        f"{place}.{field}": messages
        for place, wish in enumerate(wishes)
        for field, messages in (wrong_with(wish) | too_dear(community_id, wish)).items()
    }
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)


def locked_wish(community_id: int, wish_id: UUID) -> Wish:
    """The wish, its row locked for the caller's transaction. Raises `NotHere`."""
    wish: Wish | None = Wish.objects.within(community_id).select_for_update().filter(pk=wish_id).first()
    if wish is None:
        raise NotHere(_("There is no such wish."))
    return wish


@transaction.atomic
def edit_wish(
    *, community_id: int, wish_id: UUID, said: WishSaid, public_title: str = "", public_spec: str = "", by: Actor
) -> Wish:
    """Change what was understood, and the public words; where these are left empty they follow from the thing itself.

    Raises `BadInput` at the fields, `NotHere`, `Refused` once it is published, `Conflict`.
    """
    wish = locked_wish(community_id, wish_id)
    may_edit_wish(by, wish).enforce()
    wrong = wrong_with(said) | too_long(public_title=public_title, public_spec=public_spec)
    wrong |= too_dear(community_id, said)
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    rewrite(wish, said, public_title, public_spec, by=by)
    return wish


def rewrite(wish: Wish, said: WishSaid, public_title: str = "", public_spec: str = "", *, by: Actor) -> None:
    """Write what was understood into a locked row. Nothing is recorded where nothing changed."""
    fresh = new_wish(wish.community_id, wish.household_id, said, wish.state)
    if public_title.strip():
        fresh.public_title, fresh.public_spec = " ".join(public_title.split()), " ".join(public_spec.split())
    fields = (
        "item", "quantity", "unit", "spec", "said", "note", "kind", "intimate", "public_title", "public_spec",
        "price", "price_reason",
    )  # fmt: skip
    changed = [field for field in fields if getattr(wish, field) != getattr(fresh, field)]
    if not changed:
        return
    wish.shares = shares_after(wish.shares, wish.quantity, fresh.quantity)
    for field in changed:
        setattr(wish, field, getattr(fresh, field))
    wish.save(update_fields=[*changed, "shares"])
    facts = {"fields": changed}
    record(community_id=wish.community_id, subject=("wish", wish.pk), verb="wish.edit", facts=facts, by=by)


def unmoved(wishes: Sequence[Wish]) -> None:
    """Raises `Conflict` unless all of these wishes are still in the office's hands."""
    if any(wish.state not in (DRAFT, REVIEW, READY) for wish in wishes):
        raise Conflict(_("One of these wishes has been published meanwhile. Please look at the list again."))
