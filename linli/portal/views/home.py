"""The front door: what this is, for whoever is not signed in; the desk for whoever works at one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from linli.accounts.guards import Request
from linli.portal.queries.frame import offices_of


@require_safe
def home(request: Request) -> HttpResponse:
    """Straight to the desk of the only office; a choice of several; else what this is and how to sign in."""
    signed_in = request.actor.user_id is not None
    offices = offices_of(request.actor) if signed_in else []
    if len(offices) == 1:
        return redirect("today", offices[0].pk)
    return render(request, "portal/home.html", {"offices": offices, "signed_in": signed_in})
