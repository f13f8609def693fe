"""Channels, quiet hours, and an office's own words."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.forms import RefusableForm
from linli.notifications.kinds.channels import LABELS, OFFICE

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class ChannelForm(RefusableForm):
    """A robot, a mailbox or a webhook."""

    kind = forms.ChoiceField(label=pgettext_lazy("channel", "Kind"), choices=[(kind, LABELS[kind]) for kind in OFFICE])
    name = forms.CharField(
        label=pgettext_lazy("channel", "Name"),
        max_length=40,
        help_text=_("As your colleagues call the group, so that you know it again."),
    )
    address = forms.CharField(
        label=pgettext_lazy("channel", "Address"),
        max_length=500,
        help_text=_("Of a robot the whole address that the group shows when the robot is added. It is kept sealed."),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        help_text=_("Only for DingTalk, Feishu and webhooks, where signing is switched on there."),
    )


class QuietHoursForm(RefusableForm):
    """From and until which full hour."""

    begin = forms.TypedChoiceField(label=pgettext_lazy("quiet hours", "From"), choices=HOURS, coerce=int)
    end = forms.TypedChoiceField(label=pgettext_lazy("quiet hours", "Until"), choices=HOURS, coerce=int)


class WordingForm(RefusableForm):
    """An office's own words for one kind of text."""

    text = forms.CharField(label=pgettext_lazy("wording", "Text"), max_length=500, widget=forms.Textarea({"rows": 7}))
