"""Characters as they come from phones: one shape for each, in the same place, so that positions fit the original."""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ODD_SPACES = dict.fromkeys([0x3000, 0xA0, 0x2005, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0F, 0x20E3], " ")
_TRADITIONAL = str.maketrans("兩個雙條張雞蟲臺蓋書筆鹽麵帶壺頂輛", "两个双条张鸡虫台盖书笔盐面带壶顶辆")
_TABLE: dict[int, int | str] = {
    **_FULL_WIDTH,
    **_ODD_SPACES,
    **_TRADITIONAL,
    ord("×"): "*",
    ord("✕"): "*",
    ord("✖"): "*",
    ord("﹣"): "-",
    ord("–"): "-",
    ord("—"): "-",
    ord("～"): "~",
}

BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "「": "」", "《": "》", "{": "}"}

# what phones and WeChat insert for a face or a flower
_WECHAT_FACES = (
    "强|弱|玫瑰|抱拳|微笑|合十|爱心|鼓掌|呲牙|握手|胜利|太阳|蛋糕|拥抱|咖啡|愉快|可爱|偷笑|憨笑|调皮|害羞|流泪|"
    "大哭|捂脸|"
    "心|心碎|嘴唇|月亮|礼物|红包|福|发|庆祝|烟花|爆竹|奋斗|加油|加油加油|赞|点赞|耶|奸笑|机智|旺柴|好的|打脸|哇|"
    "666|得意|色|惊讶|"
    "疑问|嘘|晕|再见|抠鼻|坏笑|鲜花|凋谢|跳跳|发抖|转圈|磕头|回头|跳绳|投降|OK|Ok|Rose|ThumbsUp|Heart|Smile|Grin|"
    "Salute|Clap|Hug|"
    "Worship|Sun|Shake|Fist|Joyful|Trick"
)
FACE = rf"\[(?:{_WECHAT_FACES})\]|[\U0001F300-\U0001FAFF\u2600-\u27BF\u2B50]+"

_LONGEST_REMARK = 120
_FACES = re.compile(FACE)


def flatten(text: str) -> str:
    """The text with full-width forms, odd spaces and a few traditional characters made plain, each in its place.

    The result is exactly as long as `text`, so that a span found in it is a span of the original.
    """
    return text.translate(_TABLE)


def without_faces(text: str) -> str:
    """The text without emoji and WeChat's [强], for comparing."""
    return _FACES.sub("", text)


def closing(flat: str, start: int) -> int:
    """Where the bracket opened at `start` is closed, behind its last character; -1 where it is not, or too far off."""
    wanted = BRACKETS[flat[start]]
    depth = 0
    for at in range(start, min(len(flat), start + _LONGEST_REMARK)):
        if flat[at] == flat[start]:
            depth += 1
        elif flat[at] == wanted:
            depth -= 1
            if not depth:
                return at + 1
    return -1
