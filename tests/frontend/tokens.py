"""Reads `tokens.css` the way a browser would: which value a name has in which theme."""

import re
from pathlib import Path

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
SOURCE = FRONTEND / "src" / "tokens.css"

LIGHT = ":root"
CARE = ":root[data-care]"
DARK_ASKED_FOR = ':root:not([data-theme="light"])'
DARK_CHOSEN = ':root[data-theme="dark"]'
PRINT = ":root:root:root"

_RULE = re.compile(r"(:root[^{]*?)\s*\{([^{}]*)\}")
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")


def blocks() -> dict[str, dict[str, str]]:
    """Selector to its tokens."""
    text = re.sub(r"/\*.*?\*/", "", SOURCE.read_text("utf-8"), flags=re.DOTALL)
    return {selector.strip(): dict(_TOKEN.findall(body)) for selector, body in _RULE.findall(text)}


def theme(*selectors: str) -> dict[str, str]:
    """The tokens where these blocks apply, each over the ones before it."""
    found = blocks()
    values: dict[str, str] = {}
    for selector in selectors:
        values |= found[selector]
    return values


def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour. Source: WCAG 2.2, definition of relative luminance."""
    channels = [int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours. Source: WCAG 2.2, success criterion 1.4.3."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
