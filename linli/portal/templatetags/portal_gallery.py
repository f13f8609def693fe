"""What the gallery shows: every component with invented content, in every state it knows."""

from datetime import timedelta
from typing import Any

from django import forms, template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from linli.core import clock

register = template.Library()


class GalleryForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("One field for the whole name, · included.")
    )
    phone = forms.CharField(label=gettext_lazy("Phone number"))
    code = forms.CharField(label=gettext_lazy("One-time code"))
    count = forms.IntegerField(label=gettext_lazy("Quantity"), min_value=1)
    on = forms.DateField(label=gettext_lazy("Date"), required=False)
    at = forms.DateTimeField(label=gettext_lazy("Opens"), required=False)
    words = forms.CharField(
        label=gettext_lazy("In their own words"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Category"), choices=[("a", gettext_lazy("Clothing")), ("b", gettext_lazy("School things"))]
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who may claim"),
        widget=forms.RadioSelect,
        choices=[
            ("roster", gettext_lazy("Only the roster")),
            ("link", gettext_lazy("Anyone with the link and a phone")),
        ],
    )
    consent = forms.MultipleChoiceField(
        label=gettext_lazy("The family agrees to"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("help", gettext_lazy("getting help")), ("photo", gettext_lazy("photos of the goods"))],
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("A photo, up to 12 MB. Where and with what it was taken is removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/*", "class": "input-file"}),
        required=False,
    )
    sure = forms.BooleanField(label=gettext_lazy("I have read this to the family"))


@register.simple_tag
def gallery() -> dict[str, Any]:
    """All that the gallery page needs."""
    wrong = GalleryForm({"name": "欧阳·买买提", "phone": "1860359", "kind": "b", "who": "link"}, auto_id="wrong_%s")
    wrong.add_error("photo", _("This picture is damaged and cannot be read. Please take it again."))
    wrong.add_error("phone", _("A mobile number has 11 digits; this one has 7."))
    return {
        "form": GalleryForm(),
        "wrong_form": wrong,
        "now": clock.now(),
        "soon": clock.now() + timedelta(hours=2, minutes=14, seconds=5),
        "states": _states(),
        "lamps": _lamps(),
        "garland": ["delivered"] * 7 + ["held"] * 20 + ["received"] * 4 + ["open"] * 14,
        **_desk(),
        **_words(),
    }


def _states() -> list[dict[str, str]]:
    return [
        {"code": "open", "word": pgettext("wish state", "Open")},
        {"code": "held", "word": pgettext("claim state", "Claimed")},
        {"code": "checking", "word": _("Being checked")},
        {"code": "received", "word": pgettext("claim state", "At the centre")},
        {"code": "delivered", "word": pgettext("claim state", "Lit")},
        {"code": "confirmed", "word": pgettext("claim state", "Heard again")},
    ]


def _lamps() -> list[dict[str, Any]]:
    titles = [
        (_("Two school bags"), _("for primary school")),
        (_("Five packs of care products"), _("sizes after claiming")),
        (_("A seat cushion and a back rest for an old wooden wheelchair, washable"), _("about 46 cm wide")),
        (_("A pair of cotton shoes"), _("size 42")),
        (_("A rice cooker"), ""),
        (_("A radio"), _("large keys")),
    ]
    return [
        {
            "number": f"{at * 7 + 3:02d}",
            "title": title,
            "spec": spec,
            "state": state["code"],
            "state_label": state["word"],
            "url": "#wall",
            "when": clock.now() - timedelta(minutes=17 * at) if at else None,
        }
        for at, ((title, spec), state) in enumerate(zip(titles, _states(), strict=True))
    ]


def _desk() -> dict[str, Any]:
    return {
        "tiles": [
            {"value": 3, "label": _("overdue"), "tone": "vermilion", "url": "#tiles"},
            {"value": 31, "label": _("claimed, on their way"), "url": "#tiles"},
            {"value": 10, "label": pgettext("claim state", "Lit"), "tone": "bamboo", "url": "#tiles"},
            {"value": 19, "unit": _("minutes"), "label": _("until all 45 were claimed")},
        ],
        "chips": [
            {"label": _("All"), "count": 45, "url": "#chips", "current": True},
            {"label": pgettext("wish state", "Open"), "count": 12, "url": "#chips"},
            {"label": pgettext("claim state", "Claimed"), "count": 26, "url": "#chips"},
        ],
        "points": [{"label": f"15:{13 + at}", "value": value} for at, value in enumerate(CURVE)],
        "columns": [{"label": _("Row")}, {"label": _("Wish")}, {"label": _("Quantity"), "number": True}],
        "rows": [
            {
                "cells": [
                    {"text": 4},
                    {"text": _("A pair of cotton shoes"), "url": "#table"},
                    {"text": 1, "number": True},
                ]
            },
            {
                "cells": [
                    {"text": 5},
                    {"text": _("A rice cooker")},
                    {"text": "?", "wrong": True, "number": True, "note": _("not a number")},
                ]
            },
        ],
        "feed": [
            {
                "at": clock.now() - timedelta(minutes=4),
                "text": _("A pair of cotton shoes reached the centre"),
                "note": _("checked: right size"),
            },
            {"at": clock.now() - timedelta(hours=3), "text": _("A rice cooker was claimed"), "url": "#feed"},
            {"at": clock.now() - timedelta(days=2), "text": _("45 wishes were published")},
        ],
    }


def _words() -> dict[str, Any]:
    return {
        "facts": [
            {
                "label": _("Bring it to"),
                "value": _("Zhonglou community, party-service centre"),
                "note": _("Monday to Friday 9:00–18:00"),
            },
            {"label": _("Category"), "value": _("disabled, living alone"), "url": "#facts", "action": _("Change")},
            {"label": _("Note"), "value": ""},
        ],
        "steps": [
            {"text": _("Buy it as it says above."), "state": "done"},
            {"text": _("Write the number on the parcel."), "state": "now"},
            {"text": _("Bring it to the centre.")},
        ],
    }


CURVE = (2, 5, 7, 9, 14, 17, 19, 20, 24, 27, 30, 31, 33, 36, 39, 41, 42, 44, 44, 45)
