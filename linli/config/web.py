"""The web server process: `python -m linli.config.web HOST PORT`."""

import os
import sys
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from linli.config import env
from linli.config.processes import die_with_parent


def _application(_: str) -> Any:
    """Loads the site in each server process, which ends when the one that started it does."""
    die_with_parent()
    from linli.config.wsgi import application  # noqa: PLC0415  # -- Django belongs in serving processes only

    return application


def server(host: str, port: int) -> MPServer:
    """Granian with a process per core, each with a few threads, and no access log: addresses name persons."""
    settings = env.current()
    return MPServer(
        "linli.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers or os.cpu_count() or 1,
        blocking_threads=settings.threads,
        blocking_threads_idle_timeout=600,
        backlog=2048,
        respawn_failed_workers=True,
        workers_kill_timeout=6,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    )


def main() -> None:
    die_with_parent()
    host, port = sys.argv[1], int(sys.argv[2])
    server(host, port).serve(target_loader=_application)


if __name__ == "__main__":
    main()
