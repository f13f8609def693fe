"""Log lines that say what went wrong and where, never about whom (trust, row 18)."""

import logging
import re
from types import TracebackType

_LONG_NUMBER = re.compile(r"\d{7,}")
_QUERY = re.compile(r"\?[^\s'\"]*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

ExceptionTriple = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def without_persons(text: str) -> str:
    """`text` without numbers as long as a phone or an identity card, without query strings and e-mail addresses."""
    for pattern, put in ((_QUERY, "?…"), (_MAIL, "[mail]"), (_LONG_NUMBER, "[number]")):
        text = pattern.sub(put, text)
    return text


class NoPersons(logging.Filter):
    """Writes the message out and takes from it what may name a person."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_persons(record.getMessage()), None
        return True


class Line(logging.Formatter):
    """One line; of an exception the type and where it came from, not its text: that may quote what somebody typed."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: ExceptionTriple) -> str:  # noqa: N802  # -- the name is the standard library's
        kind, _, trace = ei
        if kind is None:
            return ""
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename}:{trace.tb_lineno} in {code.co_name}")
            trace = trace.tb_next
        return "\n".join([f"  {kind.__module__}.{kind.__qualname__}", *(f"    {place}" for place in places)])
