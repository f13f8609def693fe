"""Who is asking: the person behind a request, a command or the worker, as plain data that every app can read."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Grant:
    """A role's permissions over a range of division codes, both ends included, and when it was granted."""

    role: str
    permissions: frozenset[str]
    first: int
    last: int
    granted_at: datetime | None = None

    def covers(self, community_id: int) -> bool:
        return self.first <= community_id <= self.last


@dataclass(frozen=True, slots=True)
class WeakIdentity:
    """Name and phone without a code: good for the claims of one campaign, for nothing else."""

    community_id: int
    campaign_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking.

    `key` tells one asker from another for idempotency and the timeline (`user:…`, `person:…`, `system`); `label` is
    what the timeline shows, masked already. `grants` are the roles in force at this moment.
    """

    key: str
    label: str
    user_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    weak: WeakIdentity | None = None
    session: str = field(default="", repr=False)

    def may(self, permission: str, community_id: int) -> bool:
        """Whether a role in force gives this permission over this community."""
        return any(permission in grant.permissions and grant.covers(community_id) for grant in self.grants)

    def works_in(self, community_id: int) -> bool:
        """Whether any role reaches this community at all; where none does, its pages do not exist for the asker."""
        return any(grant.covers(community_id) for grant in self.grants)

    def roles_in(self, community_id: int) -> tuple[str, ...]:
        return tuple(grant.role for grant in self.grants if grant.covers(community_id))

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and self.weak is None and not self.grants


ANONYMOUS = Actor(key="anonymous", label="")


class _Everything(frozenset[str]):
    """A set of permissions that holds each one."""

    def __contains__(self, permission: object) -> bool:
        return isinstance(permission, str)


SYSTEM = Actor(key="system", label="", grants=(Grant("system", _Everything(), 0, 10**12),))
"""The platform itself: the worker, a command at the console."""
