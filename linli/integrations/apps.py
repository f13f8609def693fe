from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.core import registry
from linli.timeline.kinds import register_verbs


class IntegrationsConfig(AppConfig):
    name = "linli.integrations"
    label = "integrations"

    def ready(self) -> None:
        registry.tables_of(self, {"tenant": ["ApiToken", "Webhook"]})
        registry.job("integrations.deliver", every=5, run="linli.integrations.tasks.deliver_due")
        register_verbs(
            {
                "program.let_in": _("Program let in"),
                "program.end": _("Program shut out"),
                "webhook.add": _("Address for events added"),
                "webhook.end": _("Address for events taken away"),
                "webhook.resume": _("Address for events started again"),
            }
        )
