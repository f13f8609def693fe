"""The robots of WeCom, DingTalk and Feishu groups.

Apprise's plugins know their addresses and limits. They take any answer with status 200 for success, though all three
refuse with status 200 and a code in the body; so the message is posted here and the code is read (docs/adr/0009).
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from linli.notifications.adapters.posting import Answer, Undelivered, post
from linli.notifications.kinds.channels import DINGTALK, FEISHU, WECOM

_JSON = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Linli"}
_WECOM = {45009: "busy", 45033: "busy", -1: "busy", 93000: "address", 40058: "address"}
_DINGTALK = {130101: "busy", 410100: "busy", -1: "busy", 310000: "rules", 300005: "address", 400101: "address"}
_FEISHU = {11232: "busy", 9499: "busy", 19001: "address", 19021: "rules", 19022: "rules", 19024: "rules"}


def say_by_robot(kind: str, token: str, secret: str, text: str) -> None:
    """Let the robot of this kind say the text in its group. Raises `Undelivered`."""
    _ROBOTS[kind](token, secret, text)


def _wecom(token: str, secret: str, text: str) -> None:
    from apprise.plugins.wecombot import NotifyWeComBot  # noqa: PLC0415  # -- only where an office has such a robot

    robot = NotifyWeComBot(key=token)
    said = {"msgtype": "text", "text": {"content": _cut(text, robot.body_maxlen)}}
    _read(_post(robot.api_url, said), "errcode", _WECOM)


def _dingtalk(token: str, secret: str, text: str) -> None:
    from apprise.plugins.dingtalk import NotifyDingTalk  # noqa: PLC0415  # -- only where an office has such a robot

    robot = NotifyDingTalk(token=token)
    url = robot.notify_url.format(token=robot.token)
    if secret:
        moment = str(round(time.time_ns() / 1_000_000))
        signature = _signature(secret.encode(), f"{moment}\n{secret}".encode())
        url = f"{url}&timestamp={moment}&sign={quote_plus(signature)}"
    said = {"msgtype": "text", "text": {"content": _cut(text, robot.body_maxlen)}}
    _read(_post(url, said), "errcode", _DINGTALK)


def _feishu(token: str, secret: str, text: str) -> None:
    from apprise.plugins.feishu import NotifyFeishu  # noqa: PLC0415  # -- only where an office has such a robot

    robot = NotifyFeishu(token=token)
    said: dict[str, Any] = {"msg_type": "text", "content": {"text": _cut(text, robot.body_maxlen)}}
    if secret:
        moment = str(time.time_ns() // 1_000_000_000)
        said |= {"timestamp": moment, "sign": _signature(f"{moment}\n{secret}".encode(), b"")}
    _read(_post(robot.notify_url.format(token=robot.token).rstrip("/"), said), "code", _FEISHU)


_ROBOTS: dict[str, Callable[[str, str, str], None]] = {WECOM: _wecom, DINGTALK: _dingtalk, FEISHU: _feishu}


def _signature(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def _cut(text: str, most: int) -> str:
    """As much of the text as the robot takes, counted in bytes, no character cut in two."""
    return text if len(text.encode()) <= most else text.encode()[: most - 3].decode(errors="ignore") + "…"


def _post(url: str, said: dict[str, Any]) -> Answer:
    return post(url, json.dumps(said, ensure_ascii=False).encode(), _JSON)


def _read(answer: Answer, name: str, problems: dict[int, str]) -> None:
    """Raises `Undelivered` unless the code in the answer is 0."""
    try:
        told = json.loads(answer.body)
        code = int(told[name])
    except (ValueError, TypeError, KeyError, LookupError):
        # a server that fell over may have passed the message on; one that answers a page is not the robot
        raise Undelivered("no_answer" if answer.status >= 500 else "answer") from None
    if code:
        problem = problems.get(code, "refused")
        raise Undelivered(problem, again=problem == "busy")
