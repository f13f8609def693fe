"""Spreadsheets made to hurt are refused in plain words, within 2 seconds and 256 MiB (trust.md 23)."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linli.core.sheets import reading
from tests.core import hostile_sheets

# a process of its own, so that its memory is that of reading and nothing else
READ = """
import json, resource, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from linli.core.errors import BadInput
from linli.core.sheets import read_sheet
try:
    said = {"rows": len(read_sheet(Path(sys.argv[1])))}
except BadInput as error:
    said = {"refused": str(error)}
own, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
said["seconds"] = sum(used.ru_utime + used.ru_stime for used in (own, child))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
said["memory"] = (int(peak.split()[1]) + child.ru_maxrss) * 1024
print(json.dumps(said))
"""


def read_apart(data: bytes, folder: Path) -> dict[str, Any]:
    path = folder / "sheet.xlsx"
    path.write_bytes(data)
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("make", hostile_sheets.ALL, ids=lambda make: make.__name__)
def test_a_hostile_sheet_is_refused_in_two_seconds_and_256_mib(make: Callable[[], bytes], tmp_path: Path) -> None:
    data = make()
    assert len(data) < reading.MAX_BYTES, "it must get past the limit on the file itself"
    answer = read_apart(data, tmp_path)
    assert "refused" in answer
    assert answer["refused"].endswith(".")
    assert answer["seconds"] < 2
    assert answer["memory"] < 256 * 1024 * 1024


def test_without_the_limits_the_same_sheet_takes_more_than_it_may(tmp_path: Path) -> None:
    """The control: the limits are what holds, not luck with the parser."""
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(hostile_sheets.one_string_many_times())
    code = (
        "import resource, subprocess, sys\n"
        f"subprocess.run([sys.executable, '-I', {str(reading.PARSER)!r}, str(2**30), '20', '5000', '100'],"
        " stdin=open(sys.argv[1], 'rb'), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    assert int(done.stdout) > 256 * 1024 * 1024


def test_a_parser_that_dies_or_hangs_is_a_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(30)")
    monkeypatch.setattr(reading, "PARSER", sleeper)
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(reading.BadInput):
        reading.read_sheet(b"PK\x03\x04")


def test_an_endless_calculation_is_ended_by_the_processor_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    busy = tmp_path / "busy.py"
    busy.write_text(
        f"import sys; sys.path.insert(0, {str(reading.PARSER.parent)!r})\n"
        "import parser as p, sys\n"
        "p.limit(*map(int, sys.argv[1:3]))\n"
        "while True: pass"
    )
    monkeypatch.setattr(reading, "PARSER", busy)
    with pytest.raises(reading.BadInput):
        reading.read_sheet(b"PK\x03\x04")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html><table></table></html>", "姓名 手机号".encode()])
def test_what_is_no_spreadsheet_says_how_to_make_one(data: bytes) -> None:
    with pytest.raises(reading.BadInput, match=r"\.xlsx"):
        reading.read_sheet(data)
