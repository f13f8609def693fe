"""The cover picture of a campaign: chosen at the desk, shown there and, once it is published, to everybody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from linli.accounts.guards import Request, keyed, office_page
from linli.core.actor import Actor
from linli.core.ids import new_id
from linli.files.adapters.answers import picture_answer
from linli.files.queries import Shown, picture_for
from linli.files.reading.redrawing import SMALL
from linli.files.services import hand_in
from linli.gate.services import Outcome, once
from linli.places.models import Community
from linli.wishes.forms.cover import CoverForm
from linli.wishes.kinds.shown import COVER
from linli.wishes.models import Campaign
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.services.covers import set_cover
from linli.wishes.views.public.frame import campaign_page, office_of

AN_HOUR = 3600


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
@keyed
def campaign_cover(request: Request, office: Community, campaign_id: UUID, key: str) -> HttpResponse:
    """Choose the picture, change it or take it off."""
    campaign = campaign_of(office.pk, campaign_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CoverForm(*sent, has_cover=campaign.cover_id is not None)
    if form.is_valid():
        _save(request, campaign, form, key)
        messages.success(request, _("The cover picture is changed."))
        return redirect("campaign", office.pk, campaign_id)
    context = {"office": office, "campaign": campaign, "form": form, "key": key or new_id().hex}
    return render(request, "wishes/desk/campaign_cover.html", context, status=422 if form.is_bound else 200)


def _save(request: Request, campaign: Campaign, form: CoverForm, key: str) -> None:
    community_id = campaign.community_id

    def give(picture_id: UUID | None) -> Outcome:
        set_cover(community_id=community_id, campaign_id=campaign.pk, picture_id=picture_id, by=request.actor)
        return {"cover": picture_id.hex if picture_id else ""}

    picture, body = form.cleaned_data["cover"], {"cover": campaign.pk.hex}
    if picture:
        hand_in(community_id=community_id, key=key, body=body, picture=picture, give=give, by=request.actor)
    else:
        once(community_id=community_id, key=key, body=body, do=lambda: give(None), by=request.actor)


@require_GET
@office_page()
def campaign_cover_picture(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """The picture as the desk sees it, also before it is public."""
    return picture_answer(_cover(campaign_of(office.pk, campaign_id), request.actor), "cover")


@require_safe
@campaign_page
def public_cover(request: Request, campaign: Campaign) -> HttpResponse:
    """The picture on the wall. Another one has another address, so that phones may keep it for a while."""
    office_of(campaign)
    return picture_answer(_cover(campaign, request.actor), "cover", for_seconds=AN_HOUR)


def _cover(campaign: Campaign, by: Actor) -> Shown:
    community_id, picture_id = campaign.community_id, campaign.cover_id
    return picture_for(community_id=community_id, picture_id=picture_id, kind=COVER, size=SMALL, by=by)
