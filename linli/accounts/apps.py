from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.translation import gettext_lazy as _

from linli.core import registry
from linli.notifications import kinds
from linli.timeline.kinds import register_verbs


class AccountsConfig(AppConfig):
    name = "linli.accounts"
    label = "accounts"

    def ready(self) -> None:
        from linli.accounts.services import sessions  # noqa: PLC0415  # -- models are not there yet when this is read

        user_logged_in.connect(sessions.note_sign_in)
        user_logged_out.connect(sessions.note_sign_out)
        registry.tables_of(
            self, {"global": ["User", "RoleGrant", "SetupLink", "SignIn", "WeixinLink", "Device", "Seat"]}
        )
        registry.job("accounts.forget_sessions", every=6 * 3600, run="linli.accounts.tasks.forget_sessions")
        register_verbs(
            {
                "grant_role": _("Role granted"),
                "end_role": _("Role ended"),
                "drop_second_factor": _("Second step taken away"),
                "set_pin": _("PIN set"),
                "remove_pin": _("PIN removed"),
                "share_device": _("Computer marked as shared"),
                "unshare_device": _("Computer no longer shared"),
                "switch_person": _("Changed over by PIN on a shared computer"),
                "add_second_factor": _("Second step set up"),
                "remove_second_factor": _("Second step removed by its holder"),
                "link_weixin": _("Weixin linked for sign-in"),
                "unlink_weixin": _("Weixin no longer linked for sign-in"),
            }
        )
        kinds.register(
            "sign_in_code",
            label=_("Sign-in code"),
            subject=_("Your sign-in code"),
            text=_(
                "Your sign-in code is %(code)s, good for %(minutes)s minutes. "
                "Whoever has it can act in your name: do not pass it on."
            ),
            urgent=True,
            needed=("code",),
            sms=("code", "minutes"),
            covered=True,
        )
        kinds.register(
            "email_check",
            label=_("Check of an e-mail address"),
            subject=_("Is this your e-mail address?"),
            text=_(
                "The code for this address is %(code)s, good for %(minutes)s minutes. Type it in on your account page."
            ),
            urgent=True,
            needed=("code",),
        )
