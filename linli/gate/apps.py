from django.apps import AppConfig

from linli.core import registry


class GateConfig(AppConfig):
    name = "linli.gate"
    label = "gate"

    def ready(self) -> None:
        registry.tables_of(
            self, {"tenant": ["IdempotencyKey", "OneTimeCode"], "global": ["Throttle", "PublicCode", "Pulse"]}
        )
        registry.job("gate.beat", every=5, run="linli.gate.tasks.beat_worker")
        registry.job("gate.forget", every=3600, run="linli.gate.tasks.forget_old")
