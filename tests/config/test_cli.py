"""The command line: each part explains itself with an example."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from linli.config import cli

RUNNER = CliRunner()
PARTS = [
    "serve",
    "worker",
    "init",
    "demo",
    "import wishes",
    "import roster",
    "parse-wishes",
    "check-draw",
    "doctor",
    "manage",
]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_explains_itself_with_an_example(part: str) -> None:
    shown = RUNNER.invoke(cli.app, [*part.split(), "--help"])

    assert shown.exit_code == 0, shown.output
    assert f"linli {part}" in " ".join(shown.output.split())


def test_no_part_is_left_out_here() -> None:
    commands = get_command(cli.app).commands
    nested = {f"import {name}" for name in commands["import"].commands}

    assert {*commands, *nested} - {"import"} == set(PARTS)


@pytest.fixture
def forwarded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Django's commands are given."""
    monkeypatch.setenv("LINLI_DEMO", "")  # `linli demo` sets it
    given: list[str] = []
    monkeypatch.setattr(cli, "django_command", lambda *arguments: given.extend(arguments))
    return given


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("init --community 610102003002 --phone 13800000000", "init --community=610102003002 --phone=13800000000"),
        ("demo", "demo"),
        ("demo --reset", "demo --reset"),
        ("demo --reset --yes", "demo --reset --yes"),
        ("demo --live --speed 30", "demo --live --speed=30"),
        ("demo --live --url http://127.0.0.1:8001", "demo --live --speed=60 --url=http://127.0.0.1:8001"),
        ("parse-wishes --json", "parse_wishes - --json"),
        ("parse-wishes chat.txt", "parse_wishes chat.txt"),
        ("manage migrate --check --verbosity 0", "migrate --check --verbosity 0"),
    ],
)
def test_commands_of_apps_are_passed_on(forwarded: list[str], typed: str, given: str) -> None:
    shown = RUNNER.invoke(cli.app, typed.split())

    assert shown.exit_code == 0, shown.output
    assert forwarded == given.split()


@pytest.mark.parametrize("kind", ["wishes", "roster"])
def test_a_sheet_is_passed_on_with_its_switches(forwarded: list[str], tmp_path: Path, kind: str) -> None:
    sheet = tmp_path / "登记表.xlsx"
    sheet.write_bytes(b"")

    RUNNER.invoke(cli.app, ["import", kind, str(sheet), "--community", "610102003002", "--dry-run", "--json"])

    assert forwarded == [f"import_{kind}", str(sheet), "--community=610102003002", "--dry-run", "--json"]


def test_help_is_there_although_the_settings_are_wrong() -> None:
    command = [sys.executable, "-m", "linli.config.cli", "--help"]

    done = subprocess.run(command, env={"PORT": "nonsense", "PATH": ""}, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
