"""Several wishes made one, and one made several: it changes the number that is reported, so the timeline tells of
it.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.timeline.services import record
from linli.wishes.kinds.shown import in_full
from linli.wishes.models import Wish
from linli.wishes.permissions.collecting import may_edit_wish, may_move_wish
from linli.wishes.services.collecting import (
    LONGEST,
    WishSaid,
    locked_wish,
    new_wish,
    rewrite,
    tell_collected,
    unmoved,
    wrong_with,
)
from linli.wishes.workflow import READY, WISH


def merged(wishes: Sequence[WishSaid]) -> WishSaid:
    """One wish for several things, as people say it: 成人尿不湿 5包（中号）、湿巾 6包. Raises `BadInput` when it gets
    too long.
    """
    item = "、".join(in_full(wish.item, wish.quantity, wish.unit, wish.spec) for wish in wishes)
    if len(item) > LONGEST["item"]:
        message = _("Together these are too long for one wish. Merge fewer of them.")
        raise BadInput(message, {"item": [message]})
    said = "；".join(dict.fromkeys(wish.said for wish in wishes if wish.said))
    note = "；".join(dict.fromkeys(wish.note for wish in wishes if wish.note))
    prices = [wish.price for wish in wishes]
    why = "；".join(dict.fromkeys(wish.price_reason for wish in wishes if wish.price_reason))
    return WishSaid(
        item=item,
        said=said[: LONGEST["said"]],
        note=note[: LONGEST["note"]],
        price=None if None in prices else sum(price or 0 for price in prices),
        price_reason=why[: LONGEST["price_reason"]],
    )


def said_by(wish: Wish) -> WishSaid:
    """What was understood of a wish on record."""
    fields = ("item", "quantity", "unit", "spec", "said", "note", "price", "price_reason")
    return WishSaid(**{name: getattr(wish, name) for name in fields})


@transaction.atomic
def merge_wishes(*, community_id: int, wish_ids: Sequence[UUID], by: Actor) -> Wish:
    """Make several wishes of one family one: the first goes on with all the things, the others end.

    Raises `BadInput` for wishes of several families or too long a list, `NotHere`, `Refused`, `Conflict` once
    published.
    """
    wanted = list(dict.fromkeys(wish_ids))
    rows = Wish.objects.within(community_id).select_for_update().filter(pk__in=wanted).order_by("id")
    wishes: list[Wish] = list(rows)
    if len(wishes) != len(wanted):
        raise NotHere(_("There is no such wish."))
    if len(wishes) < 2 or len({wish.household_id for wish in wishes}) > 1:
        message = _("Choose two or more wishes of the same family.")
        raise BadInput(message, {"wishes": [message]})
    unmoved(wishes)
    first, *others = wishes
    may_edit_wish(by, first).enforce()
    for wish in others:
        may_move_wish(by, wish, "withdraw").enforce()
    title = "、".join(dict.fromkeys(wish.public_title for wish in wishes))
    rewrite(first, merged([said_by(wish) for wish in wishes]), title[: LONGEST["public_title"]], by=by)
    facts = {"wishes": [wish.pk.hex for wish in others]}
    record(community_id=community_id, subject=("wish", first.pk), verb="wish.merge", facts=facts, by=by)
    for wish in others:
        _end(wish, {"into": first.pk.hex}, by)
    return first


def _end(wish: Wish, facts: dict[str, str], by: Actor) -> None:
    before, wish.state, wish.moved_at = wish.state, WISH.target("withdraw", wish.state), clock.now()
    wish.campaign = None
    wish.save(update_fields=["state", "moved_at", "campaign"])
    subject = ("wish", wish.pk)
    record(
        community_id=wish.community_id,
        subject=subject,
        verb="withdraw",
        before=before,
        after=wish.state,
        facts=facts,
        by=by,
    )


@transaction.atomic
def split_wish(*, community_id: int, wish_id: UUID, parts: Sequence[WishSaid], by: Actor) -> list[Wish]:
    """Make one wish several: it goes on as the first part, the others begin in the same state.

    Raises `BadInput` with messages at `<place>.<field>`, `NotHere`, `Refused` once it is published.
    """
    wish = locked_wish(community_id, wish_id)
    may_edit_wish(by, wish).enforce()
    if len(parts) < 2:
        raise BadInput(_("Write at least two wishes, one on each line."))
    wrong = {f"{place}.{field}": words for place, part in enumerate(parts) for field, words in wrong_with(part).items()}
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    rewrite(wish, parts[0], by=by)
    fresh = [new_wish(community_id, wish.household_id, part, wish.state) for part in parts[1:]]
    if wish.state == READY:
        for row in fresh:
            row.campaign_id = wish.campaign_id
    Wish.objects.bulk_create(fresh)
    facts = {"wishes": [row.pk.hex for row in fresh]}
    record(community_id=community_id, subject=("wish", wish.pk), verb="wish.split", facts=facts, by=by)
    for row in fresh:
        tell_collected(row, wish.state, by=by)
    return [wish, *fresh]
