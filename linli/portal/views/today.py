"""今天: the page the desk opens on. What waits for me, what is late, what changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.accounts.guards import Request, may_open, office_page
from linli.accounts.queries import second_factor_waits
from linli.core import clock
from linli.places.models import Community
from linli.portal.queries.frame import page_address
from linli.portal.queries.happenings import happenings
from linli.portal.queries.today import today as todays_work


@require_safe
@office_page()
def today(request: Request, office: Community) -> HttpResponse:
    """One office's day for the person who asks."""
    work = todays_work(request.actor, office.pk)
    context = {
        "office": office,
        "now": clock.now(),
        "today": work,
        "campaign": work.board.campaign if work.board else None,
        "curve": work.board.curve() if work.board else [],
        "feed": happenings(office.pk),
        "wish_new_url": page_address("wish_new", office.pk),
        "second_factor_by": second_factor_waits(request.actor),
        "may_collect": may_open(request.actor, "wishes.collect", office.pk),
    }
    return render(request, "portal/today.html", context)


@require_safe
@office_page()
def keys(request: Request, office: Community) -> HttpResponse:
    """The desk's keys, and the switch that turns them off."""
    return render(request, "portal/keys.html", {"office": office})
