"""A server on loopback that speaks as Weixin does: a page to scan, a code for a token, and nothing else to ask for."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

APP_ID, SECRET = "wx0123456789abcdef", "secret of the tests"


@dataclass
class WeixinServer:
    """`scans`: whose openid each code stands for, once. `trouble`: what it answers instead, as status and body."""

    port: int = 0
    scans: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    trouble: tuple[int, Any] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def scan(self, query: dict[str, str], openid: str) -> str:
        """Somebody scans and confirms: where Weixin leads them."""
        assert (query["appid"], query["scope"], query["response_type"]) == (APP_ID, "snsapi_login", "code")
        code = f"code-{len(self.scans)}"
        self.scans[code] = openid
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        self.asked.append(path)
        if self.trouble is not None:
            return self.trouble
        if path != "/sns/oauth2/access_token":
            return 404, "not here"
        if query.get("appid") != APP_ID or query.get("secret") != SECRET:
            return 200, {"errcode": 40125, "errmsg": "invalid appsecret"}
        openid = self.scans.pop(query.get("code", ""), "")
        if not openid or query.get("grant_type") != "authorization_code":
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        return 200, {"access_token": "token", "expires_in": 7200, "openid": openid, "scope": "snsapi_login"}


@contextmanager
def weixin_answering() -> Iterator[WeixinServer]:
    weixin = WeixinServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, told = weixin.answer(parts.path, dict(parse_qsl(parts.query)))
            body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
            self.send_response(status)
            # Weixin calls its JSON plain text
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    weixin.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield weixin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
