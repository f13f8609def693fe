"""A spreadsheet to be read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.core.errors import LinliError
from linli.core.sheets.reading import MAX_BYTES
from linli.people.forms.answered import AnsweredForm


class SheetForm(AnsweredForm):
    """The file itself; what is in it is read by the adapters."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Excel or WPS (.xlsx, .xls), .ods or .csv, up to 5 MB and 12,000 rows."),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt,.et", "class": "input-file"}),
    )

    @property
    def name(self) -> str:
        """What the file is called where it comes from."""
        return str(getattr(self.files["file"], "name", ""))

    def blame(self, error: LinliError) -> None:
        """What the reader says of the file stands beside it."""
        self.add_error("file", str(error.message))

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 5 MB. Split it into several sheets."))
        content: bytes = file.read()
        return content
