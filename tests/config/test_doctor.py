"""What `linli doctor` says, and that it says what to do."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.config import doctor, env
from linli.core import clock
from linli.gate.services import beat
from linli.gate.tasks import WORKER

NOW = datetime(2024, 12, 6, 1, 0, tzinfo=UTC)


def told() -> str:
    return "\n".join(str(finding) for finding in doctor.findings())


@pytest.mark.django_db
def test_a_worker_that_was_never_there_is_missed_and_one_that_beats_is_not() -> None:
    assert "✗ The worker is not running" in told()

    with clock.at(NOW):
        beat(WORKER)
        assert "✓ The worker is running." in told()
    with clock.at(NOW + timedelta(minutes=1)):
        assert "✗ The worker is not running" in told()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://192.168.1.8:8000", "Phones in a WeChat group cannot open http://192.168.1.8:8000"),
        ("http://linli.example.cn", "Without HTTPS WeChat warns"),
        ("https://linli.example.cn", "✓ Phones open https://linli.example.cn."),
    ],
)
def test_it_says_whether_phones_can_open_the_site(monkeypatch: pytest.MonkeyPatch, address: str, sentence: str) -> None:
    monkeypatch.setenv("LINLI_PUBLIC_URL", address)
    settings = env.load()
    monkeypatch.setattr(env, "current", lambda: settings)

    assert sentence in told()


@pytest.mark.django_db
def test_a_setting_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_PUBLIC_ADDRESS", "https://linli.example.cn")

    assert "✗ LINLI_PUBLIC_ADDRESS is set, but no setting has this name." in told()


@pytest.mark.django_db
def test_keys_that_others_can_read_are_told() -> None:
    path = env.current().key_folder / "secret_key"
    path.chmod(0o644)
    try:
        assert f"run `chmod 600 {path}`" in told()
    finally:
        path.chmod(0o600)


@pytest.mark.django_db
def test_the_exit_code_says_whether_something_must_be_mended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "PARTS", [lambda: iter([doctor.Finding("well"), doctor.Finding("ill", wrong=True)])])
    assert doctor.main() == 1
    assert capsys.readouterr().out == "✓ well\n✗ ill\n"

    monkeypatch.setattr(doctor, "PARTS", [lambda: iter([doctor.Finding("well")])])
    assert doctor.main() == 0


@pytest.mark.django_db
def test_it_says_what_text_messages_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Text messages" not in told()
    words = {
        "PROVIDER": "aliyun",
        "KEY_ID": "id",
        "KEY_SECRET": "secret",
        "SIGNATURE": "邻里",
        "TEMPLATES": "sign_in_code:SMS_1,receipt:SMS_2",
    }
    for name, value in words.items():
        monkeypatch.setenv(f"LINLI_SMS_{name}", value)
    settings = env.load()
    monkeypatch.setattr(env, "current", lambda: settings)

    assert "✓ Text messages go through aliyun." in told()
    assert "not sent as text messages: receipt." in told()
    monkeypatch.setattr(doctor, "sms_extra_is_here", lambda provider: False)
    assert "✗ Text messages are to go through aliyun, but its software is missing" in told()
