"""One wish at the desk, with its moves."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.guards import Request, keyed, office_page
from linli.core import clock
from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.places.models import Community
from linli.wishes.forms.wish import MoveForm, SplitForm, WishForm
from linli.wishes.models import Wish
from linli.wishes.permissions.claiming import may_claim_for_others
from linli.wishes.permissions.collecting import (
    DESK_MOVES,
    may_collect,
    may_edit_wish,
    may_move_wish,
)
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.queries.desk import WishSheet, wish_sheet
from linli.wishes.queries.history import history_of
from linli.wishes.queries.lines import line_of
from linli.wishes.queries.prices import price_hints
from linli.wishes.services.collecting import edit_wish
from linli.wishes.services.merging import split_wish
from linli.wishes.services.reviewing import NEEDS_REASON, may_be_approved, move_wish
from linli.wishes.workflow import WISH


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A move on the wish's page: possible, or shown with the reason why not."""

    name: str
    label: object
    decision: Decision
    needs_reason: bool
    key: str


def _moves(actor: Actor, wish: Wish) -> list[MoveShown]:
    """The moves that make sense from here; one that this role may not make is shown with its reason.

    What stands on a wall is taken off it on a page of its own, since people may have claimed it.
    """
    shown = []
    for name in DESK_MOVES:
        if WISH.may(name, wish.state) and not WISH.may("recall", wish.state):
            decision = may_move_wish(actor, wish, name)
            if name == "approve" and decision.allowed:
                decision = may_be_approved(wish)
            shown.append(MoveShown(name, WISH[name].label, decision, name in NEEDS_REASON, new_id().hex))
    return shown


def _sheet(office: Community, wish_id: UUID) -> WishSheet:
    sheet = wish_sheet(office.pk, wish_id)
    if sheet is None:
        raise NotHere
    return sheet


@require_safe
@office_page()
def wish(request: Request, office: Community, wish_id: UUID) -> HttpResponse:
    """One wish: what was said, what was understood, what the public reads, where it stands, what happened."""
    return _wish_page(request, office, _sheet(office, wish_id))


def _wish_page(
    request: Request, office: Community, sheet: WishSheet, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "office": office,
        "sheet": sheet,
        "row": sheet.row,
        "moves": _moves(request.actor, sheet.wish),
        "may_edit": may_edit_wish(request.actor, sheet.wish),
        "may_counter": may_claim_for_others(request.actor, office.pk),
        "line": line_of(office.pk, sheet.wish.pk) if sheet.wish.public_number else [],
        "paused": sheet.wish.campaign is not None and sheet.wish.campaign.is_on_hold(clock.now()),
        "accept_key": new_id().hex,
        "kept": sheet.wish.shares - sheet.wish.shares_taken if sheet.wish.shares else 0,
        "may_publish": may_publish(request.actor, office.pk),
        "on_wall": WISH.may("recall", sheet.wish.state),
        "may_read_words": may_collect(request.actor, office.pk),
        "history": history_of(office.pk, sheet.wish.pk),
        "move_errors": errors or {},
        "errors": [{"text": text, "href": f"#reason-{move}"} for move, text in (errors or {}).items()],
    }
    return render(request, "wishes/desk/wish.html", context, status=status)


@require_POST
@office_page("wishes.collect")
@keyed
def wish_move(request: Request, office: Community, wish_id: UUID, move: str, key: str) -> HttpResponse:
    """Make one of the moves."""
    form = MoveForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else request.POST.get("reason", "")

    def do() -> Outcome:
        moved = move_wish(community_id=office.pk, wish_id=wish_id, move=move, reason=reason, by=request.actor)
        return {"state": moved.state}

    body = {"wish": wish_id.hex, "move": move, "reason": reason}
    try:
        once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
    except BadInput as error:
        return _wish_page(request, office, _sheet(office, wish_id), {move: str(error.message)}, status=422)
    return redirect("wish", office.pk, wish_id)


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
@keyed
def wish_edit(request: Request, office: Community, wish_id: UUID, key: str) -> HttpResponse:
    """Change what was understood and what the public reads."""
    sheet = _sheet(office, wish_id)
    may_edit_wish(request.actor, sheet.wish).enforce()
    form = WishForm(request.POST) if request.method == "POST" else WishForm.of(sheet.wish)
    if form.is_bound and form.is_valid():

        def do() -> Outcome:
            said = form.said(sheet.said)
            edit_wish(community_id=office.pk, wish_id=wish_id, said=said, by=request.actor, **form.public_words())
            return {"wish": wish_id.hex}

        try:
            body = {"wish": wish_id.hex, **form.cleaned_data}
            once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
            return redirect("wish", office.pk, wish_id)
        except BadInput as error:
            form.blame(error)
    context = {"office": office, "sheet": sheet, "row": sheet.row, "form": form, "key": key or new_id().hex}
    context["hint"] = price_hints(office.pk, [sheet.wish.item]).get(sheet.wish.item)
    return render(request, "wishes/desk/wish_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
@keyed
def wish_split(request: Request, office: Community, wish_id: UUID, key: str) -> HttpResponse:
    """Make one wish several."""
    sheet = _sheet(office, wish_id)
    may_edit_wish(request.actor, sheet.wish).enforce()
    form = SplitForm(request.POST or None, initial={"parts": sheet.said or sheet.row.item})
    if form.is_bound and form.is_valid():

        def do() -> Outcome:
            parts = split_wish(community_id=office.pk, wish_id=wish_id, parts=form.read(), by=request.actor)
            return {"wishes": len(parts)}

        try:
            body = {"wish": wish_id.hex, **form.cleaned_data}
            once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
            return redirect("household", office.pk, sheet.row.household_id)
        except BadInput as error:
            form.blame(error)
    context = {"office": office, "sheet": sheet, "row": sheet.row, "form": form, "key": key or new_id().hex}
    return render(request, "wishes/desk/wish_split.html", context, status=422 if form.is_bound else 200)
