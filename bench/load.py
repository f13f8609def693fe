"""A load of HTTP requests from this machine to itself, cheap enough to leave the cores to the server."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Answers:
    """What came back: `seconds` for each answer, statuses counted, and how long the whole took."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    whole: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.whole if self.whole else 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def post(path: str, form: dict[str, str], cookies: dict[str, str], address: str) -> bytes:
    """One POST as it goes over the wire."""
    body = urlencode(form).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: {address}\r\n"
        f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def get(path: str, etag: str = "") -> bytes:
    """One GET, with the ETag known from before."""
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{known}\r\n".encode()


async def answer_of(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Read one answer to its end; its status and headers."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ")[1])
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status, headers


async def _connection(port: int, requests: Iterator[bytes], answers: Answers) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for request in requests:
            begun = time.perf_counter()
            writer.write(request)
            status, _headers = await answer_of(reader)
            answers.seconds.append(time.perf_counter() - begun)
            answers.statuses[status] = answers.statuses.get(status, 0) + 1
    finally:
        writer.close()


async def send_all(port: int, requests: Sequence[bytes], connections: int) -> Answers:
    """All requests over so many connections, each connection taking the next as soon as it has its answer."""
    answers, queue = Answers(), iter(requests)
    begun = time.perf_counter()
    await asyncio.gather(*(_connection(port, queue, answers) for _ in range(connections)))
    answers.whole = time.perf_counter() - begun
    return answers


async def poll(port: int, path: str, per_second: int, stop: asyncio.Event, answers: Answers) -> None:
    """Ask for `path` so many times a second over 60 connections, each with the ETag it saw last, until told to stop."""
    phones = 60

    async def phone(offset: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        etag, due = "", time.perf_counter() + offset
        while not stop.is_set():
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            due += phones / per_second
            begun = time.perf_counter()
            writer.write(get(path, etag))
            status, headers = await answer_of(reader)
            etag = headers.get("etag", etag)
            answers.seconds.append(time.perf_counter() - begun)
            answers.statuses[status] = answers.statuses.get(status, 0) + 1
        writer.close()

    await asyncio.gather(*(phone(i / per_second) for i in range(phones)))
