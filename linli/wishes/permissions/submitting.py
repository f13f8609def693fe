"""Who may open a form for residents, send it, and decide on what came in."""

from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.places.templatetags.linli_dates import moment
from linli.wishes.models import CollectingLink, Submission
from linli.wishes.permissions.collecting import may_collect
from linli.wishes.workflow import SUBMISSION


def may_open_links(actor: Actor, community_id: int) -> Decision:
    """Staff whose role publishes: what residents are asked for goes out in the office's name."""
    if actor.may("wishes.publish", community_id):
        return ALLOWED
    return refuse(_("Your role does not open forms for residents."))


def may_submit(link: CollectingLink) -> Decision:
    """Anybody who has the link, while it is open."""
    now = clock.now()
    if link.closed_at is not None or link.closes_at <= now:
        return refuse(_("The community takes no more wishes through this page. Please call it."))
    if now < link.opens_at:
        return refuse(_("This page opens %(when)s. Please come back then.") % {"when": moment(link.opens_at)})
    return ALLOWED


def may_decide(actor: Actor, submission: Submission) -> Decision:
    """Staff who take wishes down, as long as nobody has decided."""
    if not (allowed := may_collect(actor, submission.community_id)).allowed:
        return allowed
    if not SUBMISSION.may("accept", submission.state):
        return refuse(_("A colleague has decided on this already."))
    return ALLOWED
