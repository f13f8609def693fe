"""`linli manage verify_timeline`: finds any edit, deletion, reordering or addition in the record."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.places.models import Community
from linli.timeline.services import verify

MOST_TOLD = 50


class Command(BaseCommand):
    """Says in a sentence for each community whether its record is as it was written. Leaves with 1 where one is not."""

    help = "Check that nothing in the record was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", type=int, help="only this one, by its 12-digit id")

    def handle(self, *args: Any, **given: Any) -> None:
        communities = Community.objects.order_by("pk")
        if given["community"]:
            communities = communities.filter(pk=given["community"])
            if not communities:
                raise CommandError(_("There is no such community here."))
        wrong = [community for community in communities if not self._is_whole(community)]
        if wrong:
            raise SystemExit(1)

    def _is_whole(self, community: Community) -> bool:
        faults = list(islice(verify(community.pk), MOST_TOLD + 1))
        words = {"name": community.name, "id": community.pk}
        if not faults:
            self.stdout.write(_("%(name)s (%(id)s): the record is as it was written.") % words)
            return True
        self.stdout.write(_("%(name)s (%(id)s): the record was changed.") % words)
        for fault in faults[:MOST_TOLD]:
            self.stdout.write(f"  - {fault}")
        if len(faults) > MOST_TOLD:
            self.stdout.write("  - …")
        return False
