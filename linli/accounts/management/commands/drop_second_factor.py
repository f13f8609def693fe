"""`linli manage drop_second_factor PHONE`: lets somebody in again who lost the app and the printed codes.

At the console, for a secretary without another one beside them. It is noted on the timeline; all sessions end.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.accounts.queries import user_by_phone
from linli.accounts.services.second_factor import drop_second_factor_at_console
from linli.core.errors import LinliError
from linli.core.phones import normalise


class Command(BaseCommand):
    """Make sure first that it is this person who asks."""

    help = "Take away the second factor of a phone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="the phone that signs in")

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            user = user_by_phone(normalise(given["phone"]))
        except ValueError:
            raise CommandError(_("This is not a telephone number.")) from None
        if user is None:
            raise CommandError(_("Nobody with this phone holds a role or stands on a roster."))
        try:
            drop_second_factor_at_console(user)
        except LinliError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("Saved."))
