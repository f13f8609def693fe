"""The cover picture of a campaign."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.files.forms import PictureField
from linli.people.forms.answered import AnsweredForm


class CoverForm(AnsweredForm):
    """A photo, or a tick to have none."""

    cover = PictureField(label=_("Photo"), required=False)
    take_off = forms.BooleanField(label=_("Take the picture off"), required=False)

    def __init__(self, *args: Any, has_cover: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not has_cover:
            del self.fields["take_off"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "cover" in given and given["cover"] is None and not given.get("take_off"):
            self.add_error("cover", gettext("Choose a photo first."))
        return given
