"""What tells one thing from another of its kind: 中号, 42码, XXL, 120厘米, 250度, 36色, 双人, 深色, 三年级, 10斤装."""

import re

from linli.wishes.reading.quantities import COUNTS, MEASURES, NUMBER

_WORDS = (
    r"特大号|加大号|加小号|超大号|[大中小](?:号|码)|特大码|加大码|均码|加[大肥](?:加[大肥])?码?|加[厚绒长宽]|"
    r"[大中小]型(?!犬)|"
    r"[单双]人(?!份)|[男女]款|[男女]式|[长短厚薄]款|[春秋冬夏]季?款|春秋款|老人款|儿童款"
)
_COLOURS = (
    r"[深浅纯]色|(?:[深浅暗亮]|天(?=蓝)|[藏宝湖](?=蓝)|[墨军](?=绿)|[酒枣玫橘](?=红)|"
    r"[米杏](?=[黄白]))?[红橙黄绿青蓝紫黑白灰粉棕咖褐]色|卡其色|米色|咖啡色|驼色|藏青色|"
    r"大红色"
)
_LETTERS = (
    r"(?:[男女]\s?)?(?<![A-Za-z])(?:[2-6][Xx][LlSs]|[Xx]{1,5}[LlSs]|[SML]|"
    r"[sml](?=\s?[码号]))(?![A-Za-z])(?:[号码]|\s*码)?"
    rf"(?!\d+(?![\d.]*(?:{COUNTS}|{MEASURES})))"
)
_SCALES = (
    "厘米|公分|毫米|cm|CM|mm|MM|英寸|寸|码|号(?![楼院栋幢线店房])|色|度|岁|年级|瓦|W(?![A-Za-z])|w(?![A-Za-z])|"
    "伏|毫安|支装|片装|人用|孔|抽|"
    r"GB|(?<=\d\d)G(?![A-Za-z])|级|匹"
)
_PACKED = (
    rf"{NUMBER}\s*(?:{COUNTS}|{MEASURES})装|{NUMBER}\s*(?:{MEASURES})/(?:{COUNTS})|"
    rf"每(?:{COUNTS})\s*{NUMBER}(?:{MEASURES}|{COUNTS})"
)
_BY = (
    rf"{NUMBER}\s*(?:厘米|米|cm|公分|m)?[*xX]{NUMBER}\s*(?:[*xX]{NUMBER}\s*)?(?:厘米|米|cm|公分|m)?(?!\d|"
    rf"\s*(?:{COUNTS}))"
)
_SCALED = rf"{NUMBER}(?:\s*[-~到至]\s*{NUMBER})?\s*(?:{_SCALES})(?:左右|以上|以下)?(?!装)"
_NO_MORE = rf"(?![\d.十百]|\s*(?:{COUNTS}|{MEASURES}|{_SCALES}|[xX]*[SML]))"
_LONG = rf"\d+米\d{{1,2}}{_NO_MORE}|[一二两三四五六七八九]米[一二三四五六七八九]{_NO_MORE}|{NUMBER}米[长宽高]"

_SEVERAL = rf"(?P<first>{NUMBER})(?P<scale>码|年级|岁|厘米|度)(?:[、/和]{NUMBER}(?P=scale))+"

SEVERAL = re.compile(_SEVERAL)
"""34码、36码: one size of several things, not to be cut at its comma."""
SIZE = re.compile(rf"(?:{_SEVERAL}|{_BY}|{_LONG}|{_PACKED}|{_SCALED}|{_LETTERS}|{_WORDS}|{_COLOURS})")


def size_end(flat: str, at: int, end: int) -> int:
    """Where the size that begins here and goes no further than `end` ends; -1 where none begins."""
    found = SIZE.match(flat, at, end)
    return found.end() if found else -1
