"""Views of lists, kept under a name: made, renamed, deleted."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere, Refused
from linli.people.kinds.lists import kept_part, list_of
from linli.people.models import SavedView
from linli.people.permissions import may_change_view, may_keep_view
from linli.people.queries.saved_views import seen_by
from linli.timeline.services import record

LONGEST_NAME = 20
MOST = 20


@transaction.atomic
def keep_view(*, community_id: int, of: str, query: Mapping[str, str], name: str, shared: bool, by: Actor) -> SavedView:
    """Keep how a list is narrowed down, for oneself or for the office.

    Raises `Refused`, `BadInput` for a list without a filter that can be kept, without a name, or with many already.
    """
    may_keep_view(by, community_id).enforce()
    kind = list_of(of)
    if kind is None or by.user_id is None or not by.may(kind.permission, community_id):
        raise Refused
    part = kept_part(kind, query)
    if not part:
        raise BadInput(_("First narrow the list down. Words that were looked for are not kept."))
    mine = SavedView.objects.within(community_id).filter(of=of, owner=by.user_id)
    if mine.count() >= MOST:
        raise BadInput(_("You have kept %(most)s views of this list. Delete one first.") % {"most": MOST})
    view = SavedView(
        community_id=community_id,
        of=of,
        name=_named(name),
        query=part,
        owner=by.user_id,
        shared=shared,
        made_at=clock.now(),
    )
    view.save(force_insert=True)
    _record(view, "view.keep", by)
    return view


def _named(name: str) -> str:
    said = " ".join(name.split())
    if not said or len(said) > LONGEST_NAME:
        message = _("Please give the view a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
        raise BadInput(message, {"name": [message]})
    return said


def _record(view: SavedView, verb: str, by: Actor) -> None:
    facts = {"list": view.of, "shared": view.shared}
    record(community_id=view.community_id, subject=("view", view.pk), verb=verb, facts=facts, by=by)


def _to_change(community_id: int, view_id: UUID, by: Actor) -> SavedView:
    view: SavedView | None = seen_by(by, community_id).filter(pk=view_id).select_for_update().first()
    if view is None:
        raise NotHere
    may_change_view(by, view).enforce()
    return view


@transaction.atomic
def rename_view(*, community_id: int, view_id: UUID, name: str, by: Actor) -> None:
    """Call it otherwise. Raises `NotHere`, `Refused`, `BadInput`."""
    view = _to_change(community_id, view_id, by)
    view.name = _named(name)
    view.save(update_fields=["name"])
    _record(view, "view.rename", by)


@transaction.atomic
def delete_view(*, community_id: int, view_id: UUID, by: Actor) -> None:
    """Delete it; the list itself stays as it is. Raises `NotHere`, `Refused`."""
    view = _to_change(community_id, view_id, by)
    SavedView.objects.within(community_id).filter(pk=view.pk).erase()
    _record(view, "view.delete", by)
