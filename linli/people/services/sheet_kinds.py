"""The kinds of sheets that are brought in. An app above registers its own in `apps.ready()` by a dotted path."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.core.sheets import CellError, Column, Table, TableRow

if TYPE_CHECKING:
    from linli.people.models import SheetImport

Figures = dict[str, int]


@dataclass(frozen=True, slots=True)
class Checked:
    """`good`: what can be brought in, as plain JSON; `errors`: every bad cell of what cannot."""

    good: list[dict[str, Any]]
    errors: list[CellError]


class SheetKind(ABC):
    """What a sheet of this kind holds and what becomes of it. The names of its routes begin with `stem`; its pages open
    with `permission` and lead back to the list at the route `back`.
    """

    code: str
    stem: str
    permission: str
    back: str
    label: Promise
    columns: Sequence[Column]
    blank_title: Promise
    template: str
    """Of a sheet's own page: extends `people/desk/sheet.html`."""
    title: Promise
    wanted: Promise
    """Which headings are looked for, and what does no harm."""
    promise: Promise
    """That nothing happens yet when a file is chosen."""

    @property
    def start(self) -> str:
        """The route of the page where one chooses a file; then of the blank one, of a sheet's own page, of the page
        where its columns are told, and of the sheet handed back.
        """
        return f"{self.stem}_import"

    @property
    def blank(self) -> str:
        return f"{self.stem}_blank"

    @property
    def page(self) -> str:
        return f"{self.stem}_sheet"

    @property
    def placing(self) -> str:
        return f"{self.stem}_columns"

    @property
    def marked(self) -> str:
        return f"{self.stem}_marked"

    @abstractmethod
    def together(self, table: Table) -> list[list[TableRow]]:
        """The rows of a table, those that only make sense together in one list."""

    @abstractmethod
    def check(self, table: Table, together: Sequence[Sequence[TableRow]]) -> Checked:
        """Read these rows. `table` says where they come from; its own rows are not looked at."""

    @abstractmethod
    def plan(self, community_id: int, good: Sequence[dict[str, Any]]) -> Figures:
        """What bringing them in would do, in figures that add up over the pieces of a sheet."""

    @abstractmethod
    def bring(self, community_id: int, good: Sequence[dict[str, Any]], choice: str, by: Actor) -> Figures:
        """Bring them in, in the caller's transaction; what is here already stays. Raises `Refused`."""

    @abstractmethod
    def may(self, by: Actor, community_id: int, choice: str) -> Decision:
        """Whether this person may bring such sheets in, with this choice."""

    def choice(self, posted: Mapping[str, str], by: Actor, community_id: int) -> str:
        """What was chosen beside the button."""
        return ""

    def shown(self, sheet: "SheetImport", by: Actor) -> dict[str, Any]:
        """What the sheet's own page shows of this kind alone."""
        return {}


_kinds: dict[str, str] = {}


def register(code: str, path: str) -> None:
    """Let sheets of this kind be brought in as the object at `path` says."""
    _kinds[code] = path


def kind_of(code: str) -> SheetKind:
    """The kind with this code. Raises KeyError."""
    kind: SheetKind = import_string(_kinds[code])
    return kind
