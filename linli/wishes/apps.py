from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.core import registry
from linli.files import kinds as owners
from linli.notifications import kinds
from linli.timeline.kinds import register_verbs
from linli.wishes.kinds.shown import COVER


class WishesConfig(AppConfig):
    name = "linli.wishes"
    label = "wishes"

    def ready(self) -> None:
        from linli.people.services.unmasking import unmaskable  # noqa: PLC0415  # -- reads models, ready only now
        from linli.wishes.models import Submission  # noqa: PLC0415  # -- likewise
        from linli.wishes.queries.history import VERBS  # noqa: PLC0415  # -- reads models, which are ready only now

        register_verbs(VERBS)
        owners.register(
            COVER,
            may_see="linli.wishes.permissions.publishing.may_see_cover",
            standing="linli.wishes.queries.covers.covers_still_there",
        )
        registry.tables_of(
            self, {"tenant": ["Wish", "Campaign", "Claim", "ClaimCount", "PlaceInLine", "CollectingLink", "Submission"]}
        )
        unmaskable("submission", Submission, "head_name", "phone", "address", "giver_name")
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
        registry.job("wishes.lapse_offers", every=15, run="linli.wishes.tasks.lapse_offers")
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
