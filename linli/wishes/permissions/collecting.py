"""Who may take wishes down, change them, check them and move them on, until they are published."""

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.wishes.models import Wish
from linli.wishes.workflow import DRAFT, READY, REVIEW, WISH

DESK_MOVES = ("submit", "approve", "send_back", "withdraw")
"""The moves of a wish that staff make one at a time; the others belong to campaigns and claims."""


def may_collect(actor: Actor, community_id: int) -> Decision:
    """Staff who take wishes down, at the door or from a sheet."""
    if actor.may("wishes.collect", community_id):
        return ALLOWED
    return refuse(_("Your role does not take down wishes."))


def may_review(actor: Actor, community_id: int) -> Decision:
    """Staff who check wishes. In a small office they may be the same who took them down."""
    if actor.may("wishes.review", community_id):
        return ALLOWED
    return refuse(_("Your role does not check wishes. A colleague who does will see it in the list."))


def may_set_prices(actor: Actor, community_id: int) -> Decision:
    """Who sets the price cap of a wish and what things usually cost."""
    if actor.may("wishes.prices", community_id):
        return ALLOWED
    return refuse(_("Your role does not set the price cap."))


def may_edit_wish(actor: Actor, wish: Wish) -> Decision:
    """Whoever takes wishes down, until somebody has checked it; then whoever checks. Never once it is published."""
    if wish.state in (DRAFT, REVIEW):
        return may_collect(actor, wish.community_id)
    if wish.state == READY:
        return may_review(actor, wish.community_id)
    return refuse(_("This wish has been published or has come to its end, so it is not changed any more."))


def may_move_wish(actor: Actor, wish: Wish, move: str) -> Decision:
    """Whether this move can be made from where the wish stands, and is for this role to make."""
    step = WISH[move]
    if not any(actor.may(permission, wish.community_id) for permission in step.who):
        return (
            may_review(actor, wish.community_id)
            if "wishes.review" in step.who
            else may_collect(actor, wish.community_id)
        )
    if not WISH.may(move, wish.state):
        return refuse(
            _("Not possible while the wish is in the state “%(state)s”.") % {"state": WISH.states[wish.state]}
        )
    if move == "withdraw" and wish.shares_taken:
        return refuse(_("Some people have taken a part of it: take it off the wall, so that they are told."))
    return ALLOWED
