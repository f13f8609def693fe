"""Lists taken out as sheets: asked for, allowed by a second person where there are many families, taken once."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.integrations.queries import programs_made_by
from linli.people.models.exports import ALONE_UP_TO, VALID_FOR, Export
from linli.people.permissions import may_export
from linli.people.queries.exports import asker_of
from linli.timeline.services import record

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def ask_export(*, community_id: int, kind: str, rows: Sequence[UUID], families: int, by: Actor) -> Export:
    """Ask for these rows as a sheet. Up to 50 families it may be taken at once. Raises `BadInput` for no rows."""
    may_export(by, community_id).enforce()
    asker = asker_of(by)
    if asker is None:
        raise Refused
    if not rows:
        raise BadInput(_("There is nothing in this list to take out."))
    now = clock.now()
    export = Export(
        community_id=community_id,
        kind=kind,
        rows=[row.hex for row in rows],
        families=families,
        asked_by=asker,
        asked_at=now,
        allowed_at=now if families <= ALONE_UP_TO else None,
    )
    export.save(force_insert=True)
    _record(export, "export.ask", by)
    return export


def _record(export: Export, verb: str, by: Actor) -> None:
    facts = {"list": export.kind, "rows": len(export.rows), "families": export.families}
    record(community_id=export.community_id, subject=("export", export.pk), verb=verb, facts=facts, by=by)


def _export(community_id: int, export_id: UUID) -> Export:
    export: Export | None = Export.objects.within(community_id).filter(pk=export_id).first()
    if export is None:
        raise NotHere
    return export


@transaction.atomic
def allow_export(*, community_id: int, export_id: UUID, by: Actor) -> None:
    """A second person agrees, within a day. Raises `Refused` to whoever asked, `Conflict` when it is too late.

    A program is no second person; nor is whoever let the program in that asked.
    """
    if by.user_id is None:
        raise Refused(_("Only a person can allow this."))
    now = clock.now()
    waiting = Export.objects.within(community_id).filter(pk=export_id, allowed_at=None, asked_at__gt=now - VALID_FOR)
    own = programs_made_by(community_id, by.key)
    others = waiting.exclude(asked_by=by.user_id).exclude(asked_by__in=own.values("pk"))
    changed = others.update(allowed_at=now, allowed_by=by.user_id)
    may_export(by, community_id).enforce()
    export = _export(community_id, export_id)
    if not changed and export.asked_by == by.user_id:
        raise Refused(_("Somebody else has to allow what you asked for."))
    if not changed and own.filter(pk=export.asked_by).exists():
        raise Refused(_("You let this program in, so somebody else has to allow what it asked for."))
    if not changed:
        raise Conflict(_("This was allowed already, or nobody allowed it within a day. It can be asked for again."))
    _record(export, "export.allow", by)


@transaction.atomic
def fetch_export(*, community_id: int, export_id: UUID, by: Actor) -> Export:
    """Take the sheet: whoever asked, once, within a day of its being allowed. Raises `NotHere`, `Conflict`."""
    now = clock.now()
    asker = asker_of(by)
    mine = Export.objects.within(community_id).filter(pk=export_id, asked_by=asker, fetched_at=None)
    changed = mine.filter(allowed_at__gt=now - VALID_FOR).update(fetched_at=now)
    may_export(by, community_id).enforce()
    export = _export(community_id, export_id)
    if export.asked_by != asker:
        raise NotHere
    if not changed:
        raise Conflict(_("This sheet was taken already, is not allowed yet, or its day is over. Ask for it again."))
    _record(export, "export.fetch", by)
    return export


def forget_old_exports(*, community_id: int) -> int:
    """Drop what was asked for a month ago; the timeline keeps that it was."""
    with transaction.atomic():
        return Export.objects.within(community_id).filter(asked_at__lt=clock.now() - KEPT_FOR).erase()
