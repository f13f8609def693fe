"""What people are told of wishes and claims: the texts that go out. None carries a word of the family."""

from django.utils.translation import gettext_lazy as _

from linli.notifications import kinds
from linli.wishes.kinds import draw_texts


def register() -> None:
    """All of them, in `apps.ready()`."""
    _of_claims()
    _of_decisions()
    _of_campaigns()
    _to_copy_and_print()
    draw_texts.register()


def _of_claims() -> None:
    kinds.register(
        "claim_receipt",
        label=_("Receipt of a claim"),
        text=_(
            "Thank you for claiming “%(goods)s” in “%(campaign)s”. Your number is %(number)s: please write it on "
            "the parcel and bring it to %(place)s by %(until)s."
        ),
        needed=("number", "place", "until"),
        sms=("number", "place", "until"),
    )
    kinds.register(
        "line_offer",
        label=_("Offer to the next in line"),
        text=_(
            "“%(goods)s” in “%(campaign)s” was given back and is kept for you until %(until)s, since you are next "
            "in line. To take it, open %(address)s"
        ),
    )
    kinds.register(
        "claim_code",
        label=_("Code for claiming"),
        text=_(
            "Your code for claiming in “%(campaign)s” is %(code)s, good for %(minutes)s minutes. "
            "If you did not ask for it, tell nobody."
        ),
        urgent=True,
        needed=("code",),
        sms=("code", "minutes"),
    )


def _of_decisions() -> None:
    kinds.register(
        "claim_kept",
        label=_("Claim confirmed"),
        text=_("The office has checked your claim %(number)s in “%(campaign)s”: it is yours. Thank you."),
        needed=("number",),
        sms=("number",),
    )
    kinds.register(
        "claim_released",
        label=_("Claim released by the office"),
        text=_("The office has released your claim %(number)s in “%(campaign)s”. %(reason)s"),
        needed=("number",),
        sms=("number",),
    )
    kinds.register(
        "claim_declined",
        label=_("Claim not confirmed by the office"),
        text=_(
            "Thank you for wanting to help in “%(campaign)s”. The office has checked your claim %(number)s and cannot "
            "confirm it this time: %(reason)s You need not buy anything. Questions: please call %(phone)s."
        ),
        needed=("number",),
        sms=("number", "phone"),
    )
    kinds.register(
        "claim_withdrawn",
        label=_("Claim ended, since the wish was withdrawn"),
        text=_(
            "The office has withdrawn the wish of your claim %(number)s in “%(campaign)s”, so the claim has ended. "
            "%(reason)s If you have bought it already, please call %(phone)s."
        ),
    )


def _of_campaigns() -> None:
    kinds.register(
        "campaign_extended",
        label=_("More time to bring things"),
        text=_(
            "“%(campaign)s” has been given more time: please bring what you have claimed to %(place)s by %(until)s."
        ),
    )
    kinds.register(
        "campaign_open",
        label=_("For the group: open now"),
        text=_("“%(campaign)s” is open: %(count)s wishes are waiting for somebody. Claim here: %(address)s"),
    )
    kinds.register(
        "campaign_closing",
        label=_("For the group: about to close"),
        text=_("“%(campaign)s” closes on %(closes)s, and %(count)s wishes are still waiting: %(address)s"),
    )
    kinds.register(
        "campaign_closed",
        label=_("For the group: closed, every wish claimed"),
        text=_(
            "“%(campaign)s” has closed: all %(count)s wishes have been claimed, by %(people)s people. Thank you. "
            "Please bring what you have claimed to %(place)s by %(until)s."
        ),
    )
    kinds.register(
        "campaign_left_over",
        label=_("Closed with wishes left over: you can publish those again"),
        text=_(
            "“%(campaign)s” has closed: of %(count)s wishes %(claimed)s have been claimed, by %(people)s people; "
            "%(left)s are left over. Please bring what you have claimed to %(place)s by %(until)s."
        ),
    )
    kinds.register(
        "claims_undecided",
        label=_("Claims are waiting for you to decide"),
        text=_("%(count)s claims have been waiting for over a day for the office to decide who keeps the wish."),
    )


def _to_copy_and_print() -> None:
    kinds.register(
        "campaign_share",
        label=_("To paste into the group: a campaign"),
        text=_(
            "“%(campaign)s”\n%(notice)s\nClaiming opens %(opens)s and closes %(closes)s.\nClaim here: %(address)s\n"
            "Please bring what you have claimed to %(place)s by %(until)s.\n"
            "Questions: %(issuer)s, telephone %(phone)s"
        ),
        needed=("address",),
        copied=True,
    )
    kinds.register(
        "campaign_poster",
        label=_("On the poster of a campaign, below the code"),
        text=_("Scan with WeChat and choose a wish"),
        copied=True,
    )
    kinds.register(
        "link_share",
        label=_("To paste into the group: a form for residents"),
        text=_(
            "“%(title)s”\nIf your family needs something, tell us here: %(address)s\n"
            "Open until %(closes)s. Only the community reads it, and calls you back.\n"
            "Questions: %(community)s, telephone %(phone)s"
        ),
        needed=("address",),
        copied=True,
    )
    kinds.register(
        "link_poster",
        label=_("On the poster of a form for residents, above the code"),
        text=_(
            "Does your family, or one next door, need something it cannot manage by itself? Scan and tell us in your "
            "own words. Only the community reads it; nothing is public with a name."
        ),
        copied=True,
    )
