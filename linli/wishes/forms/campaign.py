"""What the office writes about a campaign: words, times, hand-over, and which wishes."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.core import clock, phones
from linli.core.errors import BadInput
from linli.people.forms.answered import AnsweredForm
from linli.places.adapters.closed_days import working_day_from
from linli.places.models import Community
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import ANYONE, ROSTER
from linli.wishes.queries.campaigns import BY_DRAW, FIRST_COME
from linli.wishes.services.publishing import CampaignDetails

OPEN_FOR = timedelta(days=7)
CLOSING_TIME = time(18, 0)
TO_BRING = timedelta(days=7)
MOMENT = "%Y-%m-%dT%H:%M"


class Ids(forms.MultipleChoiceField):
    """Keys of rows that were ticked; whether they are free is the service's to say."""

    def valid_value(self, value: object) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True

    def clean(self, value: Any) -> list[UUID]:
        return [UUID(text) for text in super().clean(value)]


def _required(label: Any) -> dict[str, Any]:
    return {"required": format_lazy(_("Please fill in “{label}”."), label=label)}


def _text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, error_messages=_required(label), **more)


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    wrong = {**_required(label), "invalid": _("Please enter day and time, for example 2026-12-01 15:13.")}
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput(format=MOMENT), error_messages=wrong, **more)


def _number(label: Any, hint: Any) -> forms.IntegerField:
    wrong = {"invalid": _("Please enter a whole number, or leave this empty.")}
    return forms.IntegerField(label=label, required=False, help_text=hint, error_messages=wrong)


class CampaignForm(AnsweredForm):
    """The fields of `CampaignDetails`, and the wishes that were ticked."""

    title = _text(_("Title"), 60, help_text=_("As it stands on the wall and on the poster."))
    issuer = _text(_("Issuing body"), 60, help_text=_("In whose name it is sent, for example the party branch."))
    notice = _text(_("Notice"), 500, widget=forms.Textarea(attrs={"rows": 3}))
    opens_at = _moment(_("Opens"))
    closes_at = _moment(_("Closes"))
    way = forms.ChoiceField(
        label=pgettext_lazy("campaign", "How wishes are given out"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (FIRST_COME, _("First come: whoever taps first has the wish")),
            (
                BY_DRAW,
                _("Draw: everybody can enter until a time you set, then chance decides, and anybody can check it"),
            ),
        ],
    )
    draw_at = _moment(
        _("Time of the draw"), required=False, help_text=_("Only for a draw. Between opening and closing.")
    )
    handover_place = _text(_("Hand-over place"), 120)
    handover_hours = _text(_("Hours there"), 80, required=False)
    handover_until = forms.DateField(
        label=_("Hand over by"),
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={**_required(_("Hand over by")), "invalid": _("Please enter a day, for example 2026-12-08.")},
    )
    contact_phone = _text(_("Telephone for questions"), 30)
    cap = forms.IntegerField(
        label=_("Most wishes per person"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Empty: as many as one likes. At least 2, so that things that go together can stay together."),
        error_messages={"invalid": _("Please enter a whole number, or leave this empty.")},
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("campaign", "Who may claim"),
        widget=forms.RadioSelect,
        choices=[
            (ROSTER, _("In-service party members on the roster; others are held for you to decide")),
            (ANYONE, _("Anyone with the link and a telephone")),
        ],
        error_messages=_required(pgettext_lazy("campaign", "Who may claim")),
    )
    needs_code = forms.BooleanField(
        label=_("Ask for a one-time code as well"),
        required=False,
        help_text=_("Name and telephone are enough otherwise. Codes need e-mail, or you hand them out from the desk."),
    )
    first_cap = _number(
        _("Most wishes per person in the first minutes"),
        _("Fewer at first, so that many come in. Empty: the same from the beginning."),
    )
    first_minutes = _number(_("How many minutes that is"), "")
    offer_hours = _number(
        _("Hours an offer is kept"),
        _("A wish given back is offered to whoever is next in line, and kept for them so long. Empty: 24."),
    )
    wishes = Ids(label=_("Wishes"), error_messages={"required": _("Choose at least one wish.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("way", BY_DRAW if self.initial.get("draw_at") else FIRST_COME)

    def clean_draw_at(self) -> datetime | None:
        """A time for a draw, and none for what is first-come."""
        if self.cleaned_data.get("way") != BY_DRAW:
            return None
        if self.cleaned_data["draw_at"] is None:
            raise forms.ValidationError(gettext("Please say when it is drawn."))
        return self.cleaned_data["draw_at"]

    def clean_offer_hours(self) -> int:
        """A day where nothing is said."""
        hours: int | None = self.cleaned_data["offer_hours"]
        return CampaignDetails.offer_hours if hours is None else hours

    def clean_contact_phone(self) -> str:
        """A phone that can be called, as it was written."""
        written: str = self.cleaned_data["contact_phone"].strip()
        try:
            phones.normalise(written)
        except ValueError as error:
            raise forms.ValidationError(
                gettext("Please enter a telephone number that can be called, for example 138 0000 0000.")
            ) from error
        return written

    def clean(self) -> dict[str, Any]:
        """What the service would refuse is said together with what is missing."""
        given = self.cleaned_data
        if {"opens_at", "closes_at", "draw_at", "handover_until", "offer_hours"} <= given.keys():
            written: dict[str, Any] = {name: given.get(name) for name in CampaignDetails.__dataclass_fields__}
            try:
                CampaignDetails(**written).check()
            except BadInput as error:
                self.blame(error)
        return given

    @property
    def details(self) -> CampaignDetails:
        """What was filled in, for the service."""
        return CampaignDetails(**{name: self.cleaned_data[name] for name in CampaignDetails.__dataclass_fields__})

    @property
    def chosen(self) -> frozenset[str]:
        """The keys of the wishes that are ticked, in hexadecimal digits: as sent, else as the form begins."""
        sent = self.data.getlist("wishes") if self.is_bound else self.initial.get("wishes", [])  # type: ignore[attr-defined]  # -- data is a QueryDict
        return frozenset(str(value).replace("-", "") for value in sent)


def proposed(office: Community) -> dict[str, Any]:
    """What a new campaign's form begins with: the office's words as it would write them, dates on working days."""
    opens = clock.local(clock.now()).replace(second=0, microsecond=0)
    closes_on = working_day_from((opens + OPEN_FOR).date())
    centre = office.centre_name or gettext("{community} party-service centre").format(community=office.name)
    branch = gettext("Party branch of {community}").format(community=office.name)
    return {
        "title": gettext("Light up a small wish"),
        "issuer": branch,
        "notice": gettext(
            "{issuer} invites you to claim small wishes. "
            "In-service party members, please claim what is within your means."
        ).format(issuer=branch),
        "opens_at": opens,
        "closes_at": datetime.combine(closes_on, CLOSING_TIME, tzinfo=clock.SHANGHAI),
        "handover_place": " ".join(part for part in (centre, office.centre_address) if part),
        "handover_hours": office.hours,
        "handover_until": working_day_from(closes_on + TO_BRING),
        "contact_phone": office.phone,
        "audience": ROSTER,
        "offer_hours": CampaignDetails.offer_hours,
    }


def as_written(campaign: Campaign) -> dict[str, Any]:
    """What the form of a campaign that is changed begins with."""
    return {name: getattr(campaign, name) for name in CampaignDetails.__dataclass_fields__}


class CounterForm(AnsweredForm):
    """Name and phone of somebody at the counter who is not picked from the roster."""

    name = _text(_("Name"), 60)
    phone = _text(_("Telephone"), 30)


def titles_sent(data: Mapping[str, Any]) -> dict[UUID, tuple[str, str]]:
    """The public words that were sent for each wish: fields `title-<wish>` and `spec-<wish>`."""
    found: dict[UUID, tuple[str, str]] = {}
    for name, value in data.items():
        if not name.startswith("title-"):
            continue
        try:
            wish_id = UUID(name.removeprefix("title-"))
        except ValueError:
            continue
        found[wish_id] = (str(value), str(data.get(f"spec-{wish_id.hex}", "")))
    return found
