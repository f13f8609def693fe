"""The URLconf as `config.urls` makes it with LINLI_DEMO on: the house's addresses and the demo's."""

from django.urls import include, path

from linli.config.urls import handler400, handler403, handler404, handler500
from linli.config.urls import urlpatterns as of_the_house

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*of_the_house, path("", include("linli.demo.urls"))]
