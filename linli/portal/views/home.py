"""The front door: what this is, for whoever is not signed in; the desk for whoever works at one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from linli.accounts.guards import Request
from linli.portal.queries.above import looks_after
from linli.portal.queries.frame import offices_of


@require_safe
def home(request: Request) -> HttpResponse:
    """Straight to the desk of the only office, or to the overview of those looked after; a choice of several; else what
    this is and how to sign in.
    """
    signed_in = request.actor.user_id is not None
    offices = offices_of(request.actor) if signed_in else []
    from_above = looks_after(request.actor) is not None
    if len(offices) == 1 and not from_above:
        return redirect("today", offices[0].pk)
    if from_above and not offices:
        return redirect("overview")
    context = {"offices": offices, "signed_in": signed_in, "from_above": from_above}
    return render(request, "portal/home.html", context)
