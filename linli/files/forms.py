"""A picture in a form: chosen from the album or taken with the phone's camera, by the browser's own control."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.files.kinds import REASONS
from linli.files.reading import redrawing
from linli.files.reading.redrawing import MOST_BYTES, Redrawn, Unreadable, redrawn


class PictureField(forms.FileField):
    """Its clean value is the picture drawn anew (`Redrawn`), or None where there is none."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.FileInput(attrs={"accept": "image/*", "class": "input-file"}))
        more.setdefault("help_text", _("A photo, up to 12 MB. Where and with what it was taken is removed from it."))
        more.setdefault("error_messages", {"required": _("Choose a photo first."), "empty": REASONS[redrawing.EMPTY]})
        super().__init__(**more)

    def clean(self, data: Any, initial: Any = None) -> Redrawn | None:
        file: UploadedFile | None = super().clean(data, initial)
        if not file:
            return None
        try:
            if (file.size or 0) > MOST_BYTES:
                raise Unreadable(redrawing.TOO_HEAVY)
            return redrawn(file.read(), file.name or "")
        except Unreadable as error:
            raise forms.ValidationError(REASONS[error.reason]) from error
