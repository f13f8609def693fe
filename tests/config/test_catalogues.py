"""Every sentence is there in Chinese, and compiled."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from linli.config import catalogues


def test_every_message_has_its_chinese() -> None:
    assert [str(fault) for fault in catalogues.missing("zh_Hans")] == []


HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|\uff01")


def test_chinese_uses_chinese_punctuation_and_no_exclamation_marks() -> None:
    texts, _ = catalogues.translated("zh_Hans")

    assert [text for strings in texts.values() for text in strings if HALF_WIDTH.search(text)] == []


def test_role_is_called_by_one_word() -> None:
    texts, _ = catalogues.translated("zh_Hans")
    of_roles = {told: strings for told, strings in texts.items() if re.search(r"\brole", str(told), re.IGNORECASE)}

    assert len(of_roles) > 10
    assert [text for strings in of_roles.values() for text in strings if "岗位" in text] == []


def test_pages_see_every_catalogue() -> None:
    assert catalogues.uncompiled() == []


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package with two apps."""
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    write_po(tmp_path / "one", ("Claim", "认领"))
    (tmp_path / "one" / "views.py").write_text("from django.utils.translation import gettext as _\n_('Claim')\n")
    return tmp_path


def write_po(app: Path, *pairs: tuple[str, str]) -> Path:
    path = app / "locale/zh_Hans/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    path.write_text(head + "\n".join(f'msgid "{told}"\nmsgstr "{text}"\n' for told, text in pairs), "utf-8")
    return path


def test_a_whole_package_has_no_faults(package: Path) -> None:
    assert catalogues.missing("zh_Hans") == []


def test_a_message_in_code_without_translation_is_found(package: Path) -> None:
    (package / "one" / "views.py").write_text("from x import _\n_('Release')\n")

    (fault,) = catalogues.missing("zh_Hans")
    assert "one/views.py:2" in str(fault)
    assert "Release" in str(fault)


def test_a_message_in_a_template_without_translation_is_found(package: Path) -> None:
    page = package / "one/templates/one/wall.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        "{% load i18n %}{% translate 'Open' context 'shop' %}{% blocktranslate %}{{ n }} left{% endblocktranslate %}"
    )

    told = " ".join(str(fault) for fault in catalogues.missing("zh_Hans"))
    assert "'Open' is not translated in context 'shop'" in told
    assert "%(n)s left" in told


def test_two_apps_that_translate_one_message_differently_are_found(package: Path) -> None:
    write_po(package / "two", ("Claim", "领取"))

    assert any("'Claim'" in str(fault) for fault in catalogues.missing("zh_Hans"))


def test_a_translation_with_an_unknown_placeholder_is_found(package: Path) -> None:
    write_po(package / "two", ("%(count)d left", "还剩 %(number)s 个"))

    assert any("%(number)s" in str(fault) for fault in catalogues.missing("zh_Hans"))


def test_only_newer_catalogues_are_compiled(package: Path) -> None:
    assert catalogues.compile_all() == 1
    assert catalogues.compile_all() == 0
    assert catalogues.uncompiled() == []
    assert not list(package.rglob("*.draft"))


def test_the_terminal_speaks_chinese_where_its_locale_does(monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.config import console  # noqa: PLC0415  # -- its catalogue is read once, so it is imported beside its test

    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    for value, language in (("zh_CN.UTF-8", "zh-hans"), ("C.UTF-8", "en"), ("en_GB.UTF-8", "en")):
        monkeypatch.setenv("LANG", value)
        assert console.language() == language
        assert translation.check_for_language(language)
