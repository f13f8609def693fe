"""Kept views of lists: one's own, and those of the office."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.people.kinds.lists import ListKind, kept_part, list_of
from linli.people.models import SavedView
from linli.places.models import TenantQuerySet


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view in a list of them: where it leads, whose it is, whether this person may rename and delete it."""

    id: UUID
    name: str
    list_label: object
    url: str
    shared: bool
    may_change: bool


def seen_by(actor: Actor, community_id: int) -> TenantQuerySet:
    """Those that this person sees."""
    return SavedView.objects.within(community_id).filter(Q(shared=True) | Q(owner=actor.user_id))


def views_for(
    actor: Actor, community_id: int, may_change: Callable[[Actor, SavedView], Decision]
) -> Sequence[ViewLine]:
    """All that this person sees of the lists that their role opens, list by list."""
    lines = []
    for view in seen_by(actor, community_id).order_by("of", "made_at", "id"):
        kind = list_of(view.of)
        if kind is not None and actor.may(kind.permission, community_id):
            url = f"{reverse(kind.code, args=[community_id])}?{_query_of(view, kind)}"
            may = may_change(actor, view).allowed
            lines.append(ViewLine(view.pk, view.name, kind.label, url, view.shared, may))
    return lines


def views_shown(actor: Actor, community_id: int, of: str, kept: Mapping[str, str]) -> dict[str, Any]:
    """What stands above a list: its views as chips, and where the present filter is kept, if it can be."""
    kind = list_of(of)
    if kind is None:
        return {"view_chips": [], "keep_view_url": ""}
    part = kept_part(kind, kept)
    rows = seen_by(actor, community_id).filter(of=of).order_by("made_at", "id")
    chips = [
        {"label": view.name, "url": f"?{_query_of(view, kind)}", "current": bool(part) and view.query == part}
        for view in rows
    ]
    is_new = bool(part) and not any(chip["current"] for chip in chips)
    keep = f"{reverse('view_new', args=[community_id])}?{urlencode({'of': of, **part})}" if is_new else ""
    return {"view_chips": chips, "keep_view_url": keep}


def _query_of(view: SavedView, kind: ListKind) -> str:
    """In the order of the list's own addresses, which the database does not keep."""
    return urlencode(kept_part(kind, view.query))
