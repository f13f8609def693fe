from django.apps import AppConfig

from linli.core import registry


class TimelineConfig(AppConfig):
    name = "linli.timeline"
    label = "timeline"

    def ready(self) -> None:
        registry.tables_of(self, {"tenant": ["Event", "Detail", "Seal", "Head"]})
        registry.job("timeline.seal", every=15, run="linli.timeline.tasks.seal_all")
        registry.job("timeline.seal_left_over", every=3600, run="linli.timeline.tasks.seal_left_over")
