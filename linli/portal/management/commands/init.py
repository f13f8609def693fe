"""`linli init`: opens a community and names its secretary, from the console."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.places.models import Community
from linli.portal.queries.finding import find_communities
from linli.portal.services.appointing import open_first_office

SHOWN = 20


class Command(BaseCommand):
    """Makes the data folder and the database where they are missing; asks for what is not given."""

    help = "Open a community and name its secretary."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", default="", help="the community's 12-digit division code")
        parser.add_argument("--secretary", default="", help="name of the secretary")
        parser.add_argument("--phone", default="", help="mobile phone of the secretary")

    def handle(self, *args: Any, **given: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        code = given["community"] or self._ask_community()
        if code.isdigit() and Community.objects.filter(pk=int(code)).exists():
            raise CommandError(_("This community is open already. Its secretary grants roles at the desk."))
        name = given["secretary"] or self._ask(_("Name of the secretary"))
        phone = given["phone"] or self._ask(_("Mobile phone of the secretary"))
        try:
            community, _user = open_first_office(code=code, name=name, phone=phone)
        except LinliError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("%(name)s is open.") % {"name": community.name})
        self.stdout.write(_("The secretary signs in by phone; `linli manage sign_in_code PHONE` prints a code here."))

    def _ask(self, what: str) -> str:
        while True:
            try:
                if answer := input(f"{what}: ").strip():
                    return answer
            except EOFError:
                raise CommandError(_("Nobody answers. Give --community, --secretary and --phone.")) from None

    def _ask_community(self) -> str:
        while True:
            asked = self._ask(_("Name of the community, or its 12-digit code"))
            found = find_communities(asked, SHOWN)
            if len(found) == 1:
                return str(found[0].code)
            for number, place in enumerate(found, 1):
                self.stdout.write(f"{number:3}  {' '.join(place.path)}  {place.code}")
            if not found:
                self.stdout.write(_("Nothing found. Try a part of the name."))
                continue
            chosen = self._ask(_("Which one? Its number, or 0 to search again"))
            if chosen.isdigit() and 0 < int(chosen) <= len(found):
                return str(found[int(chosen) - 1].code)
