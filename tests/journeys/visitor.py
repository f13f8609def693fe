"""Somebody with a browser: a phone or a PC, with or without script, and whatever the browser complained about."""

import io
import os
from itertools import count
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from tests.journeys.audit import PC, PHONE, everything_wrong

_addresses = count(1)
EXPECTED = {403, 404, 409, 422}
"""Answers that are pages of their own: a refusal, a lost race, a form to mend."""
FOCUSED = """() => {
  const at = document.activeElement;
  return at === document.body ? "" : [at.id, at.innerText].join(" ");
}"""
OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
AUDITED = not os.environ.get("TEST_DATABASE_URL")
"""What a page looks like does not depend on the database: the run on SQLite looks, the one on PostgreSQL walks."""
PATIENCE = 20_000
"""Milliseconds; races and other tests may keep the machine busy meanwhile."""
PICTURES = os.environ.get("GUIDE_PICTURES", "")
_looked_at: set[str] = set()


class Visitor:
    """`session` is the key of a session in which somebody is signed in already."""

    def __init__(
        self, browser: Browser, url: str, *, on: str = "phone", script: bool = True, session: str = "", **options: Any
    ) -> None:
        number = next(_addresses)
        if PICTURES:
            options.setdefault("locale", "zh-CN")
        phone, (width, height) = on == "phone", PHONE if on == "phone" else PC
        self.url, self.script = url, script
        self.context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            is_mobile=phone,
            has_touch=phone,
            java_script_enabled=script,
            reduced_motion="reduce",
            extra_http_headers={"X-Forwarded-For": f"10.1.{number // 250}.{number % 250 + 1}"},
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        if session:
            self.context.add_cookies([{"name": "linli_session", "value": session, "url": url}])
        self.troubles: list[str] = []
        self.page = self.watch(self.context.new_page())

    def watch(self, page: Page) -> Page:
        """Note what goes wrong in this page."""
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", self._note_answer)
        return page

    def _note(self, message: ConsoleMessage) -> None:
        # the browser repeats each answer of 4xx here; _note_answer judges those
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _note_answer(self, answer: Response) -> None:
        if answer.status >= 400 and (answer.status not in EXPECTED or not answer.request.is_navigation_request()):
            self.troubles.append(f"{answer.status} {answer.url}")

    def go(self, path: str) -> Page:
        """Open an address."""
        self.page.goto(path)
        return self.page

    def press(self, what: str | Locator, within: Locator | None = None) -> None:
        """Press what is called so, a button or a link, and wait for the page it leads to."""
        with self.page.expect_navigation():
            (self.button(what, within) if isinstance(what, str) else what).click()

    def button(self, name: str, within: Locator | None = None) -> Locator:
        place = within or self.page.locator("body")
        buttons = place.get_by_role("button", name=name, exact=True)
        return (buttons if buttons.count() else place.get_by_role("link", name=name, exact=True)).first

    def fill(self, label: str, value: str) -> None:
        """Type into the field of this label; the box that searches the office has all these words in its own."""
        self.page.locator("form:not(.desk-search)").get_by_label(label).first.fill(value)

    def tab_to(self, wanted: str) -> None:
        """Go on with the Tab key until the focus stands on what has `wanted` as its name or id; the focus must show."""
        for _press in range(80):
            self.page.keyboard.press("Tab")
            if wanted in str(self.page.evaluate(FOCUSED)):
                assert self.page.evaluate(OUTLINED), f"no focus to be seen on {wanted}"
                return
        raise AssertionError(f"{wanted} was not reached with the Tab key")

    def enter(self) -> None:
        """Press Enter and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def heading(self) -> str:
        """What the page calls itself."""
        return self.page.locator("h1").first.inner_text().strip()

    def text(self) -> str:
        """All that can be read, its spaces plain."""
        return self.page.locator("body").inner_text().replace("\xa0", " ")

    def look(self, state: str) -> None:
        """Hold the page to what every page must be, once for each state of it."""
        if not (self.script and AUDITED) or state in _looked_at:
            return
        _looked_at.add(state)
        wrong = everything_wrong(self.page)
        assert not wrong, f"{state} ({self.page.url}): {wrong}"

    def picture(self, name: str) -> None:
        """Keep what is seen as a picture of the guide; only where pictures are asked for (`make screenshots`)."""
        if PICTURES:
            seen = Image.open(io.BytesIO(self.page.screenshot(animations="disabled")))
            seen.convert("RGB").quantize(96).save(Path(PICTURES) / f"{name}.png", optimize=True)

    def close(self) -> None:
        """Leave. Raises AssertionError where the browser complained about anything."""
        self.context.close()
        assert not self.troubles, self.troubles
