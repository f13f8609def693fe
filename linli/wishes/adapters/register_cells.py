"""The cells of one row of a wish register: how much of what, and who the family is."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from linli.core.sheets import RowReader
from linli.people.kinds import CATEGORY_WORDS, CategoriesRead, read_categories
from linli.wishes.adapters.register_prices import read_price
from linli.wishes.reading.characters import flatten
from linli.wishes.reading.phrases import read_wishes
from linli.wishes.reading.quantities import NUMBER, amount_at, number_at, to_number

LONGEST_ITEM = LONGEST_SPEC = 60
LONGEST_UNIT = 10
LARGEST_QUANTITY = Decimal("999999.99")
LARGEST_FAMILY = 30

_PEOPLE = re.compile(rf"({NUMBER})\s*(?:口人|人口|口|人)?")
_OTHER_UNIT = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d_]{1,2})")
_BRACKETED = re.compile(r"\s*\((.+)\)\s*")


@dataclass(frozen=True, slots=True)
class RegisterWish:
    """One wish: the row as Excel counts, how much of what, and `said`, the words of the sheet it was read from."""

    row: int
    quantity: Decimal
    unit: str
    item: str
    spec: str
    said: str
    price: int | None = None


@dataclass(frozen=True, slots=True)
class CellQuantity:
    """A quantity cell: the number, its unit, and what else the cell says (10公斤 of 1袋(10公斤))."""

    number: Decimal
    unit: str
    rest: str = ""


def read_size(cells: RowReader) -> int | None:
    """How many people the family has: 3, 三, 3人, 四口人. A numeral that a person would read is read; None where
    blank.
    """
    text = cells.row["size"]
    if not text:
        return None
    found = _PEOPLE.fullmatch(flatten(text).strip())
    number = _number(found[1]) if found else None
    if number is None or number != int(number) or not 1 <= number <= LARGEST_FAMILY:
        cells.wrong("size", _("“%(text)s” is not a number of people from 1 to 30.") % {"text": text})
        return None
    return int(number)


def _number(numeral: str) -> Decimal | None:
    try:
        return to_number(numeral)
    except ValueError:
        return None


def read_family_categories(cells: RowReader) -> CategoriesRead:
    """The family's categories; an error at the cell for each word that is none."""
    read = read_categories(cells.row["categories"])
    for word in read.unknown:
        known = "；".join(words[0] for words in CATEGORY_WORDS.values())
        message = _("“%(word)s” is not a category. Use one or several of: %(known)s.")
        cells.wrong("categories", message % {"word": word, "known": known})
    return read


def read_row_wishes(cells: RowReader) -> list[RegisterWish]:
    """The wishes of a row: one, or where there is no quantity beside it, as many as the cell says (一条围巾、一双手套).

    None, with an error at each bad cell, where they cannot be taken.
    """
    before = len(cells.errors)
    quantity = read_quantity(cells)
    item = _read_item(cells)
    spec, price = cells.text("spec", longest=LONGEST_SPEC), read_price(cells)
    if len(cells.errors) > before:
        return []
    if quantity is None:
        return _priced(cells, _read_spoken(cells, spec), price)
    row, said = cells.row.row, cells.row["quantity"] + item
    return [RegisterWish(row, quantity.number, quantity.unit, item, _joined(quantity.rest, spec), said, price)]


def _priced(cells: RowReader, wishes: list[RegisterWish], price: int | None) -> list[RegisterWish]:
    """One price beside several wishes says of none what it costs."""
    if price is None or not wishes:
        return wishes
    if len(wishes) > 1:
        cells.wrong("price", _("One price stands beside several wishes. Give each wish a row of its own."))
        return []
    return [replace(wishes[0], price=price)]


def _read_spoken(cells: RowReader, spec: str) -> list[RegisterWish]:
    wishes = []
    for spoken in read_wishes(cells.row["item"]):
        if spoken.quantity is None or spoken.quantity > LARGEST_QUANTITY:
            message = _("How many is not clear in “%(text)s”. Write a number and a unit, such as 5包 or 两个.")
            cells.wrong("item", message % {"text": spoken.text})
            continue
        # what was only guessed stays in the sheet's own words
        item = spoken.item if spoken.sure else spoken.text
        own = spoken.spec if spoken.sure else ""
        row = cells.row.row
        wishes.append(RegisterWish(row, spoken.quantity, spoken.unit, item, _joined(own, spec), spoken.text))
    return wishes


def _joined(own: str, spec: str) -> str:
    return " ".join(filter(None, (own, spec)))[:LONGEST_SPEC]


def _read_item(cells: RowReader) -> str:
    item = cells.text("item", longest=LONGEST_ITEM)
    if not cells.row["item"]:
        cells.wrong("item", _("The wish is missing."))
    elif flatten(item).startswith("="):
        cells.wrong("item", _("This is a formula. Write the thing that is wished for in plain words."))
    return item


def read_quantity(cells: RowReader) -> CellQuantity | None:
    """The number and unit of the quantity cell; None where it is blank, and with an error where it is no number."""
    text = cells.row["quantity"]
    if not text:
        return None
    quantity = _quantity(flatten(text).strip())
    if quantity is None:
        message = _("“%(text)s” is not a quantity. Write a number and a unit, such as 5包 or 两个.")
        cells.wrong("quantity", message % {"text": text})
    return quantity


def _quantity(flat: str) -> CellQuantity | None:
    amount = amount_at(flat, 0)
    if amount is None and (found := _OTHER_UNIT.fullmatch(flat)):
        return _within_limits(Decimal(found[1]), found[2], "")
    amount = amount or number_at(flat, 0)
    if amount is None or amount.exact is None:
        return None
    rest = flat[amount.end :].strip()
    if rest and not _BRACKETED.fullmatch(rest):
        return None
    return _within_limits(amount.exact, amount.unit, rest.strip("() "))


def _within_limits(number: Decimal, unit: str, rest: str) -> CellQuantity | None:
    return CellQuantity(number, unit, rest) if 0 < number <= LARGEST_QUANTITY else None
