"""The PIN, typed at a shared computer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.accounts.forms import OwnForm, as_typed


class UnlockForm(OwnForm):
    """Whose seat it is stands in the page; the PIN is typed."""

    prefix_of_ids = "unlock"
    seat = forms.UUIDField(widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    pin = forms.CharField(
        label=_("PIN"),
        max_length=12,
        widget=forms.PasswordInput({"autocomplete": "off", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_pin(self) -> str:
        return as_typed(self.cleaned_data["pin"])
