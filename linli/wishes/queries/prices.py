"""What an office has set about prices, and what to propose for a thing: its own earlier wishes, else what is usual."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.wishes.kinds.prices import STANDARD_CAP, Range, usual_price
from linli.wishes.models import PriceRules, Wish

MOST_EARLIER = 500


@dataclass(frozen=True, slots=True)
class PriceHint:
    """`own`: in the middle of the office's earlier wishes for the same thing, of which there were `earlier`; `usual`:
    what it costs elsewhere. Either may be missing."""

    own: int | None = None
    earlier: int = 0
    usual: Range | None = None

    @property
    def words(self) -> str:
        """The hint as it stands beside the field."""
        if self.earlier:
            said = ngettext(
                "About {price} yuan in {count} earlier wish of this office.",
                "About {price} yuan in {count} earlier wishes of this office.",
                self.earlier,
            )
            return said.format(price=self.own, count=self.earlier)
        if self.usual is None:
            return ""
        return _("Usually {low} to {high} yuan.").format(low=self.usual[0], high=self.usual[1])


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in an office: the cap, none for no cap, and its own usual prices by kind of goods."""

    cap: int | None
    typical: Mapping[str, Range]

    def is_above(self, price: int | None) -> bool:
        """Whether a wish of this price needs a reason."""
        return price is not None and self.cap is not None and price > self.cap

    def lacks_reason(self, price: int | None, reason: str) -> bool:
        """Whether the price is above the cap and nobody has said why."""
        return self.is_above(price) and not reason.strip()

    @property
    def reason_wanted(self) -> str:
        """What to say to whoever enters a price above the cap."""
        said = _("Above the cap of {cap} yuan for one wish. Say why: whoever approves it reads the reason.")
        return said.format(cap=self.cap)


def price_rules(community_id: int) -> Rules:
    """The office's own rules, or the standard ones where it has set none."""
    row = PriceRules.objects.within(community_id).first()
    if row is None:
        return Rules(STANDARD_CAP, {})
    return Rules(row.cap, {kind: (low, high) for kind, (low, high) in row.typical.items()})


def price_hints(community_id: int, items: Iterable[str]) -> dict[str, PriceHint]:
    """What to propose for each of these things: two statements, however many they are."""
    wanted = {item for item in items if item}
    if not wanted:
        return {}
    rows = Wish.objects.within(community_id).filter(item__in=sorted(wanted), price__isnull=False)
    earlier: dict[str, list[int]] = defaultdict(list)
    for item, price in rows.order_by("-id").values_list("item", "price")[:MOST_EARLIER]:
        earlier[item].append(price)
    own = price_rules(community_id).typical
    return {item: _hint(earlier.get(item, []), usual_price(item, own)) for item in wanted}


def _hint(prices: list[int], usual: Range | None) -> PriceHint:
    return PriceHint(round(median(prices)) if prices else None, len(prices), usual)
