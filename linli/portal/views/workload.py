"""What waits for whom, and what was done this month: for whoever names people to roles."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.accounts.guards import Request, office_page
from linli.places.models import Community
from linli.portal.queries.workload import workload


@require_safe
@office_page("roles.grant")
def work(request: Request, office: Community) -> HttpResponse:
    """Figures only, and nobody before another but by name."""
    return render(request, "portal/workload.html", {"office": office, "workload": workload(office.pk)})
