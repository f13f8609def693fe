"""The texts: for each kind of message one template in the reader's language, with named places for its words.

The app whose message it is registers the text in `apps.ready()`; rows keep the kind and the words only. An office may
reword each: it writes the places as 【number】 in its own language, and they are kept as `%(number)s`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext_lazy

from linli.places.templatetags.linli_dates import day_short

_PLACE = re.compile(r"%\((\w+)\)s")
_TYPED_PLACE = re.compile(r"【([^【】]*)】")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

PLACES = {
    "address": (pgettext_lazy("place in a text", "address"), "https://linli.example.cn/c/0123456789AB"),
    "campaign": (pgettext_lazy("place in a text", "campaign"), "点亮微心愿"),
    "claimed": (pgettext_lazy("place in a text", "how many claimed"), 28),
    "closes": (pgettext_lazy("place in a text", "closing day"), "2026-12-01"),
    "code": (pgettext_lazy("place in a text", "code"), "123456"),
    "community": (pgettext_lazy("place in a text", "community"), "钟楼社区"),
    "count": (pgettext_lazy("place in a text", "how many"), 30),
    "draw": (pgettext_lazy("place in a text", "time of the draw"), "12月1日 周二 18:00"),
    "goods": (pgettext_lazy("place in a text", "goods"), "书包 1 个"),
    "issuer": (pgettext_lazy("place in a text", "issuing body"), "钟楼社区党支部"),
    "late": (pgettext_lazy("place in a text", "overdue"), 1),
    "left": (pgettext_lazy("place in a text", "how many left over"), 2),
    "link": (pgettext_lazy("place in a text", "link"), "https://linli.example.cn/"),
    "minutes": (pgettext_lazy("place in a text", "minutes"), 10),
    "notice": (pgettext_lazy("place in a text", "notice"), "请大家根据自身情况认领。"),
    "number": (pgettext_lazy("place in a text", "number"), "0419"),
    "opens": (pgettext_lazy("place in a text", "opening time"), "11月28日 9:00"),
    "people": (pgettext_lazy("place in a text", "how many people"), 21),
    "phone": (pgettext_lazy("place in a text", "telephone"), "0359-2000000"),
    "place": (pgettext_lazy("place in a text", "handover place"), "党群服务中心"),
    "reason": (pgettext_lazy("place in a text", "reason"), ""),
    "title": (pgettext_lazy("place in a text", "title"), "说说您的小心愿"),
    "seal": (pgettext_lazy("place in a text", "seal of the draw"), "5f3c9a…"),
    "to_check": (pgettext_lazy("place in a text", "to be checked"), 3),
    "to_decide": (pgettext_lazy("place in a text", "to be decided"), 2),
    "to_pass_on": (pgettext_lazy("place in a text", "to be passed on"), 4),
    "until": (pgettext_lazy("place in a text", "last day"), "2026-12-04"),
}
"""What each place is called where an office writes its own words, and what stands there in a preview."""


@dataclass(frozen=True, slots=True)
class Text:
    """`label` names the kind in lists; `text` is a template like `"Hello %(name)s"`; `subject` heads an e-mail.

    `urgent` goes at once, also at night; `needed` are the places that an office's own words must keep; `sms` the words
    that may leave as parameters of a text message: codes, numbers, days, the office's own address, nothing else.
    `copied`: the office copies or prints it itself; no machine sends it. `covered`: it opens an account, so at the desk
    it is shown one at a time, and each showing is noted.
    """

    label: object
    text: object
    subject: object
    urgent: bool = False
    needed: tuple[str, ...] = ()
    sms: tuple[str, ...] = ()
    copied: bool = False
    covered: bool = False

    def places(self) -> set[str]:
        """The names of the places in text and subject."""
        return set(_PLACE.findall(f"{self.text}{self.subject}"))

    def missing(self, words: Mapping[str, object]) -> set[str]:
        """Which of the template's places these words leave empty."""
        return self.places() - set(words)


_texts: dict[str, Text] = {}


def register(
    kind: str,
    *,
    label: object,
    text: object,
    subject: object = "",
    urgent: bool = False,
    needed: tuple[str, ...] = (),
    sms: tuple[str, ...] = (),
    copied: bool = False,
    covered: bool = False,
) -> None:
    """Say what messages of this kind say. Raises ValueError when another text is registered for it."""
    found = Text(label, text, subject or label, urgent, needed, sms, copied, covered)
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


def urgent_kinds() -> list[str]:
    """The kinds that neither wait for company nor for the morning."""
    return [kind for kind, text in _texts.items() if text.urgent]


def render(kind: str, words: Mapping[str, object], wordings: Mapping[str, str] | None = None) -> str:
    """The text in the office's own wording, or in the language of the moment. Raises LookupError and KeyError."""
    template = (wordings or {}).get(kind) or str(text_of(kind).text)
    return (template % as_told(words)).strip()


def render_subject(kind: str, words: Mapping[str, object]) -> str:
    """The subject line of an e-mail."""
    return str(text_of(kind).subject) % as_told(words)


def as_told(words: Mapping[str, object]) -> dict[str, object]:
    """Days are kept as 2026-12-04 and said as in the reader's language."""
    return {
        name: day_short(date.fromisoformat(word)) if isinstance(word, str) and _DAY.fullmatch(word) else word
        for name, word in words.items()
    }


def sample(kind: str) -> dict[str, object]:
    """Invented words for every place of a kind, for a preview."""
    return {name: PLACES[name][1] for name in text_of(kind).places()}


def as_written(kind: str, template: str) -> str:
    """A template as the office reads and writes it: with 【number】 for `%(number)s`."""
    places = text_of(kind).places()
    named = _PLACE.sub(lambda found: f"【{PLACES[found[1]][0]}】" if found[1] in places else found[0], template)
    return named.replace("%%", "%")


def as_typed(kind: str, typed: str) -> tuple[str, list[str], list[str]]:
    """The template that was typed, the places in it that do not exist, and the needed ones that it lacks."""
    text, typed = text_of(kind), typed.replace("\r\n", "\n")
    by_label = {str(PLACES[name][0]): name for name in text.places()}
    unknown = [label for label in _TYPED_PLACE.findall(typed) if label.strip() not in by_label]
    template = _TYPED_PLACE.sub(
        lambda found: f"%({by_label[found[1].strip()]})s" if found[1].strip() in by_label else "",
        typed.replace("%", "%%"),
    )
    held = set(_PLACE.findall(template))
    return template, unknown, [str(PLACES[name][0]) for name in text.needed if name not in held]
