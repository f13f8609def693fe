"""The real server with `bench.urls`: `python -m bench.server HOST PORT`."""

import sys
from typing import Any

from linli.config import web


def _application(name: str) -> Any:
    application = web._application(name)
    from django.conf import settings  # noqa: PLC0415  # -- Django is set up by the line above

    settings.ROOT_URLCONF = "bench.urls"
    return application


if __name__ == "__main__":
    web.server(sys.argv[1], int(sys.argv[2])).serve(target_loader=_application)
