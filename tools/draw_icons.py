"""Draws the icons of the installed app from the site's own drawing: `python tools/draw_icons.py`, then look at them.

The results are kept in the repository, since a build has no browser.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright
from test_needs import chromium

FRONTEND = Path(__file__).resolve().parents[1] / "frontend" / "src"
PAPER = "#fbf8f3"
SHARES = {"icon-192.png": (192, 0.86), "icon-512.png": (512, 0.86), "icon-maskable-512.png": (512, 0.6)}
"""Of each file: how large it is, and how much of it the lantern takes; masks cut off what is outside of 80 %."""
SHEET = """<!doctype html><body style="margin:0;background:{paper};display:grid;place-items:center;height:100vh">
<div style="width:{side}px;height:{side}px">{drawing}</div>"""


def main() -> None:
    drawing = (FRONTEND / "icon.svg").read_text("utf-8")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, (size, share) in SHARES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(SHEET.format(paper=PAPER, side=round(size * share), drawing=drawing))
            page.screenshot(path=FRONTEND / "icons" / name)
        browser.close()


if __name__ == "__main__":
    main()
