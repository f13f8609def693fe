"""Claiming for somebody else: a worker at the counter, and the group's chain message pasted at the desk."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, office_page, posted_key
from linli.core.errors import BadInput, Conflict
from linli.core.ids import new_id
from linli.places.models import Community
from linli.wishes.forms.campaign import CounterForm
from linli.wishes.models import Campaign
from linli.wishes.queries.boards import board, wish_lines
from linli.wishes.queries.campaigns import RUNNING, campaign_of, phase_of
from linli.wishes.queries.desk_claims import roster_search
from linli.wishes.services import pasting
from linli.wishes.services.vouching import claim_at_counter, lost_in_words
from linli.wishes.views.asked import as_number, as_uuid
from linli.wishes.workflow import PREPARED, PUBLIC

PROBLEMS = {
    pasting.UNSURE: gettext_lazy("Please read this line yourself."),
    pasting.NO_WISH: gettext_lazy("No open wish was found in this line: choose one."),
    pasting.UNKNOWN_NUMBER: gettext_lazy("There is no wish with this number."),
    pasting.CHOOSE_WISH: gettext_lazy("Several wishes are called this: choose one."),
    pasting.TAKEN: gettext_lazy("This wish is claimed already."),
    pasting.THEIRS_ALREADY: gettext_lazy("This is theirs already: nothing to do."),
    pasting.TWICE: gettext_lazy("An earlier line takes the same wish."),
    pasting.NO_NAME: gettext_lazy("No name stands in this line: write it in."),
    pasting.UNKNOWN_NAME: gettext_lazy("Nobody on the roster has this name: the wish would be held for you to decide."),
    pasting.OTHER_EMPLOYER: gettext_lazy("The roster has another employer for this name: is it the same person?"),
    pasting.OTHER_PHONE: gettext_lazy("The roster has another telephone for this name: is it the same person?"),
    pasting.CHOOSE_PERSON: gettext_lazy("Several on the roster have this name: choose one."),
}
HARMLESS = frozenset({pasting.THEIRS_ALREADY})


def _published(community_id: int, campaign_id: UUID) -> Campaign:
    campaign = campaign_of(community_id, campaign_id)
    if campaign.state == PREPARED:
        raise Conflict(_("This campaign is still being prepared: its wishes cannot be claimed yet."))
    if campaign.state not in PUBLIC:
        raise Conflict(_("This campaign has been withdrawn."))
    return campaign


@require_http_methods(["GET", "POST"])
@office_page("claims.counter")
def counter(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """Choose a wish, then the person: from the roster by a part of the name, or by name and phone."""
    campaign = _published(office.pk, campaign_id)
    if request.method != "POST" or "look" in request.POST:
        return _counter_page(request, office, campaign, CounterForm(), key=new_id().hex)
    key, person_id = posted_key(request), as_uuid(request.POST.get("person"))
    form = CounterForm() if person_id else CounterForm(request.POST)
    number = as_number(request.POST.get("number")) or 0
    if not person_id and not form.is_valid():
        return _counter_page(request, office, campaign, form, key=key, status=422)
    asked: dict[str, Any] = {
        "campaign": campaign,
        "number": number,
        "person_id": person_id,
        "key": key,
        "by": request.actor,
        "shares": as_number(request.POST["shares"]) or 0 if "shares" in request.POST else None,
    }
    try:
        outcome = claim_at_counter(**asked, **(form.cleaned_data if not person_id else {}))
    except BadInput as error:
        if not error.fields:
            raise
        form.blame(error)
        return _counter_page(request, office, campaign, form, key=key, status=422)
    except Conflict as error:
        return _counter_page(request, office, campaign, CounterForm(), key=new_id().hex, lost=error.message, status=409)
    if "entered" in outcome:
        messages.success(request, _("Entered for the draw, with the code {code}.").format(code=outcome["code"]))
        return redirect("campaign_counter", office.pk, campaign.pk)
    if not outcome["won"]:
        said = lost_in_words(outcome)
        return _counter_page(request, office, campaign, CounterForm(), key=new_id().hex, lost=said, status=409)
    messages.success(request, _("Claimed. Number {number}: write it on the parcel.").format(number=outcome["number"]))
    return redirect("claim", office.pk, UUID(outcome["claim"]))


def _counter_page(
    request: Request,
    office: Community,
    campaign: Campaign,
    form: CounterForm,
    *,
    key: str,
    lost: object = "",
    status: int = 200,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    number, search = as_number(asked.get("number")), request.POST.get("q", "")
    lines, _after = wish_lines(board(campaign), show="open", size=500)
    wish = next((line for line in lines if line.number == number), None)
    context = {
        "office": office,
        "campaign": campaign,
        "running": phase_of(campaign) == RUNNING,
        "form": form,
        "key": key,
        "lost": lost,
        "wishes": lines,
        "shares": request.POST.get("shares", ""),
        "wish": wish,
        "number": number,
        "search": search,
        "found": roster_search(office.pk, search),
    }
    return render(request, "wishes/desk/counter.html", context, status=status)


@require_http_methods(["GET", "POST"])
@office_page("claims.counter")
def paste(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """Paste the chain message, look at what was read, confirm. Reading writes nothing."""
    campaign = _published(office.pk, campaign_id)
    context: dict[str, Any] = {"office": office, "campaign": campaign, "running": phase_of(campaign) == RUNNING}
    if request.method != "POST":
        return render(request, "wishes/desk/paste.html", context)
    if request.POST.get("step") == "confirm":
        rows = list(confirmed_rows(request.POST))
        results = pasting.confirm(campaign=campaign, rows=rows, key=posted_key(request), by=request.actor)
        return render(request, "wishes/desk/paste_result.html", context | _results(request.POST, results))
    text = request.POST.get("text", "")
    proposal = pasting.propose(campaign=campaign, text=text)
    if not proposal.rows:
        said = _("No claim was found in this text. Paste the whole chain message, with names and numbers.")
        errors = [{"text": said, "href": "#text"}]
        return render(request, "wishes/desk/paste.html", context | {"text": text, "errors": errors}, status=422)
    rows_shown = [_row_shown(at, row) for at, row in enumerate(proposal.rows)]
    ticked = sum(not row.skip for row in proposal.rows)
    context |= {"proposal": proposal, "rows": rows_shown, "ticked": ticked, "key": new_id().hex}
    return render(request, "wishes/desk/paste_rows.html", context)


def _row_shown(at: int, row: pasting.ProposedRow) -> dict[str, Any]:
    return {
        "at": at,
        "row": row,
        "problems": [{"text": PROBLEMS[code], "harmless": code in HARMLESS} for code in row.problems],
        "wrong": bool(set(row.problems) - HARMLESS),
    }


def confirmed_rows(data: QueryDict) -> list[pasting.ConfirmedRow]:
    """The rows that were ticked: fields `take-<row>`, `number-<row>`, `person-<row>`, `name-<row>`, `phone-<row>`."""
    found = []
    for at in range(pasting.MOST_ROWS):
        if f"take-{at}" not in data:
            continue
        who = data.get(f"person-{at}", "")
        found.append(
            pasting.ConfirmedRow(
                row=at,
                number=as_number(data.get(f"number-{at}")),
                person_id=as_uuid(who),
                name=data.get(f"name-{at}", ""),
                phone=data.get(f"phone-{at}", ""),
                shares=as_number(data.get(f"shares-{at}")),
                chosen=bool(who),
            )
        )
    return found


def _results(data: Mapping[str, Any], results: list[pasting.RowResult]) -> dict[str, Any]:
    shown = [
        {
            "text": str(data.get(f"text-{result.row.row}", ""))[:200],
            "number": result.row.number,
            "result": result,
            "why": "" if result.won else (result.refusal or lost_in_words({"why": result.why, "left": result.left})),
        }
        for result in results
    ]
    won = sum(result.won for result in results)
    entered = any(result.code for result in results)
    return {"results": shown, "won": won, "entered": entered, "lost": len(results) - won}
