"""What of a family may stand on the screen that this answer goes to: the one place that decides it.

Where others can look on, a family is its number 户号 and nothing else, and intimate goods have general words. What
somebody opens to work with it, the page of one family, one wish or one form sent in, shows what it always shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from linli.core import masks

_looked_on: ContextVar[bool] = ContextVar("screen_looked_on", default=False)


def others_look_on() -> bool:
    """Whether others can see this answer who are no staff."""
    return _looked_on.get()


@contextmanager
def screen(*, looked_on: bool) -> Iterator[None]:
    """Within it, everything is made for such a screen, or for one's own."""
    token = _looked_on.set(looked_on)
    try:
        yield
    finally:
        _looked_on.reset(token)


def look_on() -> None:
    """From here on to the end of the `screen()` around it, others can see."""
    _looked_on.set(True)


def family_name(full: str) -> str:
    """A name of a family, masked; empty where its number has to do."""
    return "" if others_look_on() else masks.name(full)


def family_phone(number: str) -> str:
    """The same of its telephone."""
    return masks.phone(number) if number and not others_look_on() else ""


def family_address(full: str) -> str:
    """The same of its building."""
    return "" if others_look_on() else masks.address(full)
