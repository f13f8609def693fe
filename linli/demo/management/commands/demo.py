"""`linli demo`: load the demo, load it anew, or let thirty people claim while one watches."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.accounts.kinds import label_of
from linli.core.errors import LinliError
from linli.demo.kinds.offices import OFFICES
from linli.demo.kinds.people import OFFICIALS
from linli.demo.management.live import watch
from linli.demo.queries.faces import WITH_ROSTER
from linli.demo.queries.walls import is_old, loaded_on, walls
from linli.demo.services.loading import load_again, load_demo
from linli.people.queries.persons import roster_size
from linli.places.models import Community
from linli.places.templatetags.linli_dates import day_short

YES = frozenset({"y", "yes", "是", "好"})


class Command(BaseCommand):
    """Leaves data that are there as they are, but for `--reset`; never touches an office's own."""

    help = (
        "Load the source page's day with invented people into an empty database. "
        "--reset empties the demo's database first; "
        "--live opens a fresh campaign and lets thirty people claim from the running server. "
        "Example: linli demo --live --speed 60"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
        parser.add_argument("--yes", action="store_true", help="do not ask before --reset")
        parser.add_argument("--live", action="store_true", help="let thirty people claim over HTTP")
        parser.add_argument("--speed", type=float, default=60, help="how many times faster than on that day")
        parser.add_argument("--url", default="", help="where the server answers, when not at its public address")

    def handle(self, *args: Any, **given: Any) -> None:
        if not settings.LINLI_DEMO:
            raise CommandError(_("The demo is off: set LINLI_DEMO=1."))
        try:
            self._load(reset=given["reset"], sure=given["yes"])
            if given["live"]:
                site = (given["url"] or settings.LINLI_PUBLIC_URL).rstrip("/")
                watch(site=site, speed=max(1.0, given["speed"]), say=self._say)
            else:
                self._introduce()
        except LinliError as error:
            raise CommandError(str(error)) from None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _load(self, *, reset: bool, sure: bool) -> None:
        if reset:
            if not (sure or self._agreed()):
                raise CommandError(_("Nothing was changed."))
            load_again()
        elif not load_demo():
            return
        self._say(_("The demo is loaded: %(offices)s communities, all persons invented.") % {"offices": len(OFFICES)})

    def _agreed(self) -> bool:
        try:
            answer = input(_("Throw away everything in the demo's database? [y/N] "))
        except EOFError:
            return False
        return answer.strip().lower() in YES

    def _introduce(self) -> None:
        """The address, the people, and how to be each of them."""
        names = {office.pk: office.name for office in Community.objects.all()}
        self._say("")
        for office in OFFICES:
            staff = [official for official in OFFICIALS if official.place == office.code]
            shown = [f"{label_of(official.role)} {official.name} {official.phone}" for official in staff]
            if office.code in WITH_ROSTER:
                shown.append(_("%(count)s party members on the roster") % {"count": roster_size(office.code)})
            self._say(f"{names.get(office.code, '')}: {_(', ').join(shown)}")
        above = [official for official in OFFICIALS if official.role == "supervisor"]
        shown = [f"{official.name} {official.phone}" for official in above]
        self._say(f"{_('Above the communities')}: {_(', ').join(shown)}")
        self._say("")
        site = settings.LINLI_PUBLIC_URL
        self._say(_("One click makes you any of them: %(address)s") % {"address": f"{site}/demo"})
        for campaign in walls():
            self._say(f"{campaign.title}: {site}/c/{campaign.code}")
        loaded = loaded_on()
        if loaded is not None and is_old(loaded):
            told = _("The demo's day is %(day)s. `linli demo --reset` moves it to today.")
            self._say(told % {"day": day_short(loaded)})
