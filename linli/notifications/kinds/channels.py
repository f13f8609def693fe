"""By which ways a text can travel, and what may be wrong with one, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DESK, EMAIL, SMS = "desk", "email", "sms"
WECOM, DINGTALK, FEISHU, WEBHOOK = "wecom", "dingtalk", "feishu", "webhook"
LABELS = {
    DESK: _("Pass on by hand"),
    EMAIL: _("E-mail"),
    SMS: _("Text message"),
    WECOM: _("WeCom robot"),
    DINGTALK: _("DingTalk robot"),
    FEISHU: _("Feishu robot"),
    WEBHOOK: _("Webhook"),
}
BY_MACHINE = (EMAIL, SMS, WECOM, DINGTALK, FEISHU, WEBHOOK)
"""What the worker sends; the desk's list is passed on by people."""
OFFICE = (WECOM, DINGTALK, FEISHU, EMAIL, WEBHOOK)
"""What an office may set up for its own notices to staff."""
WITH_SECRET = (DINGTALK, FEISHU, WEBHOOK)
"""Those whose messages may be signed with a secret."""

PROBLEMS = {
    "address": _("The service does not know this address: was the robot removed, or the address copied in part?"),
    "answer": _("The other side did not answer as this kind of channel does. Is the address right?"),
    "busy": _("The service takes no more messages for now."),
    "credit": _("The account at the text message service has no credit left."),
    "day_limit": _("This phone has had its five text messages of the day."),
    "extra": _("The software for this text message service is not installed."),
    "gone": _("The channel was removed before the message left."),
    "key": _("The text message service does not accept the key that is set."),
    "minute_limit": _("This phone had a text message a minute ago."),
    "no_answer": _("No answer came in time; the message may have arrived."),
    "not_set": _("This way of sending is not set up any more."),
    "phone": _("The text message service does not send to this number."),
    "private": _("The address lies inside the house's own network, which is not allowed."),
    "refused": _("The service refused the message."),
    "rules": _("The robot's safety rules refused it: check the signing secret, the keyword or the allowed addresses."),
    "template": _("The text message service does not accept the signature or the template."),
    "unreachable": _("The service could not be reached."),
    "worker_stopped": _("The worker stopped while sending; the message may have left."),
}
"""What went wrong, by the code that is kept."""


def problem_in_words(code: str) -> object:
    """The sentence for a kept code; empty for none, and a plain one for a code of earlier days."""
    return PROBLEMS.get(code, pgettext_lazy("channel", "Something went wrong.")) if code else ""
