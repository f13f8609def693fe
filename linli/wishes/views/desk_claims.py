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
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.notifications.queries import told_about
from linli.people.permissions import may_import_roster, may_unmask
from linli.people.queries.households import label_of
from linli.people.queries.persons import employer_names, on_roster
from linli.people.queries.saved_views import views_shown
from linli.places.models import Community
from linli.wishes.models import Claim
from linli.wishes.permissions.claiming import may_decide, may_release
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.queries.desk_claims import (
    LIST_LABELS,
    are_on_roster,
    candidates_for,
    claim_line,
    claim_of,
    claims_listed,
    wish_details,
)
from linli.wishes.services.deciding import LONGEST_REASON, decline_claim, enlist_claimant
from linli.wishes.services.releasing import keep_claim, release_claim
from linli.wishes.views.asked import as_uuid
from linli.wishes.views.undecided import Sent, claim_chips, undecided_page
from linli.wishes.workflow import HELD, LIVE

NOBODY, NEW = "nobody", "new"
"""On the roster: they are vouched for, or put on it."""


@require_GET
@office_page()
def claims(request: Request, office: Community) -> HttpResponse:
    """Live claims, the newest first: the list behind each number of today's page and of a campaign."""
    show = request.GET.get("show", "")
    show = show if show in LIST_LABELS else "to_decide"
    if show == "to_decide":
        return undecided_page(request, office, Sent())
    campaign_id = as_uuid(request.GET.get("campaign"))
    lines, before = claims_listed(
        office.pk, show=show, campaign_id=campaign_id, before=as_uuid(request.GET.get("before"))
    )
    within = f"&campaign={campaign_id}" if campaign_id else ""
    context = {
        "office": office,
        "campaign": campaign_of(office.pk, campaign_id) if campaign_id else None,
        "claims": lines,
        "chips": claim_chips(office.pk, show, campaign_id),
        "older_url": f"?show={show}{within}&before={before}" if before else "",
        "newer_url": f"?show={show}{within}" if request.GET.get("before") else "",
    }
    kept = {"show": show, "campaign": str(campaign_id or "")}
    context |= views_shown(request.actor, office.pk, "claims", kept)
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
    search, deciding = request.POST.get("q", ""), waits and decide.allowed
    context = {
        "office": office,
        "claim": found,
        "line": claim_line(found),
        "details": wish_details(found),
        "household": label_of(found.wish.household.number),
        "live": found.state in LIVE,
        "waits": waits,
        "may_decide": decide,
        "may_release": may_release(request.actor, found, frozenset()),
        "may_enlist": may_import_roster(request.actor, office.pk),
        "may_unmask": may_unmask(request.actor, office.pk),
        "listed": waits and on_roster(office.pk, found.claimant_id),
        "candidates": candidates_for(office.pk, found.claimant, search) if deciding else [],
        "employers": employer_names(office.pk) if deciding else [],
        "texts": told_about(office.pk, subject_id=found.pk, size=5)[0],
        "search": search,
        "sent": request.POST,
        "errors": [{"text": text, "href": f"#{field}"} for field, text in (errors or {}).items()],
        "field_errors": errors or {},
        "key": request.POST.get("key") or new_id().hex,
        "release_key": new_id().hex,
    }
    return render(request, "wishes/desk/claim.html", context, status=status)


@require_POST
@office_page("claims.decide")
def claim_keep(request: Request, office: Community, claim_id: UUID) -> HttpResponse:
    """Let the person keep the wish: as somebody on the roster, as somebody new on it, or as one is vouched for."""
    found = claim_of(office.pk, claim_id)
    who = request.POST.get("same_as", "")
    same_as = as_uuid(who)
    if who not in (NOBODY, NEW) and (same_as is None or not are_on_roster(office.pk, [same_as])):
        errors = {"same_as": _("Choose who this is, or that it is nobody on the roster.")}
        return _claim_page(request, office, found, status=422, errors=errors)
    asked: dict[str, Any] = {"community_id": office.pk, "claim_id": claim_id, "by": request.actor}
    new_phone = same_as is not None and request.POST.get("new_phone") == "on"
    employer, note = request.POST.get("employer", ""), " ".join(request.POST.get("note", "").split())[:LONGEST_REASON]

    def keep() -> Outcome:
        if who == NEW:
            enlist_claimant(**asked, employer=employer)
        else:
            keep_claim(**asked, same_as=same_as, new_phone=new_phone, note=note)
        return {}

    body = {"keep": claim_id.hex, "same_as": who, "new_phone": new_phone, "employer": employer, "note": note}
    try:
        once(community_id=office.pk, key=posted_key(request), body=body, do=keep, by=request.actor)
    except BadInput as error:
        if not error.fields:
            raise
        return _claim_page(request, office, found, status=422, errors=_first(error))
    if who == NEW:
        messages.success(
            request, _("Put on the roster, and the wish stays with them. A message to pass on is waiting.")
        )
    else:
        messages.success(request, _("Decided: the wish stays with them. A message to pass on is waiting."))
    return redirect("claim", office.pk, claim_id)


@require_POST
@office_page("claims.decide")
def claim_decline(request: Request, office: Community, claim_id: UUID) -> HttpResponse:
    """Do not let the person keep the wish, with a reason that they are told."""
    found, reason = claim_of(office.pk, claim_id), request.POST.get("reason", "")

    def decline() -> Outcome:
        decline_claim(community_id=office.pk, claim_id=claim_id, reason=reason, by=request.actor)
        return {}

    body = {"decline": claim_id.hex, "reason": reason}
    try:
        once(community_id=office.pk, key=posted_key(request), body=body, do=decline, by=request.actor)
    except BadInput as error:
        if not error.fields:
            raise
        return _claim_page(request, office, found, status=422, errors=_first(error))
    messages.success(request, _("Decided: they do not keep the wish. A polite message to pass on is waiting."))
    return redirect("claim", office.pk, claim_id)


def _first(error: BadInput) -> dict[str, str]:
    return {name: str(told[0]) for name, told in error.fields.items()}


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
        "details": wish_details(found),
        "printed_name": masks.printed_name(found.claimant.name),
    }
    return render(request, "wishes/desk/claim_slip.html", context)
