"""What every page may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from linli.accounts.queries import SHARED, SIGN_IN
from linli.portal.queries.frame import desk_frame


def house(request: HttpRequest) -> dict[str, Any]:
    """`demo`: whether this is the demo, whose pages all say so."""
    return {"demo": settings.LINLI_DEMO}


def desk(request: HttpRequest) -> dict[str, Any]:
    """`desk`: office, menu and person of a page below /desk/<community>; read only where a page shows it."""
    match = request.resolver_match
    community_id = match.kwargs.get("community_id") if match else None
    actor = getattr(request, "actor", None)
    if community_id is None or actor is None:
        return {}
    office = getattr(request, "office", None)
    shared = request.session.get(SIGN_IN, "") if SHARED in request.session else ""
    return {"desk": SimpleLazyObject(lambda: desk_frame(actor, community_id, request.path, office, shared))}
