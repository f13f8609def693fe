"""`linli parse-wishes [FILE|-]`: splits what people say, or a pasted chat, into wishes. Reads only, writes nothing."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from linli.wishes.kinds.shown import in_full
from linli.wishes.reading.chains import Chain, read_chain
from linli.wishes.reading.phrases import SpokenWish

_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
"""As editors on office PCs save text; UTF-16 only where its mark stands in front."""
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Command(BaseCommand):
    """One line, or with `--json` one object, for each wish. What was left out is told on standard error."""

    help = "Split what people say into wishes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a text file, or - for what is typed or piped in")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON for other programs")

    def handle(self, *args: Any, **given: Any) -> None:
        chain = read_chain(_decoded(_read(given["file"])))
        if given["as_json"]:
            self.stdout.write(json.dumps([wish.as_json() for wish in chain.wishes], ensure_ascii=False, indent=2))
        else:
            self._print_lines(chain)
        for left_out in chain.ignored:
            self.stderr.write(_("Left out: %(text)s") % {"text": left_out})

    def _print_lines(self, chain: Chain) -> None:
        for wish in chain.wishes:
            self.stdout.write(_line(wish))
        if not chain.wishes:
            self.stdout.write(_("No wish was found."))


def _line(wish: SpokenWish) -> str:
    who = f"{wish.who}：" if wish.who else ""
    said = in_full(wish.item, wish.quantity, wish.unit, wish.spec)
    return who + (said if wish.sure else _("%(wish)s (to confirm)") % {"wish": said})


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error.strerror}
        ) from None


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not content.startswith(_UTF16_MARKS):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(_("This is no text: save it as a plain text file (UTF-8) and try again."))
