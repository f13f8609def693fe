"""`linli check-draw`: a published draw repeated, and what is wrong with it in words."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from linli.core.draw import Fault
from linli.wishes.management.commands.check_draw import WORDS, in_words
from tests.core.test_draw import SAMPLE


def check(tmp_path: Path, told: Any, **seals: str) -> str:
    file, out = tmp_path / "draw.json", StringIO()
    file.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    call_command("check_draw", str(file), stdout=out, **seals)
    return out.getvalue()


def test_draw_that_holds_says_so_and_asks_to_compare_the_seal(tmp_path: Path) -> None:
    said = check(tmp_path, SAMPLE)
    assert "抽签核对无误：4 个心愿" in said
    assert SAMPLE["commitment"] in said
    assert SAMPLE["commitment"] not in check(tmp_path, SAMPLE, seal=SAMPLE["commitment"])


def test_each_fault_is_said_in_words(tmp_path: Path) -> None:
    other = json.loads(json.dumps(SAMPLE))
    other["results"][1]["winner"] = None
    with pytest.raises(CommandError, match="心愿 2：中签的不是按顺序和上限应中的人"):
        check(tmp_path, other)
    with pytest.raises(CommandError, match="封条和您给的不一样"):
        check(tmp_path, SAMPLE, seal="0" * 64)
    with pytest.raises(CommandError, match="这不是抽签文件"):
        check(tmp_path, "{")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("check_draw", str(tmp_path / "nowhere.json"))
    assert all("%(" not in in_words(Fault(name, "3")) for name in WORDS)
