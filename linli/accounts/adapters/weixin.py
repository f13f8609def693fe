"""Weixin's sign-in for websites: where its QR code is shown, and who scanned it.

Only the `openid` is asked for, which names somebody to this installation alone; neither nickname nor picture.
"""

import json
from urllib.parse import urlencode

import requests
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.errors import BadInput, Unavailable
from linli.notifications.adapters.posting import Undelivered, in_time

TIMEOUTS = (3.0, 5.0)
MOST_READ = 16 * 1024
MISTAKES_OF_OURS = {40013, 40125, 41002, 41004}
"""Weixin's codes for an app id or a secret that is wrong or missing."""


def scan_address(state: str, back: str) -> str:
    """Weixin's page with the QR code. It leads back with a code and this `state`."""
    asked = {"appid": settings.LINLI_WEIXIN.app_id, "redirect_uri": back, "response_type": "code"}
    query = urlencode(asked | {"scope": "snsapi_login", "state": state})
    return f"{settings.LINLI_WEIXIN.scan_page}?{query}#wechat_redirect"


def openid_of(code: str) -> str:
    """Who scanned, by the code that came back. Not inside a transaction: Weixin may take its time.

    Raises `BadInput` for a code that Weixin does not know, `Unavailable` where it does not answer or refuses us.
    """
    told = _ask(code)
    openid = told.get("openid")
    if isinstance(openid, str) and 0 < len(openid) <= 128 and "errcode" not in told:
        return openid
    if told.get("errcode") in MISTAKES_OF_OURS:
        raise Unavailable(_("Weixin does not know this site. Tell whoever runs the server; the one-time code works."))
    if "errcode" in told:
        raise BadInput(_("Weixin did not confirm it, or it took too long. Please scan again."))
    raise Unavailable(_("Weixin cannot be reached just now. The one-time code works meanwhile."))


def _ask(code: str) -> dict[str, object]:
    weixin = settings.LINLI_WEIXIN
    asked = {"appid": weixin.app_id, "secret": weixin.secret, "code": code, "grant_type": "authorization_code"}

    def ask() -> bytes:
        address = f"{weixin.api}/oauth2/access_token"
        with requests.get(address, asked, timeout=TIMEOUTS, allow_redirects=False, stream=True) as answer:
            return answer.raw.read(MOST_READ, decode_content=True) or b""

    try:
        told = json.loads(in_time(ask))
    except (Undelivered, requests.RequestException, OSError, ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}
