"""A register as it was read, with what no wish may ask for taken out of it and told at its cell, in plain JSON."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from linli.core.sheets import CellError
from linli.wishes.adapters.register_sheet import RegisterHousehold, RegisterSheet, read_register
from linli.wishes.kinds import goods


@dataclass(frozen=True, slots=True)
class CheckedRegister:
    """`families` as `services.importing.read_families` takes them, without those whose wishes are all refused."""

    rows: int
    families: list[dict[str, Any]]
    errors: list[CellError]


def check_register(source: bytes | Path) -> CheckedRegister:
    """Read a register (.xlsx, .xls, .ods). Raises BadInput where it cannot be read or a required column is missing."""
    return check_families(read_register(source))


def check_families(sheet: RegisterSheet) -> CheckedRegister:
    """The same for what was read already."""
    refused: list[CellError] = []
    families = [_without_refused(household, sheet.wish_column, refused) for household in sheet.households]
    errors = sorted([*sheet.errors, *refused], key=lambda error: error.row)
    return CheckedRegister(sheet.rows, [family for family in families if family["wishes"]], errors)


def _without_refused(
    household: RegisterHousehold, column: tuple[str, int | None], refused: list[CellError]
) -> dict[str, Any]:
    wishes = []
    for wish in household.wishes:
        refusal = goods.refusal(wish.item, wish.unit)
        if refusal is None:
            wishes.append(asdict(wish) | {"quantity": str(wish.quantity)})
        else:
            heading, place = column
            refused.append(CellError(wish.row, heading, f"{refusal.reason} {refusal.turn_to}", place))
    fields = {name: getattr(household, name) for name in ("name", "grade", "size", "address", "phone", "note")}
    return fields | {"categories": list(household.categories), "wishes": wishes}
