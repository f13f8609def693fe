"""A view of a list, to be kept under a name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.people.forms.answered import AnsweredForm, line


class ViewForm(AnsweredForm):
    """A name, and whether colleagues have it too."""

    name = line(_("Name of the view"), 20)
    shared = forms.BooleanField(label=_("For everybody in the office"), required=False)
