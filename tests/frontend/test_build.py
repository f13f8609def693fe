"""What is built: light, without evaluation, for the browsers offices have, from a lock that names no address."""

import json
import re
from pathlib import Path

import pytest

from tests.frontend.build import DIST, manifest, parts, weight
from tests.frontend.tokens import FRONTEND

STYLES = sorted((FRONTEND / "src").rglob("*.css"))
ICON = re.compile(r'\bicon(?:=|"?:?\s+)"([a-z0-9-]+)"')
TOO_NEW = {
    "nesting": re.compile(r"^\s*&", re.MULTILINE),
    ":has()": re.compile(r":has\("),
    "color-mix()": re.compile(r"color-mix\("),
    "light-dark()": re.compile(r"light-dark\("),
    "container queries": re.compile(r"@container"),
    "subgrid": re.compile(r"\bsubgrid\b"),
    "oklch()": re.compile(r"okl(?:ch|ab)\("),
    "range queries": re.compile(r"@media[^{]*[<>]"),
    "small viewport units": re.compile(r"\d[dsl]v[hw]\b"),
}


def test_both_faces_are_built() -> None:
    assert {"src/phone.ts", "src/desk.ts", "src/sprite.svg", "src/icon.svg"} <= set(manifest())


def test_what_a_phone_loads_once_is_light() -> None:
    """60 KB for a first visit, of which a page of 45 wishes needs up to 15."""
    assert sum(weight(path.read_bytes()) for path in parts("src/phone.ts")) < 20 * 1024


def test_phones_do_not_carry_what_only_the_desk_needs() -> None:
    assert not any("htmx" in path.read_text("utf-8") for path in parts("src/phone.ts") if path.suffix == ".js")


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    """A new name needs a build."""
    package = DIST.parents[1]
    sources = [*package.rglob("*.html"), *package.rglob("*.py")]
    named = {name for path in sources for name in ICON.findall(path.read_text("utf-8"))}
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (DIST / manifest()["src/sprite.svg"]["file"]).read_text("utf-8")))

    assert len(named) > 10
    assert named - drawn == set()


def test_nothing_built_evaluates_text() -> None:
    scripts = sorted(DIST.glob("assets/*.js"))

    assert scripts
    assert [path.name for path in scripts if re.search(r"\beval\(", path.read_text("utf-8"))] == []


def test_htmx_is_of_the_second_version() -> None:
    assert json.loads((FRONTEND / "package.json").read_text("utf-8"))["dependencies"]["htmx.org"].startswith("2.")


def test_the_page_for_when_nothing_works_finds_its_style_sheet_without_looking_it_up() -> None:
    manifest()

    assert (DIST / "error.css").exists()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_work_from_chromium_100_and_safari_15_4(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)

    assert [name for name, pattern in TOO_NEW.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    """White behind a QR code is no matter of taste: readers need it."""
    if path.name == "tokens.css":
        return
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL).replace("background: #fff;", "")

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", text) == []


def test_the_lock_file_names_hashes_and_no_address() -> None:
    text = (FRONTEND / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]

    assert "://registry" not in text
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
    assert not any("resolved" in package for package in packages.values())
