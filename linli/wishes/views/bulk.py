"""What is done for many wishes at once: those ticked in the list, or all that match its filter."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core import clock
from linli.core.errors import BadInput
from linli.gate.services import Outcome, once
from linli.people.queries.persons import name_of_user
from linli.places.models import Community
from linli.wishes.kinds.left import WHY
from linli.wishes.queries.desk import wishes_named
from linli.wishes.queries.listing import Chosen, WishFilter, chosen_from
from linli.wishes.queries.publishable import why_not_publishable
from linli.wishes.services.merging import merge_wishes
from linli.wishes.services.reviewing import approve_wishes

MOST_TOLD = 10


def chosen(request: Request, office: Community) -> Chosen:
    """The wishes that the list's form was sent with."""
    wanted = WishFilter.read(request.POST)
    ticked, everything = request.POST.getlist("wish"), request.POST.get("all") == "on"
    return chosen_from(office.pk, ticked=ticked, everything=everything, wanted=wanted)


def _back(request: Request, office: Community) -> str:
    """The list as it was narrowed."""
    query = WishFilter.read(request.POST).query
    return reverse("wishes", args=[office.pk]) + (f"?{query}" if query else "")


def _tell_left(request: Request, office: Community, left: Mapping[UUID, str]) -> None:
    """Say of each wish that was left out why, as far as somebody reads."""
    told = list(left)[:MOST_TOLD]
    for row in wishes_named(office.pk, told) if told else ():
        why = str(WHY[left[row.id]]).format(state=row.state_label)
        thing = f"{row.item} {row.amount}".strip()
        messages.warning(request, _("{thing} ({family}): {why}.").format(thing=thing, family=row.household, why=why))
    if len(left) > MOST_TOLD:
        more = len(left) - MOST_TOLD
        told_more = ngettext("{count} more wish was left out.", "{count} more wishes were left out.", more)
        messages.warning(request, told_more.format(count=more))


@require_POST
@office_page("wishes.review")
@keyed
def wishes_approve(request: Request, office: Community, key: str) -> HttpResponse:
    """Approve them; those that need a look of their own are left, each with the reason."""
    which = chosen(request, office)

    def do() -> Outcome:
        approved = approve_wishes(community_id=office.pk, wish_ids=which.ids, by=request.actor)
        return {"done": approved.done, "left": {wish_id.hex: why for wish_id, why in approved.left.items()}}

    outcome = once(community_id=office.pk, key=key, body={"approve": which.body}, do=do, by=request.actor)
    if done := outcome["done"]:
        told = ngettext("{count} wish is ready to be published.", "{count} wishes are ready to be published.", done)
        messages.success(request, told.format(count=done))
    _tell_left(request, office, {UUID(wish_id): why for wish_id, why in outcome["left"].items()})
    if not which.ids and not done:
        messages.warning(request, _("Tick at least one wish first."))
    return redirect(_back(request, office))


@require_POST
@office_page("wishes.review")
@keyed
def wishes_merge(request: Request, office: Community, key: str) -> HttpResponse:
    """Make all that are ticked one wish, where they are of one family."""
    which = chosen(request, office)

    def do() -> Outcome:
        return {"wish": merge_wishes(community_id=office.pk, wish_ids=which.ids, by=request.actor).pk.hex}

    try:
        outcome = once(community_id=office.pk, key=key, body={"merge": which.body}, do=do, by=request.actor)
    except BadInput as error:
        if not error.fields:
            raise
        messages.error(request, str(error.message))
        return redirect(_back(request, office))
    messages.success(request, _("These wishes are one now."))
    return redirect("wish", office.pk, UUID(outcome["wish"]))


def tell_what_stays(request: Request, office: Community, ready: Sequence[UUID]) -> list[UUID]:
    """Those chosen in the list that may go into a new campaign; of the others it is said why they may not."""
    which, may = chosen(request, office), frozenset(ready)
    stays = [wish_id for wish_id in which.ids if wish_id not in may]
    _tell_left(request, office, why_not_publishable(office.pk, stays))
    if not which.ids:
        messages.warning(request, _("Tick at least one wish first."))
    return [wish_id for wish_id in which.ids if wish_id in may]


@require_http_methods(["GET", "POST"])
@office_page()
def wishes_print(request: Request, office: Community) -> HttpResponse:
    """The list on paper, families by their numbers: those that were ticked, or by GET all that match an address."""
    if request.method == "POST":
        which = chosen(request, office)
    else:
        wanted = WishFilter.read(request.GET)
        which = chosen_from(office.pk, ticked=(), everything=True, wanted=wanted)
    context = {
        "office": office,
        "rows": wishes_named(office.pk, which.ids) if which.ids else [],
        "now": clock.now(),
        "printed_by": name_of_user(office.pk, request.actor.user_id),
    }
    return render(request, "wishes/desk/wish_print.html", context)
