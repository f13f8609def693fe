"""`linli parse-wishes`, as other programs and people at a console use it."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

DATA = Path(__file__).parent.parent / "data"


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    with translation.override("zh-hans"):
        call_command("parse_wishes", *arguments, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def test_json_holds_one_object_for_each_wish_and_what_was_left_out_is_told_beside_it() -> None:
    out, err = run(str(DATA / "chat-paste.txt"), "--json")

    wishes = json.loads(out)
    assert len(wishes) == 15
    assert wishes[0] == {
        "quantity": 5,
        "unit": "包",
        "item": "成人尿不湿",
        "spec": "中号",
        "who": "2号楼王姐",
        "text": "5包中号成人尿不湿",
        "sure": True,
    }
    assert wishes[-1]["quantity"] == 0.5
    assert [line.partition("：")[2] for line in err.splitlines()] == [
        "#接龙",
        "微心愿征集,请各楼栋长帮忙登记",
        "好的收到[强]",
    ]


def test_people_read_one_line_for_each_wish(tmp_path: Path) -> None:
    file = tmp_path / "said.txt"
    file.write_text("王姐 5包中号成人尿不湿、几斤鸡蛋", "utf-8")

    out, _err = run(str(file))

    assert out.splitlines() == ["王姐：成人尿不湿 5包（中号）", "王姐：几斤鸡蛋（待确认）"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_whatever_encoding_an_office_pc_saved_it(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "said.txt"
    file.write_bytes("两个书包".encode(encoding))

    assert json.loads(run(str(file), "--json")[0])[0]["item"] == "书包"


def test_standard_input_is_read_where_no_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("半箱牛奶".encode())))

    assert json.loads(run("--json")[0])[0]["quantity"] == 0.5


def test_a_text_without_wishes_says_so(tmp_path: Path) -> None:
    file = tmp_path / "said.txt"
    file.write_text("谢谢", "utf-8")

    assert run(str(file))[0] == "没有读到心愿。\n"
    assert json.loads(run(str(file), "--json")[0]) == []


def test_a_missing_file_and_a_picture_are_refused_in_a_sentence(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")

    with pytest.raises(CommandError, match=r"none\.txt"):
        run(str(tmp_path / "none.txt"))
    with pytest.raises(CommandError, match="UTF-8"):
        run(str(picture))
