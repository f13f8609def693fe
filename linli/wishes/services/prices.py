"""The office's cap and usual prices, and what a price above the cap needs."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.core.errors import BadInput
from linli.timeline.services import record
from linli.wishes.kinds.prices import HIGHEST, TYPICAL, Range
from linli.wishes.models import PriceRules, Wish
from linli.wishes.permissions.collecting import may_set_prices
from linli.wishes.queries.prices import price_rules


@transaction.atomic
def set_price_rules(*, community_id: int, cap: int | None, typical: Mapping[str, Range], by: Actor) -> None:
    """Set the cap (none for no cap) and the usual prices. Wishes that are here already stay as they are.

    Raises `Refused`, `BadInput` at `cap` and at the codes of kinds.
    """
    may_set_prices(by, community_id).enforce()
    _check(cap, typical)
    own = {kind: [low, high] for kind, (low, high) in typical.items() if TYPICAL.get(kind) != (low, high)}
    row = PriceRules.objects.within(community_id).first() or PriceRules(community_id=community_id)
    row.cap, row.typical = cap, own
    row.save()
    facts = {"cap": cap or 0}
    record(community_id=community_id, subject=("prices", row.pk), verb="prices.set", facts=facts, by=by)


def _check(cap: int | None, typical: Mapping[str, Range]) -> None:
    wrong: dict[str, list[object]] = {}
    if cap is not None and not 0 < cap <= HIGHEST:
        wrong["cap"] = [_("Please enter whole yuan, such as 60.")]
    for kind, (low, high) in typical.items():
        if kind not in TYPICAL or not 0 < low <= high <= HIGHEST:
            wrong[kind] = [_("Please enter the lower price first, both in whole yuan.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)


def may_cost_that(wish: Wish) -> Decision:
    """Not above the cap while nobody has said why; the cap may have changed since the wish was taken down."""
    if wish.price is None:
        return ALLOWED
    rules = price_rules(wish.community_id)
    return refuse(rules.reason_wanted) if rules.lacks_reason(wish.price, wish.price_reason) else ALLOWED
