"""Message catalogues: compiled in Python, since a bare Debian lacks msgfmt; and what a test asks about their wholeness.

`python -m linli.config.catalogues` compiles every `.po` that is newer than its `.mo`.
"""

import io
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "say": None,
    "example": (1,),
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]
"""Context and message id."""


@dataclass(frozen=True)
class Fault:
    """Something that keeps a page from being whole in a language."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def catalogues(language: str = "*") -> list[Path]:
    """The `.po` files of `language`, a folder's name such as `zh_Hans`."""
    return sorted(PACKAGE.glob(f"**/locale/{language}/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def compile_all() -> int:
    """Compile what is newer than its compiled form; how many. Each is put in place whole: a server may be reading."""
    compiled = 0
    for path in catalogues():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        buffer = io.BytesIO()
        write_mo(buffer, read(path))
        descriptor, draft = tempfile.mkstemp(dir=path.parent, suffix=".draft")
        with os.fdopen(descriptor, "wb") as file:
            file.write(buffer.getvalue())
        Path(draft).chmod(0o644)
        Path(draft).replace(target)
        compiled += 1
    return compiled


def uncompiled() -> list[Path]:
    """The catalogues that pages do not see yet."""
    return [
        path
        for path in catalogues()
        if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]


def _sources() -> Iterator[tuple[Path, str]]:
    from django.utils.translation.template import templatize  # noqa: PLC0415  # -- compiling needs no Django

    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, path.read_text("utf-8")
    for pattern in ("**/templates/**/*.html", "**/templates/**/*.txt", "**/templates/**/*.svg"):
        for path in sorted(PACKAGE.glob(pattern)):
            yield path, templatize(path.read_text("utf-8"), origin=str(path))


def used() -> Iterator[tuple[Key, str]]:
    """Every message that the code or a template says, with the place where it does."""
    for path, text in _sources():
        for line, found, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, [], {}):
            first = found[0] if isinstance(found, tuple) else found
            if first:
                yield (context, first), f"{path.relative_to(PACKAGE)}:{line}"


def _texts(message: Message) -> list[str]:
    strings: object = message.string
    return [str(text) for text in strings] if isinstance(strings, list | tuple) else [str(strings or "")]


def _key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def translated(language: str) -> tuple[dict[Key, list[str]], list[Fault]]:
    """All translations of `language`; and as faults those that two catalogues translate differently."""
    told: dict[Key, tuple[list[str], Path]] = {}
    faults = []
    for path in catalogues(language):
        for message in read(path):
            if not message.id or message.fuzzy or not all(_texts(message)):
                continue
            key, texts = _key(message), _texts(message)
            known, elsewhere = told.setdefault(key, (texts, path))
            if known != texts:
                place = str(path.relative_to(PACKAGE))
                faults.append(
                    Fault(place, f"{key[1]!r} is {texts} here and {known} in {elsewhere.relative_to(PACKAGE)}")
                )
    return {key: texts for key, (texts, _) in told.items()}, faults


_PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w*)\}|%[sd]")


def missing(language: str) -> list[Fault]:
    """Messages without a translation, translations with other placeholders, and those that contradict one another."""
    texts, faults = translated(language)
    for key, where in used():
        if key not in texts:
            faults.append(Fault(where, f"{key[1]!r} is not translated" + (f" in context {key[0]!r}" if key[0] else "")))
    for key, strings in texts.items():
        wanted = {match.group() for match in _PLACEHOLDER.finditer(key[1])}
        for text in strings:
            unknown = {match.group() for match in _PLACEHOLDER.finditer(text)} - wanted
            if unknown and len(strings) == 1:
                faults.append(Fault(language, f"{key[1]!r} is translated with {', '.join(sorted(unknown))}"))
    return faults


if __name__ == "__main__":
    count = compile_all()
    if count:
        print(f"Compiled {count} message catalogues.")
