"""How large things may be, what they may be called, and that every exception says why. No list of exceptions."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT, files, functions, short

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "handler", "handlers", "misc"}
NOQA = re.compile(r"#\s*noqa(?!: [A-Z]+\d+(?:, [A-Z]+\d+)*  # -- \S.+)")
TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[a-z, -]+\]  # -- \S.+)")
OTHER_SILENCE = re.compile(r"#\s*(?:pragma: no cover|ruff: noqa|mypy:|fmt: off|pylint)|@ts-ignore|eslint-disable")


def test_no_file_is_long() -> None:
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in files(".py", ".ts", ".css")}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{short(path)}:{function.lineno} {function.name}"
        for path in files(".py")
        for function in functions(path)
        if (function.end_lineno or function.lineno) - function.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_every_module_says_by_its_name_what_it_holds() -> None:
    assert [short(path) for path in files(".py", ".ts") if path.stem in NAMELESS or path.parent.name in NAMELESS] == []


def silences(text: str) -> list[str]:
    """The lines that silence a tool without a reason."""
    patterns = (NOQA, TYPE_IGNORE, OTHER_SILENCE)
    return [line.strip() for line in text.splitlines() if any(pattern.search(line) for pattern in patterns)]


def test_every_exception_from_a_check_says_why() -> None:
    this = Path(__file__).name
    bare = {short(path): silences(path.read_text("utf-8")) for path in files(".py", ".ts") if path.name != this}

    assert {name: lines for name, lines in bare.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "x  # noqa",
        "x  # noqa: S101",
        "x  # noqa: S101 because",
        "x  # type: ignore",
        "x  # type: ignore[misc]",
        "# fmt: off",
    ],
)
def test_an_exception_without_a_reason_is_found(line: str) -> None:
    assert silences(line) == [line]


@pytest.mark.parametrize(
    "line",
    ["x  # noqa: S101  # -- checked", "x  # noqa: S101, B9  # -- two", "x  # type: ignore[misc]  # -- Django's stubs"],
)
def test_an_exception_with_a_reason_passes(line: str) -> None:
    assert silences(line) == []


def _is_requirement(line: str) -> bool:
    return bool(re.match(r'\s+"[A-Za-z0-9_.\[\],-]+(?:[<>=!~].*)?",$', line))


def test_every_dependency_says_what_it_is_for() -> None:
    """A comment stands above each, or above the few that belong together."""
    lines = (ROOT / "pyproject.toml").read_text("utf-8").split("[project.scripts]")[0].splitlines()
    above = [lines[number - 1].strip() for number, line in enumerate(lines) if _is_requirement(line)]
    bare = [
        line.strip()
        for number, line in enumerate(lines)
        if _is_requirement(line) and not lines[number - 1].strip().startswith(("#", '"'))
    ]

    assert len(above) > 20
    assert bare == []


def test_every_locked_package_has_a_hash_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock"):
        text = (ROOT / name).read_text("utf-8")
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert "://" not in text


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    locked = {
        line.split("==")[0].lower()
        for name in ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if "==" in line
    }
    wanted = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    names = {re.split(r"[\[<>=!~ ]", line)[0].lower() for line in wanted}

    assert names - locked == set()


def test_time_is_read_from_one_clock() -> None:
    """Tests and the demo set it; what reads another one would not notice. Core itself makes clock and keys of it."""
    other = re.compile(r"\btimezone\.now\(|\bdatetime\.(?:now|today|utcnow)\(|\bdate\.today\(|\btime\.time\(|\{% now ")
    core = PACKAGE / "core"
    sources = [path for path in files(".py", ".html") if PACKAGE in path.parents and core not in path.parents]

    assert [short(path) for path in sources if other.search(path.read_text("utf-8"))] == []


INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\sstyle=|\son[a-z]+=\"|hx-on|javascript:|hx-vals=.js:",
    re.IGNORECASE,
)


def test_no_page_carries_script_or_style_of_its_own() -> None:
    """The content security policy has no exception (trust, row 27)."""
    found = {
        short(path): INLINE.findall(path.read_text("utf-8"))
        for path in files(".html", ".svg")
        if PACKAGE in path.parents
    }

    assert {name: parts for name, parts in found.items() if parts} == {}
