"""`linli manage sign_in_email PHONE ADDRESS`: sign-in codes for this phone go to this address as well.

At the console only: whoever could change it at a desk could have another person's codes sent to themselves.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from linli.accounts.queries import user_by_phone
from linli.accounts.services import set_email
from linli.core.phones import normalise


class Command(BaseCommand):
    """An empty address takes the old one away."""

    help = "Send the sign-in codes of a phone to an e-mail address as well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="the phone that signs in")
        parser.add_argument("address", help="the e-mail address; empty for none")

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            user = user_by_phone(normalise(given["phone"]))
            if given["address"]:
                validate_email(given["address"])
        except (ValueError, ValidationError):
            raise CommandError(_("The phone or the address cannot be right.")) from None
        if user is None:
            raise CommandError(_("Nobody with this phone holds a role or stands on a roster."))
        set_email(user=user, email=given["address"])
        self.stdout.write(_("Saved."))
