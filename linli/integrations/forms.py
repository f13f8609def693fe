"""What somebody tells about a program that is let in, and about an address for events."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds import PERMISSIONS
from linli.core.actor import Actor
from linli.core.forms import RefusableForm
from linli.integrations.permissions import may_pass_to_program

# what the words of a role mean for a program
_WORDS = PERMISSIONS | {
    "desk.open": _("Read wishes, campaigns and claims, masked"),
    "lists.export": _("Take lists out as sheets"),
    "channels.manage": _("Read how the channels fare"),
}


def rights_in_words(codes: Iterable[str]) -> list[str]:
    """What a program may do, as the form says it."""
    return [str(_WORDS.get(code, code)) for code in codes]


class ProgramForm(RefusableForm):
    """A name, rights out of one's own, and until when."""

    name = forms.CharField(label=_("Which program"), max_length=60)
    permissions = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("Leave it empty where there is no end."),
    )

    def __init__(self, *args: Any, by: Actor, community_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = [
            (code, label) for code, label in _WORDS.items() if may_pass_to_program(by, community_id, [code]).allowed
        ]
        choices = self.fields["permissions"]
        if isinstance(choices, forms.MultipleChoiceField):
            choices.choices = rights


class WebhookForm(RefusableForm):
    """Where events are sent. Which events is left to the receiver: it gets them all, in order."""

    url = forms.CharField(label=_("Address for events"), max_length=500, help_text=_("It begins with https://"))
