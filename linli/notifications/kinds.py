"""The texts: for each kind of message one template in the reader's language, with named places for its words.

The app whose message it is registers the text in `apps.ready()`; rows keep the kind and the words only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.places.templatetags.linli_dates import day_short

_PLACE = re.compile(r"%\((\w+)\)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Text:
    """`label` names the kind in lists; `text` is a template like `"Hello %(name)s"`; `subject` heads an e-mail."""

    label: object
    text: object
    subject: object

    def missing(self, words: Mapping[str, object]) -> set[str]:
        """Which of the template's places these words leave empty."""
        return set(_PLACE.findall(f"{self.text}{self.subject}")) - set(words)


_texts: dict[str, Text] = {}


def register(kind: str, *, label: object, text: object, subject: object = "") -> None:
    """Say what messages of this kind say. Raises ValueError when another text is registered for it."""
    found = Text(label, text, subject or label)
    if _texts.setdefault(kind, found) != found:
        raise ValueError(f"two texts for the kind {kind}")


def text_of(kind: str) -> Text:
    """The text of a kind. Raises LookupError where none is registered."""
    if kind not in _texts:
        raise LookupError(f"no text for the kind {kind}: notifications.kinds.register() it in apps.ready()")
    return _texts[kind]


def registered() -> Mapping[str, Text]:
    """Every text, for tests and lists."""
    return dict(_texts)


def render(kind: str, words: Mapping[str, object]) -> str:
    """The text in the language of the moment. Raises LookupError and KeyError as the two above."""
    return str(text_of(kind).text) % _as_told(words)


def render_subject(kind: str, words: Mapping[str, object]) -> str:
    """The subject line of an e-mail."""
    return str(text_of(kind).subject) % _as_told(words)


def _as_told(words: Mapping[str, object]) -> dict[str, object]:
    """Days are kept as 2026-12-04 and said as in the reader's language."""
    return {
        name: day_short(date.fromisoformat(word)) if isinstance(word, str) and _DAY.fullmatch(word) else word
        for name, word in words.items()
    }
