"""`linli manage sign_in_code PHONE`: prints a sign-in code at the server's console.

For whoever gets one in no other way: no e-mail, and nobody at the desk of a higher rank who could hand it out.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.accounts.services import hand_out_code_at_console
from linli.core.errors import LinliError


class Command(BaseCommand):
    """Ask for a code on the sign-in page first, then type this one there."""

    help = "Print a sign-in code for a phone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="the phone that signs in")

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            code = hand_out_code_at_console(given["phone"])
        except LinliError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("Sign-in code, good for ten minutes: %(code)s") % {"code": code})
