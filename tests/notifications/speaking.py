"""Servers on loopback that speak as the robots, webhooks, text message services and mail servers do."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Heard:
    """One request, as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Service:
    """What it heard, and what it answers: status, body, headers; the last answer is given again and again.

    `silent` seconds pass before it answers, `dripping` between two bytes of its answer.
    """

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    answers: list[tuple[int, Any, dict[str, str]]] = field(default_factory=lambda: [(200, {}, {})])
    silent: float = 0.0
    dripping: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(self, *bodies: Any) -> None:
        self.answers = [(200, body, {}) for body in bodies]

    def refuses(self, status: int, body: Any = "", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers = [(status, body, named)]

    def next(self) -> tuple[int, Any, dict[str, str]]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def everything(self) -> str:
        """All that came over the wire."""
        return "\n".join(f"{one.path}\n{one.headers}\n{one.body.decode()}" for one in self.heard)


@contextmanager
def serving() -> Iterator[Service]:
    """An HTTP service."""
    service = Service()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            service.heard.append(Heard(self.path, dict(self.headers), self.rfile.read(length)))
            status, body, headers = service.next()
            time.sleep(service.silent)
            told = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(told)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for byte in told if service.dripping else [told]:
                    self.wfile.write(bytes([byte]) if isinstance(byte, int) else byte)
                    self.wfile.flush()
                    time.sleep(service.dripping)
            except OSError:
                return

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    service.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


class _TakingMail(socketserver.StreamRequestHandler):
    """One conversation in SMTP."""

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 linli.test")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self.take()
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def take(self) -> None:
        service: Service = self.server.service  # type: ignore[attr-defined]  # -- given by mail_server below
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        service.heard.append(Heard("", {}, b"".join(lines)))
        status, words, _headers = service.next()
        time.sleep(service.silent)
        if status:
            self.say(f"{status} {words}")
        else:
            self.connection.close()


@contextmanager
def mail_server() -> Iterator[Service]:
    """A server that speaks enough SMTP to take mail; `answers` are what it says to the end of a message."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _TakingMail)
    server.daemon_threads = True
    service = Service(server.server_address[1], answers=[(250, "taken", {})])
    server.service = service  # type: ignore[attr-defined]  # -- read by each conversation
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
