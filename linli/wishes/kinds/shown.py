"""What people see of a wish, derived from both lives: one set of words everywhere, one lantern for each."""

from decimal import Decimal

from django.utils.translation import pgettext_lazy

from linli.wishes.workflow import CLAIM, LIVE, OPEN, WISH

COVER = "campaign"
"""What campaigns are called as owners of their cover pictures."""
HALF = Decimal("0.5")
CHECKING = "checking"
"""Claimed by somebody whom the desk has yet to place."""
CHECKING_LABEL = pgettext_lazy("claim state", "To be decided")


def shown_state(wish_state: str, claim_state: str = "", to_decide: bool = False) -> str:
    """The state people see: the live claim's where there is one, else the wish's own."""
    if claim_state not in LIVE:
        return wish_state
    return CHECKING if to_decide else claim_state


def shown_label(state: str) -> object:
    """The word for a shown state."""
    if state == CHECKING:
        return CHECKING_LABEL
    return CLAIM.states.get(state) or WISH.states.get(state, state)


def is_open(state: str) -> bool:
    return state == OPEN


def amount(quantity: Decimal | None, unit: str) -> str:
    """How much of it, as people write it: 5包, 半箱, 2斤半; without a quantity the unit says nothing."""
    if quantity is None:
        return ""
    whole, part = divmod(quantity, 1)
    if part == HALF and unit:
        return f"{whole}{unit}半" if whole else f"半{unit}"
    number = quantity.quantize(Decimal(1)) if quantity == quantity.to_integral_value() else quantity.normalize()
    return f"{number}{unit}"


def in_full(item: str, quantity: Decimal | None, unit: str, spec: str) -> str:
    """What the claimant has to buy, in one line: 成人尿不湿 5包（中号）."""
    return " ".join(filter(None, [item, amount(quantity, unit)])) + (f"（{spec}）" if spec else "")
