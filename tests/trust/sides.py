"""One of the two communities, with what tests know of it."""

from dataclasses import dataclass, field
from typing import Any

from linli.accounts.models import User
from linli.accounts.queries import actor_for
from linli.core.actor import Actor
from linli.wishes.models import Campaign
from tests.trust.canaries import Canaries


@dataclass
class Side:
    """One of the communities. `things` are its rows and numbers by the names that addresses and forms use."""

    code: int
    name: str
    canaries: Canaries
    things: dict[str, Any] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, thing: str) -> Any:
        return self.things[thing]

    def actor(self, role: str = "secretary") -> Actor:
        return actor_for(self.staff[role])

    @property
    def campaign(self) -> Campaign:
        found: Campaign = self.things["campaign"]
        return found
