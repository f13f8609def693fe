"""Sheets that were asked for: what waits for a second person, what may be taken, what is over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import NotHere
from linli.integrations.queries import program_behind, program_names, programs_made_by
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
    may_allow: bool


def asker_of(by: Actor) -> UUID | None:
    """Who asks, as an export keeps it: a person by their account, a program by its key."""
    return by.user_id or program_behind(by.key)


def exports_asked_by(community_id: int, by: Actor, before: UUID | None = None) -> tuple[list[ExportLine], UUID | None]:
    """One page of what this asker asked for, the newest first, and the key before which the next one begins."""
    rows = Export.objects.within(community_id).filter(asked_by=asker_of(by)).order_by("-id")
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    lines = [_line(export, {}, asker_of(by), ()) for export in found[:PAGE]]
    return lines, lines[-1].id if len(found) > PAGE else None


def export_asked_by(community_id: int, export_id: UUID, by: Actor) -> ExportLine | None:
    """One sheet that this asker asked for."""
    found = Export.objects.within(community_id).filter(pk=export_id, asked_by=asker_of(by)).first()
    return _line(found, {}, asker_of(by), ()) if found else None


def taken_export(community_id: int, export_id: UUID, by: Actor) -> Export:
    """The sheet that this asker has taken. Raises `NotHere`."""
    rows = Export.objects.within(community_id).filter(pk=export_id, asked_by=asker_of(by), fetched_at__isnull=False)
    found: Export | None = rows.first()
    if found is None:
        raise NotHere
    return found


def exports_within(community_id: int, user_id: UUID | None) -> Sequence[ExportLine]:
    """The newest ones of the office."""
    found = list(Export.objects.within(community_id).order_by("-asked_at", "-id")[:PAGE])
    users = {export.asked_by for export in found} | {export.allowed_by for export in found if export.allowed_by}
    persons = Person.objects.within(community_id).filter(user_id__in=users) if users else ()
    names = {person.user_id: person.name for person in persons}
    own: set[UUID] = set()
    if programs := users - set(names):
        names |= program_names(community_id, programs)
        own = set(programs_made_by(community_id, f"user:{user_id}").values_list("pk", flat=True))
    return [_line(export, names, user_id, own) for export in found]


def _line(
    export: Export, names: Mapping[UUID | None, str], asker: UUID | None, own_programs: Collection[UUID]
) -> ExportLine:
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
        mine=export.asked_by == asker,
        may_allow=state == WAITS and export.asked_by != asker and export.asked_by not in own_programs,
    )


def count_open(community_id: int, user_id: UUID | None) -> tuple[int, int]:
    """How many wait for this person to allow them, and how many they asked for and may take now."""
    since = clock.now() - VALID_FOR
    rows = Export.objects.within(community_id).filter(fetched_at=None, asked_at__gt=since - VALID_FOR)
    found = list(rows.values_list("asked_by", "asked_at", "allowed_at"))
    own = {user_id, *(programs_made_by(community_id, f"user:{user_id}").values_list("pk", flat=True) if found else ())}
    to_allow = sum(asked_by not in own and not allowed and asked > since for asked_by, asked, allowed in found)
    to_take = sum(asked_by == user_id and bool(allowed and allowed > since) for asked_by, _asked, allowed in found)
    return to_allow, to_take
