"""Preparing a campaign at the desk: its words and wishes, what the public will read, the preview, publishing."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.accounts.guards import Request, office_page, posted_key
from linli.core.errors import BadInput, Conflict
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.places.adapters.closed_days import closed_day
from linli.places.models import Community
from linli.wishes.adapters.posters import phones_can_reach
from linli.wishes.forms.campaign import CampaignForm, as_written, proposed, titles_sent
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import PREPARED
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.queries.campaigns import by_household, campaign_of, choosable_wishes, prepared_wishes
from linli.wishes.services.publishing import CampaignDetails, change_campaign, prepare_campaign, publish_campaign
from linli.wishes.services.titling import retitle_wishes
from linli.wishes.views.asked import as_sent
from linli.wishes.views.bulk import tell_what_stays
from linli.wishes.views.previews import preview_wall, titles_to_check


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def campaign_new(request: Request, office: Community) -> HttpResponse:
    """Choose wishes, write the words, set the times. The list of wishes sends those that were ticked there."""
    from_list = "publish" in request.POST
    if request.method != "POST" or from_list:
        ready = [wish.id for wish in choosable_wishes(office.pk)]
        chosen = tell_what_stays(request, office, ready) if from_list else ready
        form = CampaignForm(initial=proposed(office) | {"wishes": chosen})
        return _form_page(request, office, form, key=new_id().hex)
    return _save(request, office, None)


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def campaign_change(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """The same form again, while the campaign is being prepared."""
    campaign = campaign_of(office.pk, campaign_id)
    if campaign.state != PREPARED:
        raise Conflict(_("This campaign has been published already."))
    if request.method != "POST":
        chosen = [wish.id for wish in prepared_wishes(campaign)]
        form = CampaignForm(initial=as_written(campaign) | {"wishes": chosen})
        return _form_page(request, office, form, key=new_id().hex, campaign=campaign)
    return _save(request, office, campaign)


def _save(request: Request, office: Community, campaign: Campaign | None) -> HttpResponse:
    key, form = posted_key(request), CampaignForm(request.POST)
    if not form.is_valid():
        return _form_page(request, office, form, key=key, campaign=campaign, status=422)
    asked = {
        "community_id": office.pk,
        "details": form.details,
        "wish_ids": form.cleaned_data["wishes"],
        "by": request.actor,
    }

    def save() -> Outcome:
        saved = prepare_campaign(**asked) if campaign is None else change_campaign(campaign_id=campaign.pk, **asked)
        return {"campaign": saved.pk.hex}

    try:
        outcome = once(community_id=office.pk, key=key, body=as_sent(request), do=save, by=request.actor)
    except BadInput as error:
        form.blame(error)
        return _form_page(request, office, form, key=key, campaign=campaign, status=422)
    except Conflict as error:
        form.add_error("wishes", str(error))
        return _form_page(request, office, form, key=key, campaign=campaign, status=409)
    return redirect("campaign", office.pk, UUID(outcome["campaign"]))


def _form_page(
    request: Request,
    office: Community,
    form: CampaignForm,
    *,
    key: str,
    campaign: Campaign | None = None,
    status: int = 200,
) -> HttpResponse:
    wishes = choosable_wishes(office.pk, campaign.pk if campaign else None)
    chosen = form.chosen
    context = {
        "office": office,
        "campaign": campaign,
        "form": form,
        "key": key,
        "families": by_household(wishes),
        "chosen": {wish.id for wish in wishes if wish.id.hex in chosen},
        "total": len(wishes),
    }
    return render(request, "wishes/desk/campaign_form.html", context, status=status)


def prepared_page(
    request: Request, office: Community, campaign: Campaign, *, status: int = 200, errors: BadInput | None = None
) -> HttpResponse:
    """What is left to check before publishing; `errors` where the words that were sent could not be saved."""
    may = may_publish(request.actor, office.pk)
    rows = titles_to_check(campaign, request.POST if errors else None, errors)
    context = {
        "office": office,
        "campaign": campaign,
        "may": may,
        "rows": rows,
        "errors": [{"text": text, "href": f"#{row.field}"} for row in rows for text in row.errors],
        "risky": sum(bool(row.risks) for row in rows),
        "closed_day": closed_day(campaign.handover_until),
        "families": len({row.wish.household for row in rows}),
        "key": new_id().hex,
        "day_key": new_id().hex,
        "address_works": phones_can_reach(),
    }
    return render(request, "wishes/desk/campaign_prepared.html", context, status=status)


@require_POST
@office_page("wishes.publish")
def campaign_titles(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """Other public words for some wishes."""
    campaign = campaign_of(office.pk, campaign_id)
    titles = titles_sent(request.POST)

    def save() -> Outcome:
        return {
            "changed": retitle_wishes(community_id=office.pk, campaign_id=campaign_id, titles=titles, by=request.actor)
        }

    try:
        once(community_id=office.pk, key=posted_key(request), body=as_sent(request), do=save, by=request.actor)
    except BadInput as error:
        if not error.fields:
            raise
        return prepared_page(request, office, campaign, status=422, errors=error)
    messages.success(request, _("The public words are saved."))
    return redirect("campaign", office.pk, campaign_id)


@require_GET
@office_page()
def campaign_preview(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """The wall as the public will see it. The numbers are drawn at publishing; here they only fill their place."""
    campaign = campaign_of(office.pk, campaign_id)
    if campaign.state != PREPARED:
        return redirect("public_wall", campaign.code)
    context = preview_wall(office, campaign) | {"office": office, "campaign": campaign}
    return render(request, "wishes/desk/campaign_preview.html", context)


@require_POST
@office_page("wishes.publish")
def campaign_handover(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """Another day for the hand-over, as proposed where the chosen one is a closed day."""
    campaign = campaign_of(office.pk, campaign_id)
    day = parse_date(request.POST.get("handover_until", ""))
    if day is None:
        raise BadInput(_("Please enter a day, for example 2026-12-08."))
    details = replace(CampaignDetails(**as_written(campaign)), handover_until=day)
    chosen = [wish.id for wish in prepared_wishes(campaign)]

    def save() -> Outcome:
        change_campaign(
            community_id=office.pk, campaign_id=campaign_id, details=details, wish_ids=chosen, by=request.actor
        )
        return {}

    once(community_id=office.pk, key=posted_key(request), body=as_sent(request), do=save, by=request.actor)
    return redirect("campaign", office.pk, campaign_id)


@require_POST
@office_page("wishes.publish")
def campaign_publish(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """Open the wishes under shuffled numbers, with the public words as they stand in the form; once."""
    titles = titles_sent(request.POST)

    def publish() -> Outcome:
        asked: dict[str, Any] = {"community_id": office.pk, "campaign_id": campaign_id, "by": request.actor}
        if titles:
            retitle_wishes(titles=titles, **asked)
        return {"campaign": publish_campaign(**asked).pk.hex}

    try:
        once(community_id=office.pk, key=posted_key(request), body=as_sent(request), do=publish, by=request.actor)
    except BadInput as error:
        if not error.fields:
            raise
        return prepared_page(request, office, campaign_of(office.pk, campaign_id), status=422, errors=error)
    messages.success(request, _("Published. Send the text to the group, or print the poster."))
    return redirect("campaign", office.pk, campaign_id)
