"""Where a wish really begins: behind 我想给孩子换 and the like, and the 一 that people leave out (买件棉袄)."""

import re
from decimal import Decimal

from linli.wishes.reading import manners, nouns
from linli.wishes.reading.quantities import COUNTS, Amount, amount_at
from linli.wishes.reading.sizes import size_end

_BULLET = re.compile(r"[\s:•·●○■◆▪*\-+]+(?![.\d]*[xX*])")
_JOINED = re.compile(
    r"和(?!面|田)|还有|以及|另外|外加|加上|跟(?!鞋)|再(?=[要来买给])|然后|还(?=[要想需缺])|也(?=[要想需缺])"
)
_ONE_LEFT_OUT = re.compile(rf"(?P<unit>{COUNTS}|斤|公斤)(?=[\u3400-\u9fff])")
_OBJECT_FIRST = re.compile(r"把[^,、。\s]{1,10}(?:修|换|装|弄|通|刷|洗|理|剪|搬)")
_PEOPLE_COUNTED = re.compile(rf"[一两二三四五1-5]个?{manners.PERSON}")


def lead_end(flat: str, start: int, end: int) -> int:
    """Where the lead-in that begins at `start` ends; `start`, bullets and joining words aside, where there is none."""
    at = start
    for pattern in (_BULLET, _JOINED, _BULLET):
        if found := pattern.match(flat, at, end):
            at = found.end()
    limit = _first_amount(flat, at, end)
    asked = manners.ASK.search(flat, at, end)
    if asked and asked.start() <= limit and not _names_a_thing(flat[at : asked.start()]):
        return asked.end()
    alone = manners.ALONE.match(flat, at, end)
    if alone and (alone[0].endswith("买") or _worth_it(flat, alone.end(), end)):
        return alone.end()
    person = manners.BENEFICIARY.match(flat, at, end)
    return person.end() if person and amount_at(flat, _past_blanks(flat, person.end())) else at


def past_bullets(flat: str, start: int, end: int) -> int:
    """Where the blanks and bullets that begin at `start` end."""
    found = _BULLET.match(flat, start, end)
    return found.end() if found else start


def one_left_out(flat: str, at: int) -> Amount | None:
    """The amount behind a verb where 一 was left out (换个); None where the character is the thing's own (买台灯)."""
    found = _ONE_LEFT_OUT.match(flat, at)
    if (
        not found
        or manners.NOT_A_MEASURE.match(flat, at)
        or _OBJECT_FIRST.match(flat, at)
        or nouns.begins_known(flat, at)
    ):
        return None
    return Amount(Decimal(1), found["unit"], True, "", found.end())


def asks(flat: str, start: int, end: int) -> bool:
    """Whether a part begins with a lead-in, so that the part before it may be its explanation."""
    return lead_end(flat, start, end) > start and bool(flat[start:end].strip())


def _first_amount(flat: str, start: int, end: int) -> int:
    at = start
    while at < end:
        if people := _PEOPLE_COUNTED.match(flat, at, end):
            at = people.end()
            continue
        if amount_at(flat, at):
            return at
        at += 1
    return end


def _names_a_thing(before: str) -> bool:
    word = before.strip()
    return bool(word) and nouns.is_known(word) and not manners.SENTENCE.search(word)


def _worth_it(flat: str, at: int, end: int) -> bool:
    """A weak lead-in counts where an amount or a known thing comes behind it, so that 来电显示电话 is left whole."""
    at = _past_blanks(flat, at)
    if at >= end:
        return False
    if _OBJECT_FIRST.match(flat, at) or amount_at(flat, at) or one_left_out(flat, at) or size_end(flat, at, end) > 0:
        return True
    rest = re.split(r"[(\[【\s]", flat[at:end], maxsplit=1)[0]
    return nouns.is_known(manners.tidy_service(rest[: manners.ending_start(rest)])) or rest.endswith("的")


def _past_blanks(flat: str, at: int) -> int:
    while at < len(flat) and flat[at] in " :":
        at += 1
    return at
