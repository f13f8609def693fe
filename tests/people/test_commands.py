"""`import_roster` at the console, and the language in which sheets' mistakes are told there."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from linli.people.management.office_language import office_language
from linli.people.models import RosterEntry
from tests.factories.people import BELL_TOWER, office

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"


def command(*arguments: str) -> tuple[str, int]:
    out, code = StringIO(), 0
    try:
        call_command("import_roster", *arguments, f"--community={BELL_TOWER}", stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return out.getvalue(), code


def test_roster_is_imported_once_and_told_to_other_programs() -> None:
    office()
    for added, unchanged in ((30, 0), (0, 30)):
        said, code = command(str(DATA / "member-roster.xlsx"), "--json")
        told = json.loads(said)
        assert (told["rows"], told["added"], told["unchanged"], told["missing"], code) == (30, added, unchanged, 0, 0)
    assert RosterEntry.objects.within(BELL_TOWER).count() == 30


def test_dry_run_writes_nothing() -> None:
    office()
    said, code = command(str(DATA / "member-roster.xlsx"), "--dry-run")
    assert "30" in said
    assert code == 0
    assert not RosterEntry.objects.within(BELL_TOWER).exists()


def test_sheet_that_is_no_roster_is_told_in_a_sentence() -> None:
    office()
    with pytest.raises(CommandError):
        command(str(DATA / "wish-register.xlsx"))


def test_columns_are_placed_in_words_where_the_headings_do_not_say_them(tmp_path: Path) -> None:
    office()
    path = tmp_path / "名单.csv"
    path.write_bytes("谁,哪个单位,号\n陈晓东,审计局,19900010000\n".encode("gbk"))
    with pytest.raises(CommandError, match="--columns"):
        command(str(path))
    with pytest.raises(CommandError, match="工作单位"):
        command(str(path), "--columns=年龄=A")
    said, code = command(str(path), "--columns=姓名=谁，手机号=C", "--json")
    told = json.loads(said)
    assert (told["rows"], told["added"], code) == (1, 1, 0)


@pytest.mark.parametrize(
    ("terminal", "language"),
    [("", "zh-hans"), ("C.UTF-8", "zh-hans"), ("zh_CN.UTF-8", "zh-hans"), ("en_GB.UTF-8", "en")],
)
def test_mistakes_are_told_in_chinese_unless_the_terminal_speaks_english(
    terminal: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", terminal)
    assert office_language() == language
