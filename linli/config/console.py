"""What the command line says, in the language of the terminal: Chinese where `LANG` is, else English."""

import gettext
import os
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent / "locale"


def language() -> str:
    """`zh-hans` or `en`, by LC_ALL, LC_MESSAGES, LANG in this order."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh-hans" if value.lower().startswith("zh") else "en"
    return "en"


@lru_cache(maxsize=1)
def _catalogue() -> gettext.NullTranslations:
    languages = ["zh_Hans"] if language() == "zh-hans" else []
    return gettext.translation("django", LOCALE, languages, fallback=True)


def say(message: str) -> str:
    """`message` in the terminal's language. Works before Django is set up."""
    return _catalogue().gettext(message)
