"""The language in which a sheet's mistakes are told at the console: the office's own, as the sheet is."""

import os

from django.conf import settings


def office_language() -> str:
    """Chinese, also where the machine says nothing of languages (`C.UTF-8`); English where the terminal speaks it."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if said.lower().startswith("en") else str(settings.LANGUAGE_CODE)
