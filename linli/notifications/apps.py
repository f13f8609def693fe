from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.core import registry
from linli.timeline.kinds import register_verbs


class NotificationsConfig(AppConfig):
    name = "linli.notifications"
    label = "notifications"

    def ready(self) -> None:
        registry.tables_of(self, {"tenant": ["Outgoing"]})
        register_verbs({"pass_on": _("Message passed on")})
        registry.job("notifications.email", every=5, run="linli.notifications.tasks.send_due_emails")
