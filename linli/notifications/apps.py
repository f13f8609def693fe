from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.core import registry
from linli.notifications import kinds
from linli.timeline.kinds import register_verbs


class NotificationsConfig(AppConfig):
    name = "linli.notifications"
    label = "notifications"

    def ready(self) -> None:
        registry.tables_of(self, {"tenant": ["Channel", "Outgoing", "QuietHours", "Wording"]})
        register_verbs(
            {
                "pass_on": _("Message passed on"),
                "show_covered": _("Sign-in code shown at the desk"),
                "add_channel": _("Channel added"),
                "remove_channel": _("Channel removed"),
                "set_quiet_hours": _("Quiet hours set"),
                "reword": _("Text reworded"),
                "drop_wording": _("Text back to the standard words"),
            }
        )
        registry.job("notifications.send", every=5, run="linli.notifications.tasks.send_due")
        kinds.register(
            "channel_test",
            label=_("Test message"),
            text=_("This is a test message of %(community)s: the channel works."),
            urgent=True,
        )
