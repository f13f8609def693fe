"""One POST that ends in time, and what came of it: sent, surely not sent, or nobody knows."""

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import requests
from django.conf import settings
from urllib3.exceptions import NewConnectionError

Found = TypeVar("Found")
LONGEST = 8.0
"""Seconds after which the worker turns to other work, whatever the other side is doing."""
TIMEOUTS = (3.0, 5.0)
"""Seconds to connect, and until the other side says something."""
MOST_READ = 64 * 1024
BUSY = 429
_AS_IT_STANDS = "!#$%&'()*+,/:;=?@[]~"
_IN_DISGUISE = [ipaddress.ip_network(network) for network in ("64:ff9b::/96", "2002::/16", "::ffff:0:0/96")]
"""Networks of IPv6 whose addresses stand for ones of IPv4."""


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
    """Post once; no redirect is followed. Raises `Undelivered` for what is no answer, and for 429.

    The connection goes to the very address that was looked at: a name that changes meanwhile leads nowhere else, and
    none leads into the house's own network unless `LINLI_PRIVATE_WEBHOOKS` allows it.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Undelivered("address") from error
    target = quote(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", safe=_AS_IT_STANDS)
    connection = _connection(parts.scheme, host, port, _address(host, port))
    try:
        _connect(connection)
        connection.request("POST", target, body, dict(headers))
        with connection.getresponse() as answer:
            if answer.status == BUSY:
                raise Undelivered("busy", again=True, wait=_seconds(answer.headers.get("Retry-After", "")))
            return Answer(answer.status, answer.read(MOST_READ))
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise Undelivered("no_answer") from error
    finally:
        connection.close()


def _address(host: str, port: int) -> str:
    """Where a name leads. An office must not reach its neighbours, so all that it leads to has to be public."""
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise Undelivered("unreachable", again=True) from error
    found = [str(entry[4][0]).partition("%")[0] for entry in entries]
    if not settings.LINLI_PRIVATE_WEBHOOKS and not all(is_public(address) for address in found):
        raise Undelivered("private")
    return found[0]


def is_public(text: str) -> bool:
    """Whether an address lies outside; one that hides another one in itself counts as inside."""
    address = ipaddress.ip_address(text)
    return address.is_global and not address.is_multicast and not any(address in network for network in _IN_DISGUISE)


def _connection(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    if scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUTS[0], context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUTS[0])
    # the standard library's own hook for how the socket is made (http.client, `_create_connection`)
    connection._create_connection = lambda _where, timeout, source=None: socket.create_connection(  # type: ignore[attr-defined]  # -- not in the stubs
        (address, port), timeout, source
    )
    return connection


def _connect(connection: http.client.HTTPConnection) -> None:
    """Connect; what fails here was surely not sent."""
    try:
        connection.connect()
    except OSError as error:
        raise Undelivered("unreachable", again=True) from error
    connection.sock.settimeout(TIMEOUTS[1])


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
