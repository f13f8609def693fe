"""The sheet that somebody asked for: its workbook, marked with who took it when."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from linli.core import clock
from linli.people.adapters.household_table import household_table
from linli.people.models.exports import Export
from linli.places.models import Community
from linli.places.templatetags.linli_dates import moment
from linli.wishes.adapters.wish_table import wish_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WISHES, HOUSEHOLDS = "wishes", "households"


def export_book(export: Export, office: Community, who: str) -> tuple[bytes, str]:
    """The workbook and its title, in the language of the moment."""
    tables: dict[str, tuple[Callable[..., bytes], str]] = {
        WISHES: (wish_table, _("Wishes")),
        HOUSEHOLDS: (household_table, _("Families")),
    }
    table, title = tables[export.kind]
    mark = _("Internal material. {office}, taken out by {who}, {when}. Masked; do not pass on.").format(
        office=office.name, who=who, when=moment(clock.now())
    )
    return table(office.pk, [UUID(row) for row in export.rows], title=f"{office.name} {title}", mark=mark), title
