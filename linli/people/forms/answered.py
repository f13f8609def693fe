"""A form that shows what a service answered: its refusals stand beside the fields, in the service's own words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.core.errors import BadInput
from linli.core.forms import RefusableForm


class AnsweredForm(RefusableForm):
    """The browser is not asked to check: its bubbles speak another language, and hold buttons that save nothing."""

    use_required_attribute = False

    def ask(self, check: Callable[[], object]) -> None:
        """Let a service check what was typed before it is sent, so that all that is to be mended is told at once."""
        try:
            check()
        except BadInput as error:
            self.blame(error)


def line(label: Any, most: int = 50, **more: Any) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=most, **more)


def long_text(label: Any, most: int = 500, rows: int = 3, **more: Any) -> forms.CharField:
    """Text of several lines."""
    return line(label, most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def day(label: Any, **more: Any) -> forms.DateField:
    """A date, as the browser's own picker hands it over."""
    wrong = {"invalid": _("Please enter a date, for example 2024-12-01.")}
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d"), error_messages=wrong, **more)
