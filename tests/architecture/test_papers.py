"""What the papers tell people to type exists."""

import re

import pytest
from typer.main import get_command

from linli.config import cli
from tests.architecture.sources import ROOT, short, tracked_documents

PAPERS = tracked_documents()
LINLI = re.compile(r"(?:\.venv/bin/|`|^\s*(?:\$ )?)linli ((?:import )?[a-z-]+)", re.MULTILINE)
MAKE = re.compile(r"(?:`|^\s*(?:\$ )?)make ([a-z-]+)", re.MULTILINE)


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def commands() -> set[str]:
    found = get_command(cli.app).commands
    return {*found, *(f"import {name}" for name in found["import"].commands)}


@pytest.mark.parametrize("paper", PAPERS, ids=[short(path) for path in PAPERS])
def test_every_command_in_the_papers_exists(paper: object) -> None:
    text = paper.read_text("utf-8")  # type: ignore[attr-defined]  # -- a Path, given by the list above

    assert set(LINLI.findall(text)) - commands() - {"import"} == set()
    assert set(MAKE.findall(text)) - targets() == set()


def test_every_file_linked_in_the_papers_exists() -> None:
    broken = [
        f"{short(paper)}: {link}"
        for paper in PAPERS
        for link in re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", paper.read_text("utf-8"))
        if not (paper.parent / link).exists()
    ]

    assert broken == []
