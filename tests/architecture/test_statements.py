"""The collector of SQL: a statement without its tenant fails the run, also under pytest-xdist."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

SUITE = """
import pytest
from django.db import connection

@pytest.mark.django_db
{mark}
def test_reads():
    with connection.cursor() as cursor:
        cursor.execute('''{sql}''')
"""
BOUND = 'SELECT "id" FROM "people_person" WHERE "community_id" = 1'
UNBOUND = 'SELECT "id" FROM "people_person"'
EXCUSED = '@pytest.mark.names_no_tenant(reason="counts the whole table")'


def run(folder: Path, sql: str, *options: str, mark: str = "") -> "subprocess.CompletedProcess[str]":
    """The outcome of a suite of one test that runs `sql`."""
    test = folder / "test_small.py"
    test.write_text(SUITE.format(sql=sql, mark=mark), "utf-8")
    (folder / "conftest.py").write_text('pytest_plugins = ["tests.architecture.statements"]\n', "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(folder),
        str(test),
    ]
    ours = ("PYTEST_", "TEST_DATABASE_URL")  # a suite inside a suite must not drop the outer one's database
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run([*command, *options], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", [[], ["-n", "1"]], ids=["alone", "xdist"])
def test_a_statement_without_its_tenant_fails_the_run(tmp_path: Path, options: list[str]) -> None:
    done = run(tmp_path, UNBOUND, *options)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "people_person" in done.stdout
    assert "test_reads" in done.stdout


def test_a_statement_with_its_tenant_passes(tmp_path: Path) -> None:
    done = run(tmp_path, BOUND)

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_test_may_look_at_tables_as_a_whole_and_says_why(tmp_path: Path) -> None:
    done = run(tmp_path, UNBOUND, mark=EXCUSED)

    assert done.returncode == 0, done.stdout + done.stderr
