from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.core import registry
from linli.notifications import kinds


class PortalConfig(AppConfig):
    name = "linli.portal"
    label = "portal"

    def ready(self) -> None:
        registry.job("portal.tell_staff", every=60, run="linli.portal.tasks.tell_staff_of_the_day")
        kinds.register(
            "staff_day",
            label=_("What waits today"),
            subject=_("What waits today"),
            text=_(
                "%(community)s today: %(late)s overdue, %(to_decide)s claims to decide, %(to_check)s wishes to check, "
                "%(to_pass_on)s messages to pass on. %(link)s"
            ),
            needed=("link",),
        )
