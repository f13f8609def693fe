"""The desk's list of wishes with its filters."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.accounts.guards import Request, office_page
from linli.core.ids import new_id
from linli.people.permissions import may_export
from linli.people.queries.saved_views import views_shown
from linli.places.models import Community
from linli.wishes.kinds import goods
from linli.wishes.permissions.collecting import may_collect, may_review, may_set_prices
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.queries.desk import waiting_up_to, wishes_within
from linli.wishes.queries.listing import MOST_AT_ONCE, WishFilter, as_key, matching_up_to
from linli.wishes.workflow import WISH


@require_safe
@office_page()
def wishes(request: Request, office: Community) -> HttpResponse:
    """Wishes, the newest first, narrowed by state, kind, family, or found by a number or a part of the thing's name."""
    wanted, before = WishFilter.read(request.GET), as_key(request.GET.get("before", ""))
    page, kept = wishes_within(office.pk, wanted, before=before), wanted.kept
    is_whole = before is None and page.older is None
    count = len(page.rows) if is_whole else matching_up_to(office.pk, wanted)
    context = {
        "office": office,
        "page": page,
        "search": wanted.search,
        "kept": kept,
        "states": _state_chips(office.pk, kept),
        "kinds": [{"value": kind.code, "label": kind.label} for kind in goods.KINDS],
        "kind": wanted.kind,
        "newer_url": f"?{wanted.query}" if before else "",
        "older_url": f"?{urlencode({**kept, 'before': page.older})}" if page.older else "",
        "matching": 0 if is_whole else min(count, MOST_AT_ONCE),
        "too_many": count > MOST_AT_ONCE,
        "may_collect": may_collect(request.actor, office.pk),
        "may_review": may_review(request.actor, office.pk),
        "may_export": may_export(request.actor, office.pk),
        "may_publish": may_publish(request.actor, office.pk),
        "may_set_prices": may_set_prices(request.actor, office.pk),
        "key": new_id().hex,
    }
    context |= views_shown(request.actor, office.pk, "wishes", kept)
    return render(request, "wishes/desk/wish_list.html", context)


def _state_chips(community_id: int, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """One for each state; how many wait where somebody has something to do."""
    counts = {} if len(kept) > ("state" in kept) else waiting_up_to(community_id)
    chosen = kept.get("state", "")
    others = {name: value for name, value in kept.items() if name != "state"}
    chips: list[dict[str, Any]] = [{"label": _("All wishes"), "url": f"?{urlencode(others)}", "current": not chosen}]
    for state, label in WISH.states.items():
        url = f"?{urlencode({**others, 'state': state})}"
        chips.append({"label": label, "url": url, "current": state == chosen, "count": counts.get(state)})
    return chips
