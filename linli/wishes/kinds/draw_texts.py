"""What people are told of a draw: the texts that go out. None carries a word of the family."""

from django.utils.translation import gettext_lazy as _

from linli.notifications import kinds


def register() -> None:
    """All of them, with the other texts of this app."""
    _of_entries()
    _of_results()
    _to_copy()


def _of_entries() -> None:
    kinds.register(
        "entry_receipt",
        label=_("Receipt of an entry for a draw"),
        text=_(
            "You are entered for “%(goods)s” in “%(campaign)s”. Your code in the draw is %(code)s. It is drawn on "
            "%(draw)s, and you are told the result."
        ),
    )
    kinds.register(
        "entry_ended",
        label=_("Entry ended, since the wish was withdrawn"),
        text=_(
            "The office has withdrawn what you had entered for in “%(campaign)s”: %(goods)s. %(reason)s "
            "Questions: telephone %(phone)s."
        ),
    )
    kinds.register(
        "draw_open",
        label=_("For the group: entries for the draw are open"),
        text=_(
            "“%(campaign)s” is open: %(count)s wishes are given out by a draw on %(draw)s. Enter until then: "
            "%(address)s"
        ),
    )


def _to_copy() -> None:
    kinds.register(
        "draw_share",
        label=_("To paste into the group: a campaign with a draw"),
        text=_(
            "“%(campaign)s”\n%(notice)s\nEntering opens %(opens)s. Drawn on %(draw)s: early or late makes no "
            "difference.\n"
            "Enter here: %(address)s\nPlease bring what you are drawn for to %(place)s by %(until)s.\n"
            "Seal of the draw, to check it afterwards: %(seal)s\nQuestions: %(issuer)s, telephone %(phone)s"
        ),
        needed=("address", "seal"),
        copied=True,
    )


def _of_results() -> None:
    kinds.register(
        "draw_won",
        label=_("Drawn: the wish is theirs"),
        text=_(
            "You have been drawn for “%(goods)s” in “%(campaign)s”. Your number is %(number)s: please write it on "
            "the parcel and bring it to %(place)s by %(until)s. If you cannot manage it, please give it back soon."
        ),
        needed=("number", "place", "until"),
        sms=("number", "place", "until"),
    )
    kinds.register(
        "draw_lost",
        label=_("Not drawn this time"),
        text=_(
            "“%(campaign)s” has been drawn, and this time others were drawn for what you had entered for. If one is "
            "given back, it is offered in the order drawn. Your places: %(address)s Thank you."
        ),
    )
    kinds.register(
        "draw_done",
        label=_("For the group: the draw has been made"),
        text=_(
            "“%(campaign)s” has been drawn: %(claimed)s wishes went to those who were drawn, out of %(count)s entries. "
            "Result, and how to check it: %(address)s"
        ),
    )
