"""In front of every operation of the API: whose key it is, for which office, with which right."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header
from ninja.security import HttpBearer

from linli.accounts.guards import Asked, client_address, may_open
from linli.gate.services import limit
from linli.integrations.queries import actor_of, token_of
from linli.integrations.services import note_use
from linli.places.models import Community

WRONG_KEYS_A_MINUTE = 30

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=64,
        pattern=r"^[!-~]+$",
        description="Chosen by the caller, new for each deed: the same again does nothing twice and answers the same.",
    ),
]
"""The header that makes a POST happen once."""


class ApiRequest(Asked):
    """A request that came with a good key. For annotations only."""


class OfficeKey(HttpBearer):
    """`Authorization: Bearer linli_…`; `permission` is what the key must hold."""

    def __init__(self, permission: str = "") -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The program, or None for a key that is none. Raises `Refused` where the right is missing."""
        found = token_of(token)
        office = Community.objects.filter(pk=found.community_id).first() if found else None
        if found is None or office is None:
            limit(purpose="api.key", subject=client_address(request), most=WRONG_KEYS_A_MINUTE, seconds=60)
            return None
        actor = actor_of(found)
        if self.permission:
            may_open(actor, self.permission, office.pk).enforce()
        note_use(found)
        request.actor, request.office = actor, office  # type: ignore[attr-defined]  # -- see ApiRequest
        return actor


def needs(permission: str = "") -> OfficeKey:
    """The guard of an operation."""
    return OfficeKey(permission)
