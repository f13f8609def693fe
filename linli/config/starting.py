"""What is said before the server starts: what is missing, and how the first person gets in."""

import os
import sys

import django
from django.core.management import call_command
from django.utils import translation

from linli.config import env
from linli.config.console import language, say

TOO_OLD = 3
"""Exit code when the database lacks migrations."""


def main() -> int:
    """0 when the server may start. An empty database is made ready; one with data is only changed when asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    from linli.accounts.services import setup_link  # noqa: PLC0415  # -- models, so only after Django is set up
    from linli.config.doctor import is_empty, unapplied_migrations  # noqa: PLC0415  # -- the same

    translation.activate(language())
    if is_empty():
        call_command("migrate", verbosity=0)
    if unapplied_migrations():
        print(say("The database is older than this program. Run `linli manage migrate` first."), file=sys.stderr)
        return TOO_OLD
    print(say("Linli answers at {address}").format(address=env.current().base_url), flush=True)
    if (link := setup_link()) is not None:
        print(say("Nobody can sign in yet. Open this once to set up the office: {link}").format(link=link), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
