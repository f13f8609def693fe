"""The lives side by side: a campaign's, a wish's, a claim's on it, and a place in line for it; what people see is
derived. And what residents send themselves, until somebody has checked it.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.workflow import Move, Workflow

DRAFT, REVIEW, READY, OPEN, TAKEN, DONE, WITHDRAWN = "draft", "review", "ready", "open", "taken", "done", "withdrawn"
OFFERED = "offered"
"""Given back, and kept for whoever is first in the wish's line; open to nobody else meanwhile."""
ON_WALL = (OPEN, TAKEN, OFFERED, DONE)

PREPARED, PUBLISHED, PAUSED = "prepared", "published", "paused"
PUBLIC = (PUBLISHED, PAUSED)
"""The states of a campaign that has a wall. Opening and closing are no states: they are read off the clock."""

CAMPAIGN = Workflow(
    "campaign",
    {
        PREPARED: _("Being prepared"),
        PUBLISHED: pgettext_lazy("campaign", "Published"),
        PAUSED: pgettext_lazy("campaign", "Paused"),
        WITHDRAWN: pgettext_lazy("campaign", "Withdrawn"),
    },
    [
        Move("publish", {PREPARED}, PUBLISHED, {"wishes.publish"}, pgettext_lazy("campaign", "Publish")),
        Move("pause", {PUBLISHED}, PAUSED, {"wishes.publish"}, pgettext_lazy("campaign", "Pause")),
        Move("resume", {PAUSED}, PUBLISHED, {"wishes.publish"}, pgettext_lazy("campaign", "Resume")),
        Move("withdraw", {PUBLISHED, PAUSED}, WITHDRAWN, {"wishes.publish"}, pgettext_lazy("campaign", "Withdraw")),
    ],
)

WISH = Workflow(
    "wish",
    {
        DRAFT: pgettext_lazy("wish state", "Being written"),
        REVIEW: pgettext_lazy("wish state", "To be checked"),
        READY: pgettext_lazy("wish state", "Ready to publish"),
        OPEN: pgettext_lazy("wish state", "Open"),
        TAKEN: pgettext_lazy("wish state", "Claimed"),
        OFFERED: pgettext_lazy("wish state", "Kept for the next in line"),
        DONE: pgettext_lazy("wish state", "Done"),
        WITHDRAWN: pgettext_lazy("wish state", "Withdrawn"),
    },
    [
        Move("submit", {DRAFT}, REVIEW, {"wishes.collect"}, _("Submit for checking")),
        Move("approve", {DRAFT, REVIEW}, READY, {"wishes.review"}, _("Approve")),
        Move("send_back", {REVIEW, READY}, DRAFT, {"wishes.review"}, _("Send back")),
        Move("publish", {READY}, OPEN, {"wishes.publish"}, _("Publish")),
        Move("take", {OPEN}, TAKEN, {"claimant", "claims.counter"}, _("Claim")),
        Move("draw", {OPEN}, TAKEN, {"system"}, pgettext_lazy("wish", "Draw")),
        Move("reopen", {TAKEN}, OPEN, {"claimant", "claims.decide"}, _("Open again")),
        Move("offer", {TAKEN}, OFFERED, {"claimant", "claims.decide"}, _("Offer to the next in line")),
        Move("accept", {OFFERED}, TAKEN, {"claimant", "claims.counter"}, _("Take what was offered")),
        Move("open_up", {OFFERED}, OPEN, {"claimant", "system"}, _("Nobody left in line: open again")),
        Move("finish", {TAKEN}, DONE, {"claims.deliver"}, _("Finish")),
        Move("recall", {OPEN, TAKEN, OFFERED}, READY, {"wishes.publish"}, _("Take off the wall")),
        Move("withdraw", {DRAFT, REVIEW, READY, OPEN, OFFERED}, WITHDRAWN, {"wishes.review"}, _("Withdraw")),
    ],
)

HELD, RECEIVED, DELIVERED, CONFIRMED = "held", "received", "delivered", "confirmed"
RELEASED, LAPSED = "released", "lapsed"
LIVE = (HELD, RECEIVED, DELIVERED, CONFIRMED)

CLAIM = Workflow(
    "claim",
    {
        HELD: pgettext_lazy("claim state", "Claimed"),
        RECEIVED: pgettext_lazy("claim state", "At the centre"),
        DELIVERED: pgettext_lazy("claim state", "Lit"),
        CONFIRMED: pgettext_lazy("claim state", "Heard again"),
        RELEASED: pgettext_lazy("claim state", "Released"),
        LAPSED: pgettext_lazy("claim state", "Lapsed"),
    },
    [
        Move("receive", {HELD}, RECEIVED, {"claims.deliver"}, _("Goods arrived")),
        Move("give_back", {RECEIVED}, HELD, {"claims.deliver"}, _("Does not fit, back")),
        Move("deliver", {HELD, RECEIVED}, DELIVERED, {"claims.deliver"}, _("Handed over")),
        Move("confirm", {DELIVERED}, CONFIRMED, {"claims.deliver"}, _("Heard again")),
        Move("release", {HELD}, RELEASED, {"claimant", "claims.decide"}, _("Release")),
        Move("lapse", {HELD}, LAPSED, {"system", "claims.decide"}, _("Lapse")),
    ],
)

WAITING, ACCEPTED, DECLINED, MISSED, LEFT, ENDED = "waiting", "accepted", "declined", "missed", "left", "ended"
IN_LINE = (WAITING, OFFERED)

LINE = Workflow(
    "place in line",
    {
        WAITING: pgettext_lazy("place in line", "Waiting"),
        OFFERED: pgettext_lazy("place in line", "Offered"),
        ACCEPTED: pgettext_lazy("place in line", "Accepted"),
        DECLINED: pgettext_lazy("place in line", "Declined"),
        MISSED: pgettext_lazy("place in line", "Not answered in time"),
        LEFT: pgettext_lazy("place in line", "Left"),
        ENDED: pgettext_lazy("place in line", "The wish was withdrawn"),
    },
    [
        Move("offer", {WAITING}, OFFERED, {"claimant", "claims.decide", "system"}, _("Offer to the next in line")),
        Move("accept", {OFFERED}, ACCEPTED, {"claimant", "claims.counter"}, _("Take what was offered")),
        Move("decline", {OFFERED}, DECLINED, {"claimant"}, _("Let the next one have it")),
        Move("miss", {OFFERED}, MISSED, {"system"}, _("Let an offer lapse")),
        Move("leave", {WAITING}, LEFT, {"claimant"}, _("Leave the line")),
        Move("end", {WAITING, OFFERED}, ENDED, {"wishes.review", "wishes.publish"}, _("End the line with its wish")),
    ],
)

ENTERED, WON, LOST = "entered", "won", "lost"
STANDING = (ENTERED, WON, LOST)

ENTRY = Workflow(
    "entry for a draw",
    {
        ENTERED: pgettext_lazy("entry", "Entered"),
        WON: pgettext_lazy("entry", "Drawn"),
        LOST: pgettext_lazy("entry", "Not drawn"),
        LEFT: pgettext_lazy("entry", "Taken back"),
        ENDED: pgettext_lazy("entry", "The wish was withdrawn"),
    },
    [
        Move("win", {ENTERED}, WON, {"system"}, pgettext_lazy("entry", "Draw")),
        Move("lose", {ENTERED}, LOST, {"system"}, _("Into the line, in the order drawn")),
        Move("leave", {ENTERED}, LEFT, {"claimant"}, _("Take the entry back")),
        Move("end", {ENTERED}, ENDED, {"wishes.review", "wishes.publish"}, _("End the entries with their wish")),
    ],
)

SUBMISSION = Workflow(
    "submission",
    {
        WAITING: pgettext_lazy("submission state", "To be checked"),
        ACCEPTED: pgettext_lazy("submission state", "Taken over"),
        DECLINED: pgettext_lazy("submission state", "Not taken over"),
    },
    [
        Move("accept", {WAITING}, ACCEPTED, {"wishes.collect"}, _("Take over")),
        Move("decline", {WAITING}, DECLINED, {"wishes.collect"}, _("Do not take over")),
    ],
)
