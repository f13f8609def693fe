"""Where each address leads. Each app owns its part."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from linli.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("linli.accounts.urls")),
    path("", include("linli.people.urls")),
    path("", include("linli.wishes.urls")),
    path("", include("linli.integrations.urls")),
    path("", include("linli.portal.urls")),
    path("api/v1/", api.urls),
]
if settings.LINLI_DEMO:
    urlpatterns.append(path("", include("linli.demo.urls")))

handler400 = "linli.portal.views.errors.bad_request"
handler403 = "linli.portal.views.errors.refused"
handler404 = "linli.portal.views.errors.not_here"
handler500 = "linli.portal.views.errors.fault"
