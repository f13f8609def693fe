"""A form that shows what a service refused: beside its fields, in the service's own words."""

from django import forms

from linli.core.errors import BadInput, LinliError


class RefusableForm(forms.Form):
    """`blame()` puts an error where it belongs; on top where it names no field of this form."""

    def blame(self, error: LinliError) -> None:
        """Show this error."""
        fields = error.fields if isinstance(error, BadInput) else {}
        for name, messages in fields.items():
            self.add_error(name if name in self.fields else None, [str(message) for message in messages])
        if not fields:
            self.add_error(None, str(error.message))
