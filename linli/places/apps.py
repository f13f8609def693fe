from django.apps import AppConfig

from linli.core import registry


class PlacesConfig(AppConfig):
    name = "linli.places"
    label = "places"

    def ready(self) -> None:
        registry.tables_of(self, {"reference": ["Division", "Community"]})
