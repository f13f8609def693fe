"""The claims of people whom the roster does not know: the list, and one decision about several of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.permissions import may_unmask
from linli.places.models import Community
from linli.wishes.permissions.claiming import may_decide
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.queries.desk_claims import LIST_LABELS, claim_counts, spoken_numbers
from linli.wishes.queries.undecided import undecided_claims
from linli.wishes.services.deciding import DECLINE, KEEP, decide_about
from linli.wishes.views.asked import as_uuid

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """What the list's form was sent with, and what was wrong with it; of a fresh page nothing."""

    ticked: Sequence[UUID] = ()
    reason: str = ""
    errors: Mapping[str, str] | None = None


def claim_chips(community_id: int, show: str, campaign_id: UUID | None) -> list[dict[str, Any]]:
    """The lists of claims beside each other, with how many each has."""
    counts = claim_counts(community_id, campaign_id)
    within = f"&campaign={campaign_id}" if campaign_id else ""
    here = reverse("claims", args=[community_id])
    return [
        {"label": label, "count": counts[name], "url": f"{here}?show={name}{within}", "current": name == show}
        for name, label in LIST_LABELS.items()
    ]


def undecided_page(request: Request, office: Community, sent: Sent) -> HttpResponse:
    """The list as it stands, with what was ticked and typed before."""
    asked = request.POST if request.method == "POST" else request.GET
    campaign_id, begins = as_uuid(asked.get("campaign")), as_uuid(asked.get("after"))
    rows, after = undecided_claims(office.pk, campaign_id=campaign_id, after=begins)
    here = f"{reverse('claims', args=[office.pk])}?show=to_decide" + (f"&campaign={campaign_id}" if campaign_id else "")
    context = {
        "office": office,
        "campaign": campaign_of(office.pk, campaign_id) if campaign_id else None,
        "campaign_id": campaign_id or "",
        "rows": rows,
        "chips": claim_chips(office.pk, "to_decide", campaign_id),
        "may_decide": may_decide(request.actor, office.pk),
        "may_unmask": may_unmask(request.actor, office.pk),
        "ticked": sent.ticked,
        "reason": sent.reason,
        "errors": [{"text": text, "href": f"#{name}"} for name, text in (sent.errors or {}).items()],
        "field_errors": sent.errors or {},
        "older_url": f"{here}&after={after}" if after else "",
        "newer_url": here if begins else "",
        "key": request.POST.get("key") or new_id().hex,
    }
    return render(request, "wishes/desk/undecided.html", context, status=422 if sent.errors else 200)


@require_POST
@office_page("claims.decide")
@keyed
def claims_decide(request: Request, office: Community, key: str) -> HttpResponse:
    """Keep or decline the ticked ones, each by itself; of those that could not be it is said why."""
    ticked = [found for text in request.POST.getlist("claim")[:MOST_AT_ONCE] if (found := as_uuid(text))]
    decision = DECLINE if request.POST.get("decision") == DECLINE else KEEP
    reason = " ".join(request.POST.get("reason", "").split())

    def do() -> Outcome:
        decided = decide_about(
            community_id=office.pk, claim_ids=ticked, decision=decision, reason=reason, by=request.actor
        )
        return {one.claim_id.hex: one.refusal for one in decided}

    body = {decision: sorted(claim_id.hex for claim_id in ticked), "reason": reason}
    try:
        outcome = once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
    except BadInput as error:
        if ticked and not error.fields:
            raise
        wrong = {name: str(told[0]) for name, told in error.fields.items()} or {"claims": str(error.message)}
        return undecided_page(request, office, Sent(ticked, reason, wrong))
    _tell(request, office, decision, {UUID(claim_id): refusal for claim_id, refusal in outcome.items()})
    within = f"&campaign={campaign_id}" if (campaign_id := as_uuid(request.POST.get("campaign"))) else ""
    return redirect(f"{reverse('claims', args=[office.pk])}?show=to_decide{within}")


def _tell(request: Request, office: Community, decision: str, outcome: Mapping[UUID, str]) -> None:
    """What came of each, by its claim number."""
    numbers = spoken_numbers(office.pk, outcome)
    done = sorted(numbers[claim_id] for claim_id, refusal in outcome.items() if not refusal and claim_id in numbers)
    if done:
        told = (
            ngettext("{count} claim stays with its claimant: {numbers}.", "{count} claims stay: {numbers}.", len(done))
            if decision == KEEP
            else ngettext("{count} claim declined: {numbers}.", "{count} claims declined: {numbers}.", len(done))
        )
        messages.success(request, told.format(count=len(done), numbers=_listed(done)))
    for claim_id, refusal in outcome.items():
        if refusal:
            messages.warning(request, f"{numbers.get(claim_id, '')} {refusal}".strip())


def _listed(numbers: Sequence[int]) -> str:
    return _(", ").join(str(number) for number in numbers)
