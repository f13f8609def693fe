"""What an office may set, and how its mistakes are told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from linli.config import env

ROOT = Path(__file__).resolve().parents[2]


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> env.Settings:
    for name in list(os.environ):
        if name.startswith(env.PREFIX) or name in {"PORT", "DATABASE_URL"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv(env.ENV_FILE, "")
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return env.load()


def test_example_file_lists_every_setting_as_the_class_has_it() -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == "\n".join(env.example()) + "\n"


def test_nothing_set_is_an_office_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch)

    assert found.base_url == "http://127.0.0.1:8000"
    assert not found.demo
    assert not found.reachable_from_phones()


def test_all_mistakes_are_told_at_once_and_the_start_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        settings(monkeypatch, PORT="eighty", LINLI_PUBLIC_URL="example.cn", LINLI_DEMO="perhaps", LINLI_THREADS="99")

    told = capsys.readouterr().err
    assert left.value.code == 2
    for sentence in (
        "PORT must be a whole number.",
        "LINLI_PUBLIC_URL must be a whole address like https://linli.example.cn.",
        "LINLI_DEMO must be yes or no",
        "LINLI_THREADS must be 32 or less.",
    ):
        assert sentence in told


def test_a_mistake_never_shows_the_value(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        settings(monkeypatch, DATABASE_URL="mysql://office:secret-word@db/linli")

    told = capsys.readouterr().err
    assert "DATABASE_URL must begin with sqlite:/// or postgres://." in told
    assert "secret-word" not in told


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"LINLI_EMAIL_HOST": "mail.example.cn"}, "LINLI_EMAIL_FROM must be set"),
        ({"LINLI_HTTPS": "1", "LINLI_PUBLIC_URL": "http://linli.example.cn"}, "must begin with https://"),
        ({"LINLI_HTTPS": "1", "LINLI_DEMO": "1"}, "LINLI_DEMO and LINLI_HTTPS are both on"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: dict[str, str], part: str
) -> None:
    with pytest.raises(SystemExit):
        settings(monkeypatch, **given)

    assert part in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://linli.example.cn", True),
        ("http://8.8.8.8:8000", True),
        ("http://127.0.0.1:8000", False),
        ("http://192.168.1.20", False),
        ("http://localhost:8000", False),
        ("http://office.local", False),
    ],
)
def test_phones_open_public_addresses_only(monkeypatch: pytest.MonkeyPatch, address: str, opens: bool) -> None:
    assert settings(monkeypatch, LINLI_PUBLIC_URL=address).reachable_from_phones() is opens


def test_settings_come_from_a_file_too_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings(monkeypatch)
    file = tmp_path / "office.env"
    file.write_text("LINLI_PUBLIC_URL=https://from-file.cn\nLINLI_THREADS=2\nPORT=9000\n", "utf-8")
    monkeypatch.setenv(env.ENV_FILE, str(file))
    monkeypatch.setenv("LINLI_THREADS", "4")

    found = env.load()

    assert (found.base_url, found.threads, found.port) == ("https://from-file.cn", 4, 9000)


def test_a_password_does_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(monkeypatch, LINLI_EMAIL_PASSWORD="secret-word")

    assert "secret-word" not in repr(found)


def test_settings_cannot_be_changed_while_running(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        settings(monkeypatch).port = 1


def test_the_office_behind_https_passes_djangos_own_examination(tmp_path: Path) -> None:
    """`check --deploy` without a warning (trust, row 27); the built front end is looked at elsewhere."""
    environment = {
        **os.environ,
        "LINLI_DATA": str(tmp_path),
        "LINLI_HTTPS": "1",
        "LINLI_PUBLIC_URL": "https://linli.example.cn",
        "DATABASE_URL": "",
    }
    command = [sys.executable, "-m", "linli.config.cli", "manage", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run([*command, "--tag", "security"], env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
