from django.apps import AppConfig

from linli.core import registry


class FilesConfig(AppConfig):
    name = "linli.files"
    label = "files"

    def ready(self) -> None:
        registry.tables_of(self, {"tenant": ["Picture"]})
        registry.job("files.erase_unused", every=3600, run="linli.files.tasks.erase_unused")
