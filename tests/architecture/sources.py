"""The project's own files, as the tests of the house read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "linli"
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
_FOLDERS = ("linli", "tests", "tools", "bench", "frontend/src")
_NOT_OURS = {"node_modules", "dist", "__pycache__", "migrations"}


@lru_cache
def files(*endings: str) -> tuple[Path, ...]:
    """Our files with one of `endings`, without built ones and migrations."""
    found = (path for folder in _FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in endings)
    return tuple(sorted(path for path in found if not _NOT_OURS & set(path.parts)))


def short(path: Path) -> str:
    """The path as people say it."""
    return str(path.relative_to(ROOT))


@lru_cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything the file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def tracked_documents() -> list[Path]:
    """The papers that tell people what to type."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in done.stdout.splitlines()]
