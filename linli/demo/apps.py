from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Installed only with `LINLI_DEMO`. It has no tables of its own."""

    name = "linli.demo"
    label = "demo"
