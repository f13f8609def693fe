"""Chain messages of a chat in which people say what they take: 1. 陈晓东 03号; 黄军：我领15号和22号; 罗静 书包一个.

For an office whose PC no phone can reach: what is read here becomes claims to confirm at the desk, under the rules of
any claim.
"""

import re
from dataclasses import dataclass

from linli.wishes.reading import manners, names
from linli.wishes.reading.chains import is_header, is_notice, number_of, sender_of
from linli.wishes.reading.characters import flatten, without_faces
from linli.wishes.reading.phrases import read_phrase
from linli.wishes.reading.quantities import LONGEST_SAID, SPOKEN, amount_at, to_number

_PHONE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?(1\d{2})[\s-]?(\d{4})[\s-]?(\d{4})(?!\d)")
_LABEL = re.compile(r"(?:姓名|电话|手机号?|联系电话|单位|工作单位|编号|序号|认领编号|心愿编号|认领人|认领)\s*:\s*")
_TAKE = re.compile(
    r"(?:我来|我要|我|来)?\s*(?:想|愿意|要)?\s*(?:认领|领取|领走|领|认|选择|选|拿|报名|报|承包|包了?|接|要|"
    r"点亮)\s*(?:了|第|的|一下)*\s*"
)
_RANGE = re.compile(r"(?<![\d.])(\d{1,3})\s*(?:号|#)?\s*[-~到至]\s*(\d{1,3})(?![\d.])\s*(?:号|#)?(?!楼)")
_MARKED = re.compile(
    rf"(?:第|NO\.?|No\.?|no\.?|#|№)\s*(\d{{1,4}}|{SPOKEN})\s*(?:号|个|#)?(?:心愿)?|(\d{{1,4}}|"
    rf"{SPOKEN})\s*(?:号(?![楼院])|#)(?:微?心愿)?"
)
_PLAIN = re.compile(r"(?<![\d.A-Za-z])(\d{1,4})(?![\d.A-Za-z])")
_DIGITS = re.compile(r"(?<!\d)\d{1,3}(?!\d)|[一二两三四五六七八九十]")
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:监督管理局|管理局|公安局|分局|局|考试中心|服务中心|中心|有限公司|公司|集团|银行|"
    r"支行|信用社|小学|中学|大学|学院|学校|幼儿园|医院|卫生院|"
    r"委员会|纪委|党委|政法委|办公室|街道办|街道|社区|法院|检察院|派出所|研究所|事务所|税务所|司法所|财政所|"
    r"供电所|[厂站院校委办会队])(?![\u4e00-\u9fff]*(?:局|公司|中学|小学|中心|医院|学校))"
)
_DOUBT = re.compile(r"[?]|还有吗|有没有|可以吗|行吗|不要|不领|取消|放弃|退|换成|换一|改成|改为|如果|没人要|已经|谁")
_LINK = re.compile(r"[\s、,，和跟与及;:。.!/&+|()\-~#]|还有|以及|号|的|我|了|微?心愿|第|个|一起|两个")
_CLOSED = re.compile(r".*(?:完毕|认领完了|结束|已满|抢完了?|没有了)[了啦!。]*")
_HINT = re.compile(r"[\u4e00-\u9fff]{2,12}")
_MOST_IN_RANGE = 50


@dataclass(frozen=True)
class SpokenClaim:
    """One person's claim as it was understood. `numbers` are the public numbers of wishes; where somebody names the
    thing instead, it stands in `item_hint`; `amount`: how much of one wish they take, where they say so. Where not
    `sure`, a person has to look. `text` is the exact line.
    """

    name: str
    phone: str
    organisation_hint: str
    numbers: tuple[int, ...]
    item_hint: str
    text: str
    sure: bool
    amount: int | None = None


@dataclass(frozen=True)
class ClaimChain:
    """All claims of a pasted chat, and the lines that are none: titles, greetings, repeats, senders."""

    claims: tuple[SpokenClaim, ...]
    ignored: tuple[str, ...]


def read_claim_chain(text: str) -> list[SpokenClaim]:
    """The claims said in a pasted chat, in order. Never raises; a line that cannot be read comes back not sure."""
    return list(read_claims(text).claims)


def read_claims(text: str) -> ClaimChain:
    """As `read_claim_chain`, together with what was left out."""
    claims: list[SpokenClaim] = []
    ignored: list[str] = []
    sender, expected = "", 1
    for line in text.splitlines():
        flat = flatten(line)
        if not flat.strip():
            continue
        index, begin = _index_of(flat, expected)
        expected = index + 1 if index is not None else expected
        speaker = sender_of(flat) if index is None else None
        if speaker is not None:
            sender = speaker
        if (
            speaker is not None
            or _is_no_claim(flat, begin)
            or any(claim.text == line.strip() for claim in claims if index)
        ):
            ignored.append(line.strip())
            continue
        claims.append(_claim(flat[begin:], line.strip(), sender))
    return ClaimChain(tuple(claims), tuple(ignored))


def _index_of(flat: str, expected: int) -> tuple[int | None, int]:
    """The line's own number in the chain. 7、12 林丽娜 and 7 林丽娜 begin with wishes taken, unless 7 is due next."""
    index, begin = number_of(flat)
    if flat[:begin].strip().isdigit() and not _PLAIN.search(flat, begin):
        return None, 0
    if index is None or index == expected or not _PLAIN.match(flat, begin):
        return index, begin
    return (index, begin) if "." in flat[:begin] or ")" in flat[:begin] else (None, 0)


def _is_no_claim(flat: str, begin: int) -> bool:
    said = flat[begin:].strip()
    if is_header(flat):
        return True
    if _PLAIN.search(said):
        return False
    return (
        manners.is_greeting(said)
        or bool(_CLOSED.fullmatch(said))
        or (begin == 0 and is_notice(flat) and not _name_end(said))
    )


def _claim(flat: str, text: str, sender: str) -> SpokenClaim:
    if len(flat) > LONGEST_SAID:
        return SpokenClaim(sender, "", "", (), "", text, sure=False)
    doubtful = bool(_DOUBT.search(flat))
    phone, rest = _cut_phone(_LABEL.sub(" ", without_faces(flat)))
    organisation, name, rest = _who(rest)
    numbers, rest = _cut_numbers(rest)
    amount, rest = _cut_amount(rest) if len(numbers) == 1 else (None, rest)
    item = "" if numbers else _item(rest)
    left = _LINK.sub("", _TAKE.sub("", rest)) if numbers else ""
    if left and not organisation and not name and names.is_name(left):
        name, left = left, ""
    elif not organisation and not doubtful and _HINT.fullmatch(left) and not manners.SENTENCE.search(left):
        organisation, left = left, ""
    name = name or sender
    sure = bool(name or phone) and bool(numbers or item) and not doubtful and not left
    return SpokenClaim(name, phone, organisation, numbers, item, text, sure, amount)


def _cut_phone(flat: str) -> tuple[str, str]:
    found = _PHONE.search(flat)
    if not found:
        return "", flat
    return "".join(found.groups()), f"{flat[: found.start()]} {flat[found.end() :]}"


def _who(flat: str) -> tuple[str, str, str]:
    """The employer and the name at the front of a line in either order, and the rest."""
    organisation = name = ""
    rest = flat.strip(" ,、:;-")
    for _ in range(2):
        if not name and (stop := _name_end(rest)):
            name, rest = rest[:stop], rest[stop:]
        elif not organisation and (found := _ORGANISATION.match(rest)) and not _TAKE.match(found[0]):
            organisation, rest = found[0], rest[found.end() :]
        rest = rest.lstrip(" ,、:;-()")
    return organisation, name, rest


def _name_end(flat: str) -> int:
    """Where the name at the front ends: before a blank, a colon, 认领 or a number; 0 where there is none."""
    word = re.match(r"[\u4e00-\u9fff·•]+", flat)
    if not word:
        return 0
    taken = re.search(r"我来|我要|我|要|想|认领|领|选|来|拿|报名|[:\s]", word[0][1:])
    stop = taken.start() + 1 if taken else word.end()
    if names.is_name(word[0][:stop]):
        return stop
    found = names.titled_end(flat)
    return found if found and not _ORGANISATION.match(flat[:found]) else 0


def _cut_numbers(flat: str) -> tuple[tuple[int, ...], str]:
    """The wish numbers in the order said, and the line without them. 书包2个 holds none, since that is an amount."""
    found: list[tuple[int, tuple[int, ...]]] = []

    def take(match: re.Match[str], values: tuple[int, ...]) -> str:
        found.append((match.start(), values))
        return " " * len(match[0])

    rest = _RANGE.sub(lambda m: take(m, _span(int(m[1]), int(m[2]))), flat)
    rest = _MARKED.sub(lambda m: take(m, (int(to_number(m[1] or m[2])),)), rest)
    rest = _PLAIN.sub(lambda m: m[0] if amount_at(rest, m.start()) else take(m, (int(m[1]),)), rest)
    numbers = [number for _, values in sorted(found) for number in values if number]
    return tuple(dict.fromkeys(numbers)), rest


def _cut_amount(flat: str) -> tuple[int | None, str]:
    """How much is taken of a wish that was named by its number, and the line without it: 2斤, 3份."""
    for found in _DIGITS.finditer(flat):
        amount = amount_at(flat, found.start())
        if amount is not None and amount.exact is not None and amount.exact == int(amount.exact) > 0:
            return int(amount.exact), f"{flat[: found.start()]} {flat[amount.end :]}"
    return None, flat


def _span(first: int, last: int) -> tuple[int, ...]:
    """7-9 as 7, 8, 9; a span that runs backwards or far is only its two ends."""
    near = first <= last <= first + _MOST_IN_RANGE
    return tuple(range(first, last + 1)) if near else (first, last)


def _item(flat: str) -> str:
    """The thing named instead of a number, as one would say it: 书包, or 书包、手套 where there are several."""
    lead = _TAKE.match(flat)
    wishes = read_phrase(flat[lead.end() :] if lead else flat).wishes
    return "、".join(wish.item for wish in wishes if wish.sure)
