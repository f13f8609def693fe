"""What happened to a wish, in words. Moves are told by their own labels; the table of moves is the one place for
them.
"""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.people.queries.history import Happening, Words, told

VERBS: Mapping[str, object] = {
    "wish.collect": gettext_lazy("Wish taken down"),
    "wish.import": gettext_lazy("Wish imported from a sheet"),
    "wish.edit": gettext_lazy("Wish changed"),
    "wish.merge": gettext_lazy("Wishes merged into one"),
    "wish.split": gettext_lazy("Wish split into several"),
    "prices.set": gettext_lazy("Prices of wishes set"),
    "wish.left_out": gettext_lazy("Said, but not taken down as a wish"),
    "link.open": gettext_lazy("Form for residents opened"),
    "link.close": gettext_lazy("Form for residents closed"),
    "submission.send": gettext_lazy("Sent by a resident"),
    "submission.accept": gettext_lazy("Taken over"),
    "submission.decline": gettext_lazy("Not taken over"),
    "submit": gettext_lazy("Submitted for checking"),
    "approve": gettext_lazy("Checked and approved"),
    "send_back": gettext_lazy("Sent back"),
    "withdraw": gettext_lazy("Withdrawn"),
    "cover": gettext_lazy("Cover picture chosen"),
    "uncover": gettext_lazy("Cover picture taken off"),
    "line.join": gettext_lazy("Somebody waits in line"),
    "line.leave": gettext_lazy("Somebody left the line"),
    "line.decline": gettext_lazy("Declined, and offered to the next in line"),
    "line.miss": gettext_lazy("Not answered in time, and offered to the next in line"),
    "keep_claim": gettext_lazy("Decided: the claimant keeps the wish"),
    "decline_claim": gettext_lazy("Decided: the claimant does not keep the wish"),
    "entry.enter": gettext_lazy("Somebody entered for the draw"),
    "entry.leave": gettext_lazy("Somebody took an entry back"),
    "draw.close": gettext_lazy("Entries closed"),
    "recall": gettext_lazy("Taken off the wall"),
    "pause": gettext_lazy("Claiming paused"),
    "resume": gettext_lazy("Claiming resumed"),
    "extend": gettext_lazy("Given more time"),
    "wish.share": gettext_lazy("Sharing among several people set"),
    "share.take": gettext_lazy("A part of the wish claimed"),
    "share.back": gettext_lazy("A part of the wish given back"),
    "share.offer": gettext_lazy("The rest was offered to the next in line"),
    "republish": gettext_lazy("What was left over went into a new campaign"),
}
"""What each verb of taking wishes down is called where its facts are not told."""

WISH_WORDS: Mapping[str, Words] = {
    "wish.merge": lambda facts: _("Merged with {count} other wishes").format(count=len(facts["wishes"])),
    "wish.split": lambda facts: _("Split into {count} wishes").format(count=len(facts["wishes"]) + 1),
    "withdraw": lambda facts: _("Merged into another wish") if "into" in facts else _("Withdrawn"),
    "retitle": lambda facts: _("Public words changed"),
    "publish": lambda facts: _("Published as number {number}").format(number=facts["number"]),
    "take": lambda facts: _("Claimed, number {number}").format(number=facts["number"]),
    "draw": lambda facts: _("Drawn, number {number}").format(number=facts["number"]),
    "wish.share": lambda facts: (
        _("Shared by several people, in {shares} shares").format(shares=facts["shares"])
        if facts["shares"]
        else _("Taken by one person as a whole")
    ),
    "share.take": lambda facts: _("{shares} of it claimed, number {number}; {left} left").format(**facts),
    "share.back": lambda facts: _("{shares} of it given back, number {number}").format(**facts),
    "share.offer": lambda facts: _("The rest was offered to the next in line"),
    "reopen": lambda facts: _("Open for claims again"),
    "offer": lambda facts: _("Given back, and offered to the next in line"),
    "accept": lambda facts: _("Claimed by the next in line, number {number}").format(number=facts["number"]),
    "open_up": lambda facts: _("Nobody left in line: open for claims again"),
    "recall": lambda facts: _("Taken off the wall"),
    "finish": lambda facts: _("Wish come true"),
}


def history_of(community_id: int, wish_id: UUID) -> list[Happening]:
    """What happened to a wish, the newest first."""
    return told(community_id, ("wish", wish_id), WISH_WORDS)
