"""Claims at the desk: lists, one claim, deciding about somebody the roster does not know, releasing, the paper slip."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.accounts.guards import Request, do_once, office_page, posted_key
from linli.core import masks
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.queries.households import label_of
from linli.places.models import Community
from linli.wishes.models import Claim
from linli.wishes.permissions.claiming import may_decide, may_release
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.queries.desk_claims import (
    LIST_LABELS,
    are_on_roster,
    candidates_for,
    claim_counts,
    claim_line,
    claim_of,
    claims_listed,
    wish_details,
)
from linli.wishes.services.releasing import keep_claim, release_claim
from linli.wishes.views.asked import as_uuid
from linli.wishes.workflow import HELD, LIVE

LONGEST_REASON = 200


@require_GET
@office_page()
def claims(request: Request, office: Community) -> HttpResponse:
    """Live claims, the newest first: the list behind each number of today's page and of a campaign."""
    show = request.GET.get("show", "")
    show = show if show in LIST_LABELS else "to_decide"
    campaign_id = as_uuid(request.GET.get("campaign"))
    lines, before = claims_listed(
        office.pk, show=show, campaign_id=campaign_id, before=as_uuid(request.GET.get("before"))
    )
    within = f"&campaign={campaign_id}" if campaign_id else ""
    counts = claim_counts(office.pk, campaign_id)
    context = {
        "office": office,
        "campaign": campaign_of(office.pk, campaign_id) if campaign_id else None,
        "claims": lines,
        "show": show,
        "chips": [
            {"label": label, "count": counts[name], "url": f"?show={name}{within}", "current": name == show}
            for name, label in LIST_LABELS.items()
        ],
        "older_url": f"?show={show}{within}&before={before}" if before else "",
        "newer_url": f"?show={show}{within}" if request.GET.get("before") else "",
    }
    return render(request, "wishes/desk/claims.html", context)


@require_http_methods(["GET", "POST"])
@office_page()
def claim(request: Request, office: Community, claim_id: UUID) -> HttpResponse:
    """One claim: what, whose, by when; and what can be done about it. What is posted looks for somebody on the roster,
    which keeps the name out of the address.
    """
    return _claim_page(request, office, claim_of(office.pk, claim_id))


def _claim_page(
    request: Request, office: Community, found: Claim, *, status: int = 200, errors: dict[str, str] | None = None
) -> HttpResponse:
    decide = may_decide(request.actor, office.pk)
    waits = found.state == HELD and found.to_decide
    search = request.POST.get("q", "")
    context = {
        "office": office,
        "claim": found,
        "line": claim_line(found),
        "details": wish_details(found.wish),
        "household": label_of(found.wish.household.number),
        "live": found.state in LIVE,
        "waits": waits,
        "may_decide": decide,
        "may_release": may_release(request.actor, found, frozenset()),
        "candidates": candidates_for(office.pk, found.claimant, search) if waits and decide.allowed else [],
        "search": search,
        "who": _who(found, whole=waits and decide.allowed),
        "sent": request.POST,
        "errors": [{"text": text, "href": f"#{field}"} for field, text in (errors or {}).items()],
        "field_errors": errors or {},
        "key": request.POST.get("key") or new_id().hex,
        "release_key": new_id().hex,
    }
    return render(request, "wishes/desk/claim.html", context, status=status)


def _who(found: Claim, *, whole: bool) -> dict[str, Any]:
    """The claimant, masked; whole for those who have to find out who it is."""
    person = found.claimant
    return {
        "name": person.name if whole else masks.name(person.name),
        "phone": (person.phone if whole else masks.phone(person.phone)) if person.phone else "",
        "call": person.phone if whole else "",
        "employer": person.organisation.name if person.organisation else "",
    }


@require_POST
@office_page("claims.decide")
def claim_keep(request: Request, office: Community, claim_id: UUID) -> HttpResponse:
    """Let the person keep the wish: as somebody on the roster, or as they named themselves."""
    found = claim_of(office.pk, claim_id)
    who = request.POST.get("same_as", "")
    same_as = as_uuid(who)
    if not who or (who != "nobody" and (same_as is None or not are_on_roster(office.pk, [same_as]))):
        errors = {"same_as": _("Choose who this is, or that it is nobody on the roster.")}
        return _claim_page(request, office, found, status=422, errors=errors)
    new_phone = same_as is not None and request.POST.get("new_phone") == "on"

    def keep() -> Outcome:
        keep_claim(community_id=office.pk, claim_id=claim_id, same_as=same_as, new_phone=new_phone, by=request.actor)
        return {}

    body = {"keep": claim_id.hex, "same_as": who, "new_phone": new_phone}
    once(community_id=office.pk, key=posted_key(request), body=body, do=keep, by=request.actor)
    messages.success(request, _("Decided: the wish stays with them. A message to pass on is waiting."))
    return redirect("claim", office.pk, claim_id)


@require_POST
@office_page("claims.decide")
def claim_release(request: Request, office: Community, claim_id: UUID) -> HttpResponse:
    """Open the wish again, with a reason that goes to the claimant."""
    reason = " ".join(request.POST.get("reason", "").split())
    if not reason or len(reason) > LONGEST_REASON:
        said = _("Say why, in at most 200 characters. The claimant reads it.")
        return _claim_page(request, office, claim_of(office.pk, claim_id), status=422, errors={"reason": said})
    do_once(request, posted_key(request), release_claim, claim_id=claim_id, reason=reason)
    messages.success(request, _("The wish is open again. A message to the claimant is waiting to be passed on."))
    return redirect("claim", office.pk, claim_id)


@require_GET
@office_page()
def claim_slip(request: Request, office: Community, claim_id: UUID) -> HttpResponse:
    """The receipt on paper, for somebody without a phone at hand. Masked, no word of the family."""
    found = claim_of(office.pk, claim_id)
    context = {
        "office": office,
        "claim": found,
        "line": claim_line(found),
        "details": wish_details(found.wish),
        "printed_name": masks.printed_name(found.claimant.name),
    }
    return render(request, "wishes/desk/claim_slip.html", context)
