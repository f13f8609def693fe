"""Log lines say what went wrong, never about whom (trust, row 18)."""

import logging
from io import StringIO

import pytest

from linli.config.logs import Line, NoPersons


@pytest.fixture
def written() -> tuple[logging.Logger, StringIO]:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    handler.addFilter(NoPersons())
    logger = logging.getLogger("linli.test.logs")
    logger.propagate = False
    logger.addHandler(handler)
    return logger, stream


def test_phones_query_strings_and_mail_addresses_are_left_out(written: tuple[logging.Logger, StringIO]) -> None:
    logger, stream = written

    logger.warning("Not Found: %s", "/c/K7/mine?name=张三&phone=13800001111")
    logger.warning("mail to zhang.san@example.cn for 13800001111 failed")

    assert "138" not in stream.getvalue()
    assert "张三" not in stream.getvalue()
    assert "zhang" not in stream.getvalue()
    assert "/c/K7/mine?…" in stream.getvalue()


def test_an_exception_is_told_by_kind_and_place_without_its_words(written: tuple[logging.Logger, StringIO]) -> None:
    logger, stream = written

    try:
        raise ValueError("王秀英 lives at 12")
    except ValueError:
        logger.exception("job failed")

    assert "ValueError" in stream.getvalue()
    assert "test_logs.py" in stream.getvalue()
    assert "王秀英" not in stream.getvalue()
