"""What every page must stand up to: axe, both themes, large print, both widths, no English left in Chinese."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE, PC = (390, 844), (1440, 900)
# colours, sizes and what scrolls change with theme and large print; names, roles and order do not
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
RUN = """async (only) => {
  const options = {resultTypes: ["violations"], preload: false, rules: {"target-size": {enabled: true}}};
  if (only) options.runOnly = {type: "rule", values: only};
  const found = await axe.run(document, options);
  const told = (node) => node.target.join(" ") + ": " + node.failureSummary;
  return found.violations.map((one) => [one.id, ...one.nodes.slice(0, 3).map(told)]);
}"""
STEADY = """() => {
  for (const animation of document.getAnimations()) animation.finish();
  // at the end of a page nothing lies under the bars that stick to its foot
  window.scrollTo(0, document.documentElement.scrollHeight);
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
WORDS = """() => {
  const said = [document.body.innerText, document.title];
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [alt], [title]")) {
    for (const name of ["aria-label", "placeholder", "alt", "title"]) said.push(one.getAttribute(name) ?? "");
  }
  return said.join("\\n");
}"""
ENGLISH = re.compile(r"[A-Za-z]{3,}")
# the switch to English, names of sizes, formats and the like, addresses and codes
NO_ENGLISH_WORDS = re.compile(
    r"[\w-]+\.(?:xlsx|csv)\b|\b[0-9a-f]{64}\b|\b[0-9A-HJKMNP-TV-Z]{6}\b|linli check-draw|\b(?:SHA|Python)\b|https?://\S*|127\.0\.0\.1:\d+\S*|\bEnglish\b|\bX+L\b|\b(?:PNG|SVG|Django|Excel|xlsx|xls|ods|WPS|csv|OpenAPI|Chrome|Linux|Microsoft|Google|Authenticator|Ctrl|Enter|Esc|PIN)\b"
    r"|(?:[0-9A-Z]{4}[- ]?){3,}|\blinli_\d{12}_\S+"
)


@lru_cache(maxsize=1)
def axe() -> str:
    """The script of axe-core. Raises AssertionError with what to do where it was not installed."""
    assert AXE.exists(), "axe-core is not installed: run `cd frontend && npm ci`."
    return AXE.read_text("utf-8")


def violations(page: Page, only: list[str] | None = None) -> list[Any]:
    """What axe finds on the page as it stands. CDP evaluates it, so the page's own CSP stays in force."""
    page.evaluate(STEADY)
    if page.evaluate("() => !window.axe"):
        page.evaluate(axe())
    found: list[Any] = page.evaluate(RUN, only)
    return found


def english_left(page: Page) -> list[str]:
    """Latin words on a Chinese page that a reader would stumble over."""
    if page.evaluate("() => document.documentElement.lang") == "en":
        return []
    return sorted(set(ENGLISH.findall(NO_ENGLISH_WORDS.sub("", page.evaluate(WORDS)))))


def everything_wrong(page: Page) -> list[Any]:
    """The page in both themes, with large print, on a phone and on a PC. Leaves it as it was."""
    size = page.viewport_size
    assert size
    wrong: list[Any] = [*_at(page, "as opened"), *english_left(page)]
    page.emulate_media(color_scheme="dark")
    wrong += _at(page, "dark", LOOKS)
    page.emulate_media(color_scheme="light")
    care = "(on) => document.documentElement.toggleAttribute('data-care', on)"
    had_care = page.evaluate("() => document.documentElement.hasAttribute('data-care')")
    page.evaluate(care, True)
    wrong += _at(page, "large print", LOOKS)
    page.evaluate(care, had_care)
    other = PC if size["width"] < PC[0] else PHONE
    page.set_viewport_size({"width": other[0], "height": other[1]})
    wrong += _at(page, f"{other[0]} wide")
    page.set_viewport_size(size)
    return wrong


def _at(page: Page, how: str, only: list[str] | None = None) -> list[Any]:
    found = [[how, *one] for one in violations(page, only)]
    if (too_wide := page.evaluate(SIDEWAYS)) > 0:
        found.append([how, f"{too_wide} px too wide"])
    return found
