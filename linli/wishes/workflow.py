"""The two lives side by side: a wish's, and a claim's on it. What people see is derived from both. And what residents
send themselves, until somebody has checked it.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.workflow import Move, Workflow

DRAFT, REVIEW, READY, OPEN, TAKEN, DONE, WITHDRAWN = "draft", "review", "ready", "open", "taken", "done", "withdrawn"

WISH = Workflow(
    "wish",
    {
        DRAFT: pgettext_lazy("wish state", "Being written"),
        REVIEW: pgettext_lazy("wish state", "To be checked"),
        READY: pgettext_lazy("wish state", "Ready to publish"),
        OPEN: pgettext_lazy("wish state", "Open"),
        TAKEN: pgettext_lazy("wish state", "Claimed"),
        DONE: pgettext_lazy("wish state", "Done"),
        WITHDRAWN: pgettext_lazy("wish state", "Withdrawn"),
    },
    [
        Move("submit", {DRAFT}, REVIEW, {"wishes.collect"}, _("Submit for checking")),
        Move("approve", {DRAFT, REVIEW}, READY, {"wishes.review"}, _("Approve")),
        Move("send_back", {REVIEW, READY}, DRAFT, {"wishes.review"}, _("Send back")),
        Move("publish", {READY}, OPEN, {"wishes.publish"}, _("Publish")),
        Move("take", {OPEN}, TAKEN, {"claimant", "claims.counter"}, _("Claim")),
        Move("reopen", {TAKEN}, OPEN, {"claimant", "claims.decide"}, _("Open again")),
        Move("finish", {TAKEN}, DONE, {"claims.deliver"}, _("Finish")),
        Move("withdraw", {DRAFT, REVIEW, READY, OPEN}, WITHDRAWN, {"wishes.review"}, _("Withdraw")),
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

WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"

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
