"""What a browser is called in plain words, from what it says of itself. Kept as two short codes only."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# the first that is found names it: most browsers also claim to be the ones before them
_SYSTEMS = (
    ("openharmony", "harmony"),
    ("harmonyos", "harmony"),
    ("ipad", "ipad"),
    ("iphone", "iphone"),
    ("android", "android"),
    ("windows", "windows"),
    ("macintosh", "mac"),
    ("linux", "linux"),
)
_BROWSERS = (
    ("wxwork", "wecom"),
    ("micromessenger", "wechat"),
    ("dingtalk", "dingtalk"),
    ("edg", "edge"),
    ("firefox", "firefox"),
    ("qqbrowser", "qq"),
    ("huaweibrowser", "huawei"),
    ("chrome", "chrome"),
    ("safari", "safari"),
)
_SYSTEM_WORDS = {
    "harmony": _("HarmonyOS device"),
    "ipad": "iPad",
    "iphone": "iPhone",
    "android": _("Android phone"),
    "windows": _("Windows computer"),
    "mac": _("Mac computer"),
    "linux": _("Linux computer"),
}
_BROWSER_WORDS = {
    "wecom": _("WeCom"),
    "wechat": _("WeChat"),
    "dingtalk": _("DingTalk"),
    "edge": "Edge",
    "firefox": _("Firefox"),
    "qq": _("QQ Browser"),
    "huawei": _("Huawei Browser"),
    "chrome": "Chrome",
    "safari": "Safari",
}


def device_of(agent: str) -> str:
    """The codes of system and browser, like `windows.edge`; empty where nothing is known of one."""
    told = agent.lower()
    system, browser = (next((code for mark, code in marks if mark in told), "") for marks in (_SYSTEMS, _BROWSERS))
    return f"{system}.{browser}"


def device_words(code: str) -> str:
    """`Windows computer, Edge` in the reader's language."""
    system, _dot, browser = code.partition(".")
    words = str(_SYSTEM_WORDS.get(system, "")), str(_BROWSER_WORDS.get(browser, ""))
    if all(words):
        return gettext("{system}, {browser}").format(system=words[0], browser=words[1])
    return "".join(words) or gettext("Unknown device")
