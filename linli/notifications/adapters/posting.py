"""One POST that ends in time, and what came of it: sent, surely not sent, or nobody knows."""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

Found = TypeVar("Found")
LONGEST = 8.0
"""Seconds after which the worker turns to other work, whatever the other side is doing."""
TIMEOUTS = (3.0, 5.0)
"""Seconds to connect, and until the other side says something."""
MOST_READ = 64 * 1024
BUSY = 429


class Undelivered(Exception):
    """A message did not leave, as far as one knows. `problem` is a code of `kinds.channels.PROBLEMS`.

    `again` says whether another try may help and cannot tell anybody twice; `wait` how many seconds it should wait.
    """

    def __init__(self, problem: str, *, again: bool = False, wait: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.again, self.wait = problem, again, wait


def in_time(call: Callable[[], Found], seconds: float = LONGEST) -> Found:
    """What `call` returns or raises. One that takes longer is left behind: whether it arrived, nobody knows.

    A time-out of sockets is not enough: a server that sends a byte every second never runs into it. `call` runs in a
    thread of its own, so it must not touch the database.
    """
    box: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            box.put((call(), None))
        except BaseException as error:
            box.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        found, error = box.get(timeout=seconds)
    except queue.Empty:
        raise Undelivered("no_answer") from None
    if error is not None:
        raise error
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said: a status, and at most 64 KB."""

    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post once; no redirect is followed. Raises `Undelivered` for what is no answer, and for 429."""
    try:
        with requests.post(
            url, data=body, headers=dict(headers), timeout=TIMEOUTS, allow_redirects=False, stream=True
        ) as answer:
            if answer.status_code == BUSY:
                raise Undelivered("busy", again=True, wait=_seconds(answer.headers.get("Retry-After", "")))
            return Answer(answer.status_code, answer.raw.read(MOST_READ, decode_content=True) or b"")
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise what_became(error) from error


def what_became(error: BaseException) -> Undelivered:
    """Surely not sent where no connection stood; otherwise nobody knows, so it is not tried again."""
    for cause in _causes(error):
        if isinstance(cause, requests.ConnectTimeout | NewConnectionError | requests.exceptions.SSLError):
            return Undelivered("unreachable", again=True)
        if isinstance(cause, requests.exceptions.InvalidURL):
            return Undelivered("address")
    return Undelivered("no_answer")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and all that it came of; requests keeps urllib3's in its arguments, Aliyun's software in a field."""
    todo: list[object] = [error]
    seen: set[int] = set()
    while todo:
        one = todo.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            inside = [getattr(one, name, None) for name in ("reason", "inner_exception")]
            todo += [one.__cause__, one.__context__, *inside, *one.args]


def _seconds(told: str) -> int:
    """The header Retry-After as seconds, at most an hour."""
    return min(3600, int(told)) if told.isascii() and told.isdigit() else 0


def refuse_private(url: str) -> None:
    """Raises `Undelivered` for an address inside the house's own network: an office must not reach its neighbours."""
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise Undelivered("unreachable", again=True) from error
    if not all(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found):
        raise Undelivered("private")
