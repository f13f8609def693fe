from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds import newcomers
from linli.core import registry
from linli.files import kinds as owners
from linli.people.kinds import PAPER, lists
from linli.people.services import sheet_kinds
from linli.timeline.kinds import register_verbs


class PeopleConfig(AppConfig):
    name = "linli.people"
    label = "people"

    def ready(self) -> None:
        from linli.people.queries.history import VERBS  # noqa: PLC0415  # -- reads models, which are ready only now

        register_verbs(VERBS)
        owners.register(
            PAPER,
            may_see="linli.people.permissions.may_see_paper",
            standing="linli.people.queries.consents.papers_still_there",
        )
        newcomers.phones_known_by("linli.people.queries.persons.communities_with_phone")
        newcomers.after_sign_in("linli.people.services.linking.link_account")
        models = [
            "Consent",
            "Counter",
            "Export",
            "Household",
            "HouseholdCategory",
            "HouseholdMember",
            "Organisation",
            "Person",
            "PersonSkill",
            "RosterEntry",
            "SavedView",
            "SheetLayout",
        ]
        registry.tables_of(self, {"tenant": models})
        registry.job("people.forget_exports", every=86400, run="linli.people.tasks.forget_exports")
        for name in ("SheetImport", "SheetPart"):
            registry.table(self.get_model(name), "tenant", not_exported="on its way in, kept for a day")
        households = lists.ListKind("households", _("Families"), "households.view", ("category",))
        lists.register(households)
        sheet_kinds.register("roster", "linli.people.adapters.roster_sheet.ROSTER")
        registry.job("people.sheets", every=1, run="linli.people.tasks.work_on_sheets")
        registry.job("people.forget_sheets", every=3600, run="linli.people.tasks.forget_old_sheets")
