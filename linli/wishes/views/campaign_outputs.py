"""What goes out of a published campaign: QR code, poster, list to hang up, table."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from linli.accounts.guards import Request, office_page
from linli.core import clock
from linli.core.errors import Conflict, NotHere
from linli.places.models import Community
from linli.wishes.adapters.claim_table import claim_table, table_name
from linli.wishes.adapters.posters import campaign_address, poster_line, qr_png, qr_svg, spoken_code
from linli.wishes.models import Campaign
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.queries.public import wishes_on_wall
from linli.wishes.views.public.lamps import lamp
from linli.wishes.workflow import PREPARED, PUBLIC

PICTURES = {"svg": (qr_svg, "image/svg+xml"), "png": (qr_png, "image/png")}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _published(community_id: int, campaign_id: UUID) -> Campaign:
    campaign = campaign_of(community_id, campaign_id)
    if campaign.state == PREPARED:
        raise Conflict(_("This campaign is still being prepared: it has no code yet."))
    if campaign.state not in PUBLIC:
        raise Conflict(_("This campaign has been withdrawn."))
    return campaign


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition or "attachment"})


@require_GET
@office_page()
def campaign_qr(request: Request, office: Community, campaign_id: UUID, form: str) -> HttpResponse:
    """The QR code as a picture, shown in a page; `?save` hands it over as a file."""
    if form not in PICTURES:
        raise NotHere
    campaign = _published(office.pk, campaign_id)
    draw, kind = PICTURES[form]
    content = draw(campaign_address(campaign))
    if "save" in request.GET:
        return _as_file(content, kind, f"{campaign.code}.{form}")
    return HttpResponse(content, content_type=kind)


@require_GET
@office_page()
def campaign_poster(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """A sheet of A4 to print and hang up."""
    campaign = _published(office.pk, campaign_id)
    address = campaign_address(campaign)
    context = {
        "office": office,
        "campaign": campaign,
        "address": address.split("://", 1)[-1],
        "spoken_code": spoken_code(campaign.code),
        "line": poster_line(campaign),
    }
    return render(request, "wishes/desk/poster.html", context)


@require_GET
@office_page()
def campaign_list(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """The wishes as the wall shows them at this moment, on paper: for whoever has no phone at hand."""
    campaign = _published(office.pk, campaign_id)
    context = {
        "office": office,
        "campaign": campaign,
        "lamps": [lamp(campaign, wish, claimable=False) for wish in wishes_on_wall(campaign)],
        "spoken_code": spoken_code(campaign.code),
        "now": clock.now(),
        "line": poster_line(campaign),
    }
    return render(request, "wishes/desk/wall_list.html", context)


@require_GET
@office_page()
def campaign_table(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """All wishes of the campaign with their claims, for Excel or WPS."""
    campaign = campaign_of(office.pk, campaign_id)
    return _as_file(claim_table(campaign), EXCEL, table_name(campaign))
