"""The photo of a signed consent."""

from django.utils.translation import gettext_lazy as _

from linli.files.forms import PictureField
from linli.people.forms.answered import AnsweredForm


class PaperForm(AnsweredForm):
    """One photo, from the album or from the phone's camera."""

    paper = PictureField(label=_("Photo of the signed paper"))
