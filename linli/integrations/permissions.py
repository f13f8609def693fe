"""Who may let other programs in, and what a program may never do."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds import PERMISSIONS
from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse

NEVER = frozenset({"households.unmask", "roles.grant", "codes.hand_out", "outgoing.pass_on", "programs.manage"})
"""What only a person may do: it opens sealed fields, names people to roles, or hands out codes."""
GRANTABLE = tuple(code for code in PERMISSIONS if code not in NEVER)


def may_manage_programs(by: Actor, community_id: int) -> Decision:
    """Whether this person may make and end keys and addresses of the office."""
    if by.may("programs.manage", community_id):
        return ALLOWED
    return refuse(_("Only the secretary and the director let other programs work with the records."))


def may_pass_to_program(by: Actor, community_id: int, permissions: Iterable[str]) -> Decision:
    """Whether this person may give a program these rights: nobody passes on what they do not hold."""
    if all(code in GRANTABLE and by.may(code, community_id) for code in permissions):
        return ALLOWED
    return refuse(_("A program cannot be given this right."))
