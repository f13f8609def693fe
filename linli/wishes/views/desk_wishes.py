"""The desk's list of wishes with its filters, and one wish with its moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.guards import Request, keyed, office_page
from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.places.models import Community
from linli.wishes.forms.wish import MoveForm, SplitForm, WishForm
from linli.wishes.kinds import goods
from linli.wishes.models import Wish
from linli.wishes.permissions.claiming import may_claim_for_others
from linli.wishes.permissions.collecting import (
    DESK_MOVES,
    may_collect,
    may_edit_wish,
    may_move_wish,
    may_review,
)
from linli.wishes.queries.desk import WishSheet, waiting_up_to, wish_sheet, wishes_within
from linli.wishes.queries.history import history_of
from linli.wishes.services.collecting import edit_wish
from linli.wishes.services.merging import merge_wishes, split_wish
from linli.wishes.services.reviewing import NEEDS_REASON, approve_wishes, may_be_approved, move_wish
from linli.wishes.workflow import WISH

LONGEST_SEARCH = 40


@require_safe
@office_page()
def wishes(request: Request, office: Community) -> HttpResponse:
    """Wishes, the newest first, narrowed by state, kind, family, or found by a number or a part of the thing's name."""
    asked = _asked(request.GET)
    page = wishes_within(office.pk, **asked, before=_uuid(request.GET.get("before", "")))
    kept = {name: str(value) for name, value in asked.items() if value}
    kept = {"q" if name == "search" else name: value for name, value in kept.items()}
    context = {
        "office": office,
        "page": page,
        "search": asked["search"],
        "kept": kept,
        "states": _state_chips(office.pk, kept),
        "kinds": [{"value": kind.code, "label": kind.label} for kind in goods.KINDS],
        "kind": asked["kind"],
        "newer_url": f"?{urlencode(kept)}" if request.GET.get("before") else "",
        "older_url": f"?{urlencode({**kept, 'before': page.older})}" if page.older else "",
        "may_collect": may_collect(request.actor, office.pk),
        "may_review": may_review(request.actor, office.pk),
        "key": new_id().hex,
    }
    return render(request, "wishes/desk/wish_list.html", context)


def _asked(given: Mapping[str, str]) -> dict[str, Any]:
    state, kind = given.get("state", ""), given.get("kind", "")
    return {
        "state": state if state in WISH.states else "",
        "kind": kind if kind in goods.BY_CODE else "",
        "household": _uuid(given.get("household", "")),
        "search": given.get("q", "").strip()[:LONGEST_SEARCH],
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _state_chips(community_id: int, kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """One for each state; how many wait where somebody has something to do."""
    counts = {} if len(kept) > ("state" in kept) else waiting_up_to(community_id)
    chosen = kept.get("state", "")
    others = {name: value for name, value in kept.items() if name != "state"}
    chips: list[dict[str, Any]] = [{"label": _("All wishes"), "url": f"?{urlencode(others)}", "current": not chosen}]
    for state, label in WISH.states.items():
        url = f"?{urlencode({**others, 'state': state})}"
        chips.append({"label": label, "url": url, "current": state == chosen, "count": counts.get(state)})
    return chips


@require_POST
@office_page("wishes.review")
@keyed
def wishes_approve(request: Request, office: Community, key: str) -> HttpResponse:
    """Approve all that are ticked; those that need a look of their own are left."""
    ids = _ticked(request)

    def do() -> Outcome:
        approved = approve_wishes(community_id=office.pk, wish_ids=ids, by=request.actor)
        return {"done": approved.done, "left": len(approved.left)}

    outcome = once(community_id=office.pk, key=key, body={"approve": sorted(map(str, ids))}, do=do, by=request.actor)
    done, left = outcome["done"], outcome["left"]
    if done:
        told = ngettext("{count} wish is ready to be published.", "{count} wishes are ready to be published.", done)
        messages.success(request, told.format(count=done))
    if left:
        told = ngettext(
            "{count} wish was left: look at its public words, or it has moved on. Open it to see why.",
            "{count} wishes were left: look at their public words, or they have moved on. Open each to see why.",
            left,
        )
        messages.warning(request, told.format(count=left))
    return redirect(_back(request, office))


@require_POST
@office_page("wishes.review")
@keyed
def wishes_merge(request: Request, office: Community, key: str) -> HttpResponse:
    """Make all that are ticked one wish, where they are of one family."""
    ids = _ticked(request)

    def do() -> Outcome:
        return {"wish": merge_wishes(community_id=office.pk, wish_ids=ids, by=request.actor).pk.hex}

    try:
        outcome = once(community_id=office.pk, key=key, body={"merge": sorted(map(str, ids))}, do=do, by=request.actor)
    except BadInput as error:
        if not error.fields:
            raise
        messages.error(request, str(error.message))
        return redirect(_back(request, office))
    messages.success(request, _("These wishes are one now."))
    return redirect("wish", office.pk, UUID(outcome["wish"]))


def _ticked(request: Request) -> list[UUID]:
    found = [_uuid(text) for text in request.POST.getlist("wish")[:200]]
    return [wish_id for wish_id in found if wish_id]


def _back(request: Request, office: Community) -> str:
    """The list as it was narrowed."""
    asked = _asked(request.POST)
    kept = {"q" if name == "search" else name: str(value) for name, value in asked.items() if value}
    query = f"?{urlencode(kept)}" if kept else ""
    return f"/desk/{office.pk}/wishes/{query}"


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A move on the wish's page: possible, or shown with the reason why not."""

    name: str
    label: object
    decision: Decision
    needs_reason: bool
    key: str


def _moves(actor: Actor, wish: Wish) -> list[MoveShown]:
    """The moves that make sense from here; one that this role may not make is shown with its reason."""
    shown = []
    for name in DESK_MOVES:
        if WISH.may(name, wish.state):
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
