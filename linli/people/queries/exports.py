"""Sheets that were asked for: what waits for a second person, what may be taken, what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.core import clock
from linli.people.models import Person
from linli.people.models.exports import VALID_FOR, Export

PAGE = 50
WAITS, READY, TAKEN, OVER = "waits", "ready", "taken", "over"


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A sheet that was asked for, with where it stands; `mine`: whether the reader asked for it."""

    id: UUID
    kind: str
    rows: int
    families: int
    asked_by: str
    asked_at: datetime
    allowed_by: str
    state: str
    until: datetime | None
    mine: bool


def exports_within(community_id: int, user_id: UUID | None) -> Sequence[ExportLine]:
    """The newest ones of the office."""
    found = list(Export.objects.within(community_id).order_by("-asked_at", "-id")[:PAGE])
    users = {export.asked_by for export in found} | {export.allowed_by for export in found if export.allowed_by}
    persons = Person.objects.within(community_id).filter(user_id__in=users) if users else ()
    names = {person.user_id: person.name for person in persons}
    return [_line(export, names, user_id) for export in found]


def _line(export: Export, names: dict[UUID | None, str], user_id: UUID | None) -> ExportLine:
    since = export.allowed_at or export.asked_at
    until = since + VALID_FOR
    if export.fetched_at:
        state = TAKEN
    elif until < clock.now():
        state = OVER
    else:
        state = READY if export.allowed_at else WAITS
    return ExportLine(
        id=export.pk,
        kind=export.kind,
        rows=len(export.rows),
        families=export.families,
        asked_by=names.get(export.asked_by, ""),
        asked_at=export.asked_at,
        allowed_by=names.get(export.allowed_by, "") if export.allowed_by else "",
        state=state,
        until=until if state in (WAITS, READY) else None,
        mine=export.asked_by == user_id,
    )


def count_open(community_id: int, user_id: UUID | None) -> tuple[int, int]:
    """How many wait for this person to allow them, and how many they asked for and may take now."""
    since = clock.now() - VALID_FOR
    rows = Export.objects.within(community_id).filter(fetched_at=None, asked_at__gt=since - VALID_FOR)
    found = list(rows.values_list("asked_by", "asked_at", "allowed_at"))
    to_allow = sum(asked_by != user_id and not allowed and asked > since for asked_by, asked, allowed in found)
    to_take = sum(asked_by == user_id and bool(allowed and allowed > since) for asked_by, _asked, allowed in found)
    return to_allow, to_take
