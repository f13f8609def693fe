"""What is asked before a published campaign is paused, given more time or withdrawn."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.forms.answered import AnsweredForm
from linli.wishes.forms.campaign import MOMENT
from linli.wishes.models import Campaign
from linli.wishes.services.running import LONGEST_PAUSE_REASON
from linli.wishes.services.withdrawing import LONGEST_REASON
from linli.wishes.workflow import READY, WITHDRAWN


class NothingAsked(AnsweredForm):
    """A step that needs no words."""


class PauseForm(AnsweredForm):
    """Why claiming stops for a while."""

    reason = forms.CharField(
        label=_("Reason, as everybody reads it on the wall"),
        max_length=LONGEST_PAUSE_REASON,
        help_text=_("For example: We are checking the list and go on at 4 p.m. No names, no telephone numbers."),
    )


class ExtendForm(AnsweredForm):
    """A later closing time, a later hand-over date, or both."""

    closes_at = forms.DateTimeField(
        label=_("Closes"),
        widget=forms.DateTimeInput(format=MOMENT),
        error_messages={"invalid": _("Please enter day and time, for example 2026-12-01 15:13.")},
    )
    handover_until = forms.DateField(
        label=_("Hand over by"),
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={"invalid": _("Please enter a day, for example 2026-12-08.")},
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def clean_closes_at(self) -> Any:
        """The browser knows minutes only: a closing time left as it was keeps its seconds."""
        written, before = self.cleaned_data["closes_at"], self.campaign.closes_at
        return before if written == before.replace(second=0, microsecond=0) else written


class WithdrawForm(AnsweredForm):
    """Why something leaves the wall, and what becomes of the families' wishes."""

    reason = forms.CharField(
        label=_("Reason, as whoever has claimed reads it"),
        max_length=LONGEST_REASON,
        help_text=_("It stands in the message to pass on. Nothing about the family."),
    )
    fate = forms.ChoiceField(
        label=_("The families' wishes"),
        widget=forms.RadioSelect,
        choices=[
            (READY, _("Go back among those that are ready, for another campaign")),
            (WITHDRAWN, _("Are withdrawn for good")),
        ],
        error_messages={"required": _("Choose what becomes of the families' wishes.")},
    )
