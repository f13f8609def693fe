"""`linli manage rotate_keys`: changes the keys that families' data are encrypted with."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.core import clock
from linli.core.crypto import LOOK_EVERY
from linli.core.errors import LinliError
from linli.gate.queries import last_beat
from linli.gate.tasks import WORKER
from linli.portal.services.rotating import add_key, drop_old_keys, index_anew, seal_anew

ALIVE_WITHIN = timedelta(seconds=30)


class Command(BaseCommand):
    """Without options: adds a key and seals everything with it, while the server runs; a stopped run goes on.

    --drop afterwards takes the old key away. --index makes the look-up indexes with a fresh key; the server must be
    stopped.
    """

    help = "Change the keys that families' data are encrypted with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--drop", action="store_true", help="take the old keys away, once nothing needs them")
        which.add_argument("--index", action="store_true", help="make the look-up indexes anew; stop the server first")
        parser.add_argument("--no-wait", action="store_true", help="the server is stopped: do not wait for it")

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            if given["index"]:
                self._index()
            else:
                self._seal(given["drop"], 0.0 if given["no_wait"] else LOOK_EVERY * 2)
        except LinliError as error:
            raise CommandError(str(error)) from None

    def _seal(self, drop: bool, wait: float) -> None:
        if not drop:
            ring = add_key()
            self.stdout.write(_("The key in use is %(key)s.") % {"key": ring.current})
        # by then every process of the server has read the ring again and seals with the current key
        time.sleep(wait)
        self.stdout.write(_("%(count)s values sealed anew.") % {"count": seal_anew()})
        if drop:
            self.stdout.write(
                _("%(count)s old keys dropped. Backups made before need them.") % {"count": drop_old_keys()}
            )
        else:
            self.stdout.write(
                _("Now make a backup, keep the old keys with the old ones, and run it again with --drop.")
            )

    def _index(self) -> None:
        beat = last_beat(WORKER)
        if beat is not None and clock.now() - beat < ALIVE_WITHIN:
            raise CommandError(_("Stop the server and the worker first: nothing can be found while indexes change."))
        self.stdout.write(_("Indexes of %(count)s rows made anew.") % {"count": index_anew()})
