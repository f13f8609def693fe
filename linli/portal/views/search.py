"""The desk's search box. What is typed is sent as a form, so that no name stands in an address, a log or a history."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, office_page
from linli.people.reading.typed import Typed
from linli.places.models import Community
from linli.portal.queries.search import search as search_in


@require_http_methods(["GET", "POST"])
@office_page()
def search(request: Request, office: Community) -> HttpResponse:
    """Families, persons, wishes, claims and campaigns that are meant. Opened without a word: the box alone."""
    typed = Typed.read(request.POST.get("q", ""))
    context = {
        "office": office,
        "typed": typed.spaced,
        "found": search_in(request.actor, office.pk, typed),
    }
    return render(request, "portal/search.html", context)
