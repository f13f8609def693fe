"""Cells that say who somebody is: read the same in every sheet, with the same words for what is wrong."""

from django.utils.translation import gettext as _

from linli.core import phones
from linli.core.sheets import RowReader
from linli.people.reading import names


def read_name(cells: RowReader, code: str) -> str:
    """The name in one spelling; "" and an error at the cell where it is none."""
    text = cells.row[code]
    if not text:
        cells.wrong(code, _("The name is missing."))
        return ""
    message = _("“%(text)s” is not a name: a name has no digits, brackets or signs.") % {"text": text}
    return cells.read(code, names.clean, message)


def read_phone(cells: RowReader, code: str, *, required: bool = True) -> str:
    """The number normalised; "" and an error at the cell where it is none, or is missing though `required`."""
    text = cells.row[code]
    if not text:
        if required:
            cells.wrong(code, _("The telephone number is missing."))
        return ""
    # how many digits there are is what one looks for first
    said = {"text": text, "digits": sum(char.isdigit() for char in text)}
    message = _("“%(text)s” is not a telephone number: it has %(digits)s digits; a mobile number has 11.") % said
    return cells.read(code, phones.normalise, message)
