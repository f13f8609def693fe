"""Forms as the house draws them: one field with its words, hint and error; the summary of errors on top."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

register = template.Library()

# What the browser should know about a field: keyboard, what to fill in, how wide it is.
KINDS: Mapping[str, Mapping[str, str]] = {
    "text": {},
    "name": {"autocomplete": "name", "autocapitalize": "none", "spellcheck": "false"},
    "tel": {"inputmode": "tel", "autocomplete": "tel"},
    "code": {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"},
    "number": {"inputmode": "numeric"},
    "date": {},
    "datetime": {},
    "search": {},
}
TYPES = {"tel": "tel", "date": "date", "datetime": "datetime-local", "search": "search"}
FORMATS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M"}
NARROW = {"code": "input-code", "number": "input-number", "date": "input-date", "datetime": "input-date"}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, kind: str = "", hint: str = "", label: str = "", across: bool = False) -> dict[str, Any]:
    """One field of a Django form: label, hint, control, error beside it; what was typed is kept.

    `kind` is one of KINDS (by default read from the field); `hint` and `label` replace the form's own;
    `across` lays choices side by side.
    """
    kind = kind or _kind(bound.field)
    shape = _shape(bound.field.widget)
    hint = hint or str(bound.help_text or "")
    control = "" if shape == "choices" else bound.as_widget(_widget(bound, kind), _attrs(bound, kind, shape, hint))
    return {
        "shape": shape,
        "bound": bound,
        "id": bound.id_for_label or bound.auto_id,
        "name": bound.html_name,
        "label": label or bound.label,
        "hint": hint,
        "errors": said(bound),
        "optional": not bound.field.required,
        "across": across,
        "control": control,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """All errors of a form on top, each a link to its field. Nothing where there are none."""
    errors = [{"text": text} for text in form.non_field_errors()]
    for bound in form:
        link = {} if bound.is_hidden else {"href": f"#{bound.id_for_label or bound.auto_id}"}
        errors += [{"text": text, **link} for text in said(bound)]
    return {"errors": errors}


def said(bound: BoundField) -> list[str]:
    """The errors of a field in the words shown on top and beside it. What is only missing is named."""
    asked = str(bound.field.error_messages.get("required", ""))
    plain = asked == str(forms.Field.default_error_messages["required"])
    shape = _shape(bound.field.widget)
    ask = {"tick": gettext("Please tick: {field}"), "choices": gettext("Please choose: {field}")}
    missing = ask.get(shape, gettext("Please fill in: {field}")).format(field=bound.label)
    return [missing if plain and str(text) == asked else str(text) for text in bound.errors]


def _kind(form_field: forms.Field) -> str:
    by_class = {forms.IntegerField: "number", forms.DateField: "date", forms.DateTimeField: "datetime"}
    return next((kind for field_class, kind in by_class.items() if isinstance(form_field, field_class)), "text")


def _shape(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


def _widget(bound: BoundField, kind: str) -> forms.Widget:
    """The form's own widget, as the browser's kind of field: a date there is written the way browsers read it."""
    widget = copy(bound.field.widget)
    if isinstance(widget, forms.TextInput) and kind in TYPES:
        widget.input_type = TYPES[kind]
        if isinstance(widget, forms.DateInput | forms.DateTimeInput) and kind in FORMATS:
            widget.format = FORMATS[kind]
    return widget


def _attrs(bound: BoundField, kind: str, shape: str, hint: str) -> dict[str, Any]:
    attrs: dict[str, Any] = {} if shape == "tick" else {**KINDS[kind], "class": f"input {NARROW.get(kind, '')}".strip()}
    described = [f"{bound.auto_id}-hint"] * bool(hint) + [f"{bound.auto_id}-error"] * bool(bound.errors)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    own = bound.field.widget.attrs
    return {**attrs, **own, "class": f"{attrs.get('class', '')} {own.get('class', '')}".strip()}
