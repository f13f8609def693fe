"""`linli check-draw FILE`: repeats a published draw and says in words what is wrong with it. Reads only."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.draw import Fault, faults

WORDS = {
    "shape": gettext_lazy("This part is not written as it has to be: %(where)s"),
    "missing": gettext_lazy("This part is missing: %(where)s"),
    "unknown": gettext_lazy("This part does not belong here: %(where)s"),
    "seed": gettext_lazy("The number does not fit its seal: another number was told than was sealed at publishing."),
    "other_commitment": gettext_lazy("The seal of the number is another one than you gave: it was changed since."),
    "list_order": gettext_lazy("The list is not in its order, or somebody stands in it twice for one wish."),
    "list": gettext_lazy("The list does not fit its seal: campaign, time, limit or entries were changed."),
    "other_list": gettext_lazy("The seal of the list is another one than you gave: it was changed since."),
    "wishes": gettext_lazy("The results are not those of the wishes on the list, each once, by their numbers."),
    "order": gettext_lazy("Wish %(where)s: the order is not the one that number and list decide."),
    "winner": gettext_lazy("Wish %(where)s: somebody else has been drawn than order and limit decide."),
}


class Command(BaseCommand):
    """Ends with 0 where everything holds, with 1 otherwise. Needs no database."""

    help = "Repeat a published draw and say what is wrong with it."
    requires_system_checks: list[str] = []  # -- as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the file downloaded from the page of the draw")
        parser.add_argument("--seal", default="", help="the seal of the number, as it stood in the group's message")
        parser.add_argument("--list-seal", default="", help="the seal of the list, as it stood on the page before")

    def handle(self, *args: Any, **given: Any) -> None:
        told = _read(given["file"])
        wrong = faults(told, commitment=given["seal"].strip(), digest=given["list_seal"].strip())
        if wrong:
            lines = "\n".join(f"- {in_words(fault)}" for fault in wrong)
            raise CommandError(_("The draw does not hold:") + "\n" + lines)
        entries, results = len(told["entries"]), told["results"]
        given_out = sum(result["winner"] is not None for result in results)
        self.stdout.write(
            _("The draw holds: %(entries)s entries for %(wishes)s wishes, %(drawn)s of them given out.")
            % {"entries": entries, "wishes": len(results), "drawn": given_out}
        )
        if not given["seal"]:
            self.stdout.write(_("Compare this seal with the one in the group's message: %s") % told["commitment"])


def in_words(fault: Fault) -> str:
    """What a fault means, for whoever checks."""
    said = str(WORDS[fault.check])
    return said % {"where": fault.where or _("the whole file")} if "%(where)s" in said else said


def _read(file: str) -> Any:
    try:
        return json.loads(Path(file).read_text("utf-8"))
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error.strerror}
        ) from None
    except ValueError:
        raise CommandError(_("This is not the file of a draw: download it again from the page of the draw.")) from None
