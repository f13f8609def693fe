"""Who may grant and end roles, and who may read whose sign-in code."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds import OFFICE, ROLES, TOP, Role, rank_of
from linli.accounts.models import RoleGrant
from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse


def _highest_granting_rank(actor: Actor, first: int, last: int) -> int | None:
    """The rank of the actor's strongest role that may grant over this whole range; None where none may."""
    ranks = [
        rank_of(grant.role)
        for grant in actor.grants
        if "roles.grant" in grant.permissions and grant.first <= first and last <= grant.last
    ]
    return max(ranks, default=None)


def may_grant_role(actor: Actor, role: Role, first: int, last: int) -> Decision:
    """Who grants roles there, up to the own rank, over places of the own scope only."""
    rank = _highest_granting_rank(actor, first, last)
    if rank is None:
        return refuse(_("Your role does not grant roles for this place."))
    if role.rank > rank:
        return refuse(_("This role stands above yours; only somebody of that rank can grant or end it."))
    return ALLOWED


def may_end_role(actor: Actor, grant: RoleGrant) -> Decision:
    """The same rule as for granting it."""
    return may_grant_role(actor, ROLES[grant.role], grant.first, grant.last)


def may_have_password(actor: Actor) -> Decision:
    """Whoever works at a desk signs in often, and has one to keep; all others sign in by code."""
    if any(rank_of(grant.role) >= OFFICE for grant in actor.grants):
        return ALLOWED
    return refuse(_("Passwords are for people who work at a desk. You sign in with a code."))


def may_drop_second_factor(actor: Actor, grant: RoleGrant, held: Iterable[RoleGrant]) -> Decision:
    """Who could end this role, for a colleague who works here only; never for oneself."""
    if actor.user_id == grant.user_id:
        return refuse(_("Your own second step is on your account page."))
    if {(row.first, row.last) for row in held} != {(grant.first, grant.last)}:
        return refuse(_("This person also works elsewhere. Whoever runs the server can help: see the manual."))
    return may_end_role(actor, grant)


def code_is_for_eyes_with(grants: Iterable[RoleGrant]) -> tuple[int, str] | None:
    """The community and the permission that the sign-in code of whoever holds these roles is shown to; None: to nobody.

    A code makes its reader that person, so nobody may read the code of somebody of the same or a higher rank, nor one
    that opens another community: those go by e-mail, or are printed at the server's console (`linli manage
    sign_in_code`).
    """
    held = list(grants)
    if len({(grant.first, grant.last) for grant in held}) != 1 or held[0].first != held[0].last:
        return None
    rank = max(rank_of(grant.role) for grant in held)
    if rank >= TOP:
        return None
    return held[0].place, "roles.grant" if rank >= OFFICE else "codes.hand_out"
