"""The price in a wish register: 60, 60元, 约60元, ¥60, 六十元左右."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from linli.core.sheets import Column, RowReader
from linli.wishes.kinds.prices import HIGHEST
from linli.wishes.reading.characters import flatten
from linli.wishes.reading.quantities import NUMBER, to_number

PRICE_COLUMN = Column(
    "price",
    (
        "参考价",
        "参考价格",
        "预计价格",
        "估价",
        "价格",
        "预算",
        "预算金额",
        "金额",
        "预算(元)",
        "价格(元)",
        "参考价(元)",
        "Price",
    ),
    told=_("About how many yuan it costs, as one number. Shown to whoever chooses a wish."),
    examples=("120", ""),
    width=9,
)
_PRICE = re.compile(rf"(?:约|大约|大概|预计)?\s*(?:¥|￥|RMB)?\s*({NUMBER})\s*(?:元|块钱|块|RMB)?\s*(?:左右|以内|上下)?")


def read_price(cells: RowReader) -> int | None:
    """About how many whole yuan; None where the cell is blank, and with an error where it is no price."""
    text = cells.row["price"]
    if not text:
        return None
    price = _price(flatten(text).replace(",", "").strip())
    if price is None:
        message = _("“%(text)s” is not a price. Write one number in yuan, such as 60.")
        cells.wrong("price", str(message % {"text": text}))
    return price


def _price(flat: str) -> int | None:
    found = _PRICE.fullmatch(flat)
    try:
        number = to_number(found[1]) if found else Decimal(0)
    except ValueError:
        return None
    if not 0 < number <= HIGHEST:
        return None
    return max(1, int(number.quantize(Decimal(1), ROUND_HALF_UP)))
