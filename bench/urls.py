"""The site's own addresses, and beside them a POST that does nothing: what a claim is compared with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from linli.config.urls import urlpatterns as site


@require_POST
@login_required
def nothing(request: HttpRequest) -> HttpResponse:
    """Through all middleware, with session, user and CSRF token, and back."""
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [*site, path("bench/nothing", nothing)]
