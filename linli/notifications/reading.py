"""What somebody pastes as the address of a robot, read to the token that names it."""

import re
from urllib.parse import urlsplit

_TOKEN = {
    "wecom": re.compile(r"(?:https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send/?\?key=)?([A-Za-z0-9_-]{8,80})"),
    "dingtalk": re.compile(r"(?:https://oapi\.dingtalk\.com/robot/send/?\?access_token=)?([A-Za-z0-9]{8,80})"),
    "feishu": re.compile(r"(?:https://open\.feishu\.cn/open-apis/bot/v2/hook/)?([A-Za-z0-9_-]{8,80})/?"),
}
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,20}")


def read_address(kind: str, typed: str) -> str:
    """The token of a robot, an e-mail address, or the https address of a webhook. Raises ValueError."""
    typed = typed.strip()
    if kind in _TOKEN:
        found = _TOKEN[kind].fullmatch(typed)
        if found is None:
            raise ValueError(kind)
        return found[1]
    if kind == "email":
        fits = bool(_EMAIL.fullmatch(typed))
    else:
        parts = urlsplit(typed)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    if not fits or not typed.isascii() or not typed.isprintable() or " " in typed:
        raise ValueError(kind)
    return typed


def is_plain_http(address: str) -> bool:
    """Whether what is posted there could be read on the way."""
    return urlsplit(address).scheme == "http"
