"""Who may see, write down and unmask families, and who may read and import the roster."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.people.models import SavedView


def may_view_households(actor: Actor, community_id: int) -> Decision:
    """Staff of that community, masked."""
    if actor.may("households.view", community_id):
        return ALLOWED
    return refuse(_("Your role does not see families."))


def may_edit_households(actor: Actor, community_id: int) -> Decision:
    """Staff who write families down and record what they agreed to."""
    if actor.may("households.edit", community_id):
        return ALLOWED
    return refuse(_("Your role does not write down families."))


def may_unmask(actor: Actor, community_id: int) -> Decision:
    """Staff who may see one masked field at a time, with a reason that is kept."""
    if actor.may("households.unmask", community_id):
        return ALLOWED
    return refuse(_("Your role sees families masked. Ask your secretary or director if you need to call or visit one."))


def may_see_paper(actor: Actor, community_id: int, picture_id: UUID) -> Decision:
    """Those who may unmask: a signed paper is a whole row of masked fields. The look itself is recorded where it is
    made.
    """
    return may_unmask(actor, community_id)


def may_export(actor: Actor, community_id: int) -> Decision:
    """Staff who take lists out of the house as sheets; over 50 families with a second person's consent."""
    if actor.may("lists.export", community_id):
        return ALLOWED
    return refuse(_("Your role does not take lists out as sheets."))


def may_keep_view(actor: Actor, community_id: int) -> Decision:
    """Staff of that community keep their own views of lists, and such for the office."""
    if actor.may("desk.open", community_id):
        return ALLOWED
    return refuse(_("Your role does not open the desk."))


def may_change_view(actor: Actor, view: SavedView) -> Decision:
    """Whoever made it; one of the office also whoever names people to roles."""
    keeps = may_keep_view(actor, view.community_id)
    if (
        not keeps.allowed
        or view.owner == actor.user_id
        or (view.shared and actor.may("roles.grant", view.community_id))
    ):
        return keeps
    return refuse(_("A colleague keeps this view. Ask them, or your secretary or director, to change it."))


def may_view_roster(actor: Actor, community_id: int) -> Decision:
    """Staff who see the roster of in-service party members, masked."""
    if actor.may("roster.view", community_id):
        return ALLOWED
    return refuse(_("Your role does not see the roster."))


def may_import_roster(actor: Actor, community_id: int) -> Decision:
    """Staff who keep the roster."""
    if actor.may("roster.import", community_id):
        return ALLOWED
    return refuse(_("Your role does not import the roster. Ask your secretary or director."))
