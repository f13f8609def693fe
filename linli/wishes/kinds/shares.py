"""A shared wish in words: several people see to it together, each to an amount of it or to a part.

Taken by its own quantity (10斤: people take 3斤, 2斤, 5斤), or, for one large thing, in parts (一台轮椅 in 4 份).
"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from linli.wishes.kinds.shown import amount, in_full

FEWEST, MOST = 2, 999
PARTS = pgettext_lazy("unit of a shared wish", "parts")


def is_by_quantity(total: int | None, quantity: Decimal | None) -> bool:
    """Whether people take of the wish's own quantity."""
    return total is not None and quantity == total


def quantity_to_share(quantity: Decimal | None) -> int | None:
    """The wish's quantity, where it can be shared by it: a whole number of at least two."""
    if quantity is None or quantity != quantity.to_integral_value() or not FEWEST <= quantity <= MOST:
        return None
    return int(quantity)


def share_unit(total: int, quantity: Decimal | None, unit: str) -> str:
    """What is counted: 斤, 包; or parts."""
    return unit if is_by_quantity(total, quantity) else str(PARTS)


def share(count: int, total: int, quantity: Decimal | None, unit: str) -> str:
    """So much of a shared wish: 3斤, 2 份."""
    if is_by_quantity(total, quantity):
        return amount(Decimal(count), unit)
    return ngettext("{count} part", "{count} parts", count).format(count=count)


def share_to_buy(item: str, quantity: Decimal | None, unit: str, spec: str, count: int, total: int | None) -> str:
    """What one of several has to see to, in one line: 鸡蛋 3斤; 轮椅 1台，1 份（共 4 份）."""
    if total is None:
        return in_full(item, quantity, unit, spec)
    if is_by_quantity(total, quantity):
        return in_full(item, Decimal(count), unit, spec)
    return _("{goods}, {count} of {total} parts").format(
        goods=in_full(item, quantity, unit, spec), count=count, total=total
    )


def shares_after(total: int | None, before: Decimal | None, after: Decimal | None) -> int | None:
    """In how many shares a wish is taken once its quantity was changed: one that is shared by it follows it."""
    return quantity_to_share(after) if is_by_quantity(total, before) and before != after else total
