from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.core import registry
from linli.files import kinds as owners
from linli.people.kinds import lists
from linli.people.services import sheet_kinds
from linli.timeline.kinds import register_verbs
from linli.wishes.kinds import texts
from linli.wishes.kinds.shown import COVER


class WishesConfig(AppConfig):
    name = "linli.wishes"
    label = "wishes"

    def ready(self) -> None:
        from linli.people.services.unmasking import unmaskable  # noqa: PLC0415  # -- reads models, ready only now
        from linli.wishes.models import Submission  # noqa: PLC0415  # -- likewise
        from linli.wishes.queries.history import VERBS  # noqa: PLC0415  # -- reads models, which are ready only now

        register_verbs(VERBS)
        lists.register(lists.ListKind("wishes", _("Wishes"), "desk.open", ("state", "kind")))
        lists.register(lists.ListKind("claims", _("Claims"), "desk.open", ("show", "campaign")))
        sheet_kinds.register("wishes", "linli.wishes.adapters.register_import.REGISTER")
        owners.register(
            COVER,
            may_see="linli.wishes.permissions.publishing.may_see_cover",
            standing="linli.wishes.queries.covers.covers_still_there",
        )
        registry.tables_of(
            self,
            {
                "tenant": [
                    "Wish",
                    "Campaign",
                    "Claim",
                    "ClaimCount",
                    "PlaceInLine",
                    "CollectingLink",
                    "Submission",
                    "PriceRules",
                ]
            },
        )
        registry.tables_of(self, {"tenant": ["Draw", "Entrant", "Entry"]})
        unmaskable("submission", Submission, "head_name", "phone", "address", "giver_name")
        registry.job("wishes.lapse_offers", every=15, run="linli.wishes.tasks.lapse_offers")
        registry.job("wishes.draw", every=15, run="linli.wishes.tasks.draw")
        registry.job("wishes.hours", every=20, run="linli.wishes.tasks.tell_hours")
        registry.job("wishes.undecided", every=1800, run="linli.wishes.tasks.remind_desks")
        texts.register()
