"""Chain messages of a chat (群接龙): who wishes what, with titles, greetings and thanks left out but listed."""

import re
from dataclasses import dataclass, field, replace

from linli.wishes.reading import manners, names
from linli.wishes.reading.characters import flatten
from linli.wishes.reading.leads import lead_end
from linli.wishes.reading.phrases import SpokenWish, read_phrase
from linli.wishes.reading.quantities import amount_at, has_amount

_NUMBER = re.compile(
    r"\s*(?:[(]\s*(?P<a>\d{1,3})\s*[)]|(?P<b>\d{1,3})\s*(?:[.](?!\d)|[.](?=\d+号)|[、,):]|\s{2,})|"
    r"第(?P<c>\d{1,3})[个号位户](?![楼院]))\s*"
)
_LONE_NUMBER = re.compile(r"\s*(\d{1,3})\s+(?=\S)")
"""9 5号楼孙奶奶: only where somebody is named behind it."""
_CIRCLED = re.compile(r"\s*([①-⑳])\s*")
_FIRST_CIRCLED = ord("①") - 1
_HEADER = re.compile(
    r"\s*(?:#?\s*(?:接龙|群接龙)|例\s*[:.、]?|示例|举例).*|\s*-{3,}.*-{3,}\s*|\s*[-=*_]{3,}\s*|"
    r"\s*(?:\d{1,2}月\d{1,2}日|\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?)\s*"
)
_NOTICE = re.compile(
    r".*(?:征集|登记|接龙|通知|公告|报名|统计|请各|请大家|各位|楼栋长|格式|截止|填写|如下|汇总|微心愿(?!是|为|:|"
    r"[一-鿿]{0,2}[一两二三\d])|群公告|@所有人|党支部|开展|活动).*|\s*(?:我的|大家的)?微?心愿(?:单|清单|墙|"
    r"汇总)?[:\s]*"
)
_CLOCK = (
    r"(?:(?:昨天|今天|前天|星期[一二三四五六日天]|周[一二三四五六日])\s*)?(?:上午|下午|晚上|早上|中午|"
    r"凌晨)?\s*\d{1,2}:\d{2}(?::\d{2})?"
)
_DATE = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?)"
_SENDER = re.compile(
    rf"\s*(?P<who>\S[^:]{{0,19}}?)\s+(?:{_DATE}\s*)?{_CLOCK}\s*$|"
    rf"\s*(?:{_DATE}\s+)?{_CLOCK}\s+(?P<late>\S.{{0,19}})$|\s*(?P<colon>[^:\d、,]{{1,12}}):\s*$"
)
_TIME_ONLY = re.compile(rf"\s*(?:{_DATE}\s*)?(?:{_CLOCK})?\s*$")
_COLON = re.compile(r"\s*(?P<who>[^:、,;。\n]{1,14}):\s*")
_AFTER_WHO = re.compile(r"[\s:、,.\-]+|$|(?=(?:想|需|要|希望|缺|申请|求|就要|还要|也要|家|的|说))")
_LABELS = re.compile(r"(?:微?心愿|愿望|需求|需要|物品|内容|备注|我要|想要|心愿[一二三四五\d]|姓名|户主|联系人|登记人)$")


@dataclass(frozen=True)
class ChainEntry:
    """One message or numbered line: `number` None and `who` empty where none was given; `text` is the exact piece."""

    number: int | None
    who: str
    text: str
    wishes: tuple[SpokenWish, ...]


@dataclass(frozen=True)
class Chain:
    """A chat as it was read. Every line that is not blank stands in an entry, in `ignored` or among the `senders`."""

    entries: tuple[ChainEntry, ...]
    ignored: tuple[str, ...]
    senders: tuple[str, ...] = ()

    @property
    def wishes(self) -> tuple[SpokenWish, ...]:
        """All wishes in order, each with who wishes it."""
        return tuple(wish for entry in self.entries for wish in entry.wishes)


@dataclass
class _Line:
    number: int | None
    who: str
    body: str
    text: str
    sender: str


@dataclass
class _Walk:
    """What has been met on the way down the lines."""

    lines: list[_Line] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    sender: str = ""


def read_chain(text: str) -> Chain:
    """The wishes of a pasted chat or chain message. Never raises; what cannot be read stays as a wish not `sure`."""
    walk = _Walk()
    for line in text.splitlines():
        if line.strip():
            _take(walk, line)
    entries, ignored = [], list(walk.ignored)
    for kept in walk.lines:
        reading = read_phrase(kept.body)
        ignored.extend(reading.ignored)
        who = kept.who or kept.sender
        wishes = tuple(replace(wish, who=who) for wish in reading.wishes)
        entries.append(ChainEntry(kept.number, who, kept.text, wishes))
    return Chain(tuple(entries), tuple(ignored), tuple(walk.senders))


def number_of(flat: str) -> tuple[int | None, int]:
    """The number a line begins with and where what follows it begins; None and 0 where it has none."""
    if circled := _CIRCLED.match(flat):
        return ord(circled[1]) - _FIRST_CIRCLED, circled.end()
    if (lone := _LONE_NUMBER.match(flat)) and names.who_at(flat, lone.end()) > lone.end():
        return int(lone[1]), lone.end()
    found = _NUMBER.match(flat)
    if not found or found.end() == len(flat):
        return None, 0
    return int(found["a"] or found["b"] or found["c"]), found.end()


def sender_of(flat: str) -> str | None:
    """Whose message follows, where a line is only a sender and a time, or a name and a colon; '' for a time alone."""
    if _TIME_ONLY.fullmatch(flat):
        return ""
    found = _SENDER.match(flat)
    if not found:
        return None
    who = (found["who"] or found["late"] or found["colon"] or "").strip()
    return None if _LABELS.search(who) or _NOTICE.fullmatch(who) else who


def is_header(flat: str) -> bool:
    """Whether a line opens a chain: #接龙, a rule, a date, an example."""
    return bool(_HEADER.fullmatch(flat))


def is_notice(flat: str) -> bool:
    """Whether a line announces (微心愿征集,请各楼栋长帮忙登记) and asks for nothing itself."""
    return bool(_NOTICE.fullmatch(flat)) and not has_amount(flat)


def _take(walk: _Walk, line: str) -> None:
    flat = flatten(line)
    if is_header(flat):
        walk.ignored.append(line.strip())
        return
    number, begin = number_of(flat)
    sender = sender_of(flat) if number is None else None
    if sender is not None:
        walk.sender = sender
        walk.senders.append(line.strip())
    elif _is_repeat(walk, number, line) or (number is None and (manners.is_greeting(flat) or is_notice(flat))):
        walk.ignored.append(line.strip())
    elif number is None and _continues(walk, flat):
        walk.lines[-1].body += "\n" + line
        walk.lines[-1].text += "\n" + line
    else:
        who, body = who_and_rest(line, flat, begin)
        walk.lines.append(_Line(number, who, body, line.strip(), walk.sender))


def _is_repeat(walk: _Walk, number: int | None, line: str) -> bool:
    """In a group each reply carries the whole chain again: the same number with the same words is the same line."""
    return number is not None and any(old.number == number and old.text == line.strip() for old in walk.lines)


def _continues(walk: _Walk, flat: str) -> bool:
    """Whether a line without number goes on with the one before: that had no wish yet or ended in a comma, or only a
    size follows.
    """
    if not walk.lines or walk.lines[-1].sender != walk.sender:
        return False
    before = flatten(walk.lines[-1].body).strip()
    if not before or before.endswith(("、", ",", ";", "和", "+")):
        return True
    return manners.is_remark(flat)


def who_and_rest(line: str, flat: str, begin: int) -> tuple[str, str]:
    """Who is named at the start of a line, and the rest: 2号楼王姐 | 5包尿片; nobody in 我想要一条围巾."""
    if found := _COLON.match(flat, begin):
        who = found["who"].strip()
        if names.is_nickname(who) and not _LABELS.search(who) and not has_amount(who):
            return line[found.start("who") : found.end("who")].strip(), line[found.end() :]
    end = names.who_at(flat, begin)
    after = _AFTER_WHO.match(flat, end) if end > begin else None
    if after:
        return line[begin:end].strip(), line[after.end() :]
    if end > begin and (amount_at(flat, end) or lead_end(flat, end, len(flat)) > end):
        return line[begin:end].strip(), line[end:]
    return "", line[begin:]
