"""Roles as data: a name and what whoever holds it may do, granted for one place, from and until."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PERMISSIONS = {
    "desk.open": _("Open the desk"),
    "wishes.collect": _("Take down wishes"),
    "wishes.review": _("Check wishes"),
    "wishes.publish": _("Publish wishes"),
    "wishes.prices": _("Set the price cap and usual prices"),
    "claims.counter": _("Claim for somebody at the counter"),
    "claims.decide": _("Decide on claims"),
    "claims.deliver": _("Receive and hand over goods"),
    "households.view": _("See families, masked"),
    "households.edit": _("Write down families"),
    "households.unmask": _("See one masked field, with a reason"),
    "lists.export": _("Take lists out as sheets, and allow it to colleagues"),
    "roster.view": _("See the roster"),
    "roster.import": _("Import the roster"),
    "outgoing.pass_on": _("Pass messages on"),
    "codes.hand_out": _("Hand out sign-in codes"),
    "channels.manage": _("Set up channels and texts"),
    "roles.grant": _("Grant and end roles"),
    "figures.view": _("See figures"),
    "timeline.view": _("See the record"),
    "programs.manage": _("Let other programs work with the records"),
}
"""Every permission there is, with what it lets one do."""

# who may read whose sign-in code, and who may grant which role, follows rank: see permissions.py
OUTSIDE, OFFICE, LEADING, TOP = 0, 10, 20, 30


@dataclass(frozen=True, slots=True)
class Role:
    """`level`: granted for a community, or for a place above one. `rank` orders roles; `OFFICE` and above work at the
    desk.
    """

    code: str
    label: object
    permissions: frozenset[str]
    level: Literal["community", "above"] = "community"
    rank: int = OUTSIDE

    @property
    def is_office(self) -> bool:
        return self.rank >= OFFICE


_ALL = frozenset(PERMISSIONS)
_WORKER = frozenset(
    {
        "desk.open",
        "wishes.collect",
        "claims.counter",
        "claims.decide",
        "claims.deliver",
        "households.view",
        "households.edit",
        "households.unmask",
        "lists.export",
        "roster.view",
        "outgoing.pass_on",
        "codes.hand_out",
        "figures.view",
    }
)
_CIVIL_AFFAIRS = _WORKER | {"wishes.review", "wishes.publish", "roster.import"}
_GRID = frozenset({"desk.open", "wishes.collect", "households.view", "households.edit", "claims.deliver"})
_NONE: frozenset[str] = frozenset()

_LIST = (
    Role("secretary", pgettext_lazy("role", "Secretary"), _ALL, rank=TOP),
    Role("director", pgettext_lazy("role", "Director"), _ALL, rank=LEADING + 1),
    Role("deputy", pgettext_lazy("role", "Deputy director"), _CIVIL_AFFAIRS | {"timeline.view"}, rank=LEADING),
    Role("civil_affairs", pgettext_lazy("role", "Civil affairs worker"), _CIVIL_AFFAIRS, rank=OFFICE + 2),
    Role("worker", pgettext_lazy("role", "Community worker"), _WORKER, rank=OFFICE + 1),
    Role("grid_worker", pgettext_lazy("role", "Grid worker"), _GRID, rank=OFFICE),
    Role("building_head", pgettext_lazy("role", "Building head"), _NONE),
    Role("employer_contact", pgettext_lazy("role", "Employer's contact"), _NONE),
    Role("representative", pgettext_lazy("role", "Residents' representative"), _NONE),
    Role("party_member", pgettext_lazy("role", "In-service party member"), _NONE),
    Role("volunteer", pgettext_lazy("role", "Volunteer"), _NONE),
    Role("partner", pgettext_lazy("role", "Partner organisation"), _NONE),
    Role("contractor", pgettext_lazy("role", "Contractor"), _NONE),
    Role("merchant", pgettext_lazy("role", "Merchant"), _NONE),
    Role("regulator", pgettext_lazy("role", "Market regulator"), _NONE),
    Role("resident", pgettext_lazy("role", "Resident"), _NONE),
    Role("family", pgettext_lazy("role", "Family in need"), _NONE),
    Role("supervisor", pgettext_lazy("role", "Supervisor"), frozenset({"figures.view"}), level="above", rank=TOP),
)
ROLES = {role.code: role for role in _LIST}
"""Every role by its code, the strongest first."""

OFFICE_ROLES = frozenset(role.code for role in _LIST if role.is_office)
NEED_SECOND_FACTOR = frozenset({"secretary"})
SECOND_FACTOR_WITHIN = timedelta(days=7)
"""From the grant on, so that nobody is kept from work on the first evening."""
CLAIMANT = "claimant"
"""What the timeline calls a person who holds no role."""

PROGRAM = "program"
"""What the timeline calls another program that an office has let in."""


def label_of(code: str) -> object:
    """A role's name in the reader's language; of an unknown one its code."""
    if code == CLAIMANT:
        return pgettext_lazy("role", "Claimant")
    if code == PROGRAM:
        return pgettext_lazy("role", "Program")
    return ROLES[code].label if code in ROLES else code


def rank_of(code: str) -> int:
    """A role's rank; the platform itself stands above all."""
    if code == "system":
        return TOP + 1
    return ROLES[code].rank if code in ROLES else OUTSIDE
