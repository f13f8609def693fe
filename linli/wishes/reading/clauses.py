"""Words that describe a thing, parted from the thing: 能放大声音的收音机, 手套骑车用, 10公斤的大米."""

import re
from collections.abc import Iterator
from dataclasses import replace

from linli.wishes.reading import nouns
from linli.wishes.reading.tokens import Kind, Token

_USE = re.compile(r".{1,8}(?:用|穿|戴|吃|喝|玩|盖|铺|看书|看电视|写字)")
_SHORTEST_THING = 2


def part_clauses(tokens: list[Token]) -> list[Token]:
    """The tokens with every describing clause made one size token, and what it describes left as the word."""
    result: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.WORD:
            result.append(token)
        elif "的" in token.value:
            result = _with_clause(result, token)
        else:
            result.extend(_with_use(token))
    return result


def _with_clause(before: list[Token], token: Token) -> list[Token]:
    mark = token.value.rindex("的") + 1
    thing = _right_of(token, mark)
    if token.value.startswith("的") and mark == 1 and _closes_size(before, bool(thing)):
        return [*before[:-1], replace(before[-1], kind=Kind.SIZE, end=token.start + 1), *thing]
    if not thing and (split := _thing_first(token)):
        return [*before, *split]
    kept, start = _reach_back(before, token.start)
    value = "".join(part.value for part in before[kept:]) + token.value[:mark]
    clause = replace(token, kind=Kind.SIZE, start=start, end=token.start + mark, value=_trimmed(value))
    return [*before[:kept], clause, *thing]


def _right_of(token: Token, mark: int) -> list[Token]:
    rest = token.value[mark:]
    return [replace(token, start=token.start + mark, value=rest, spaced=False)] if rest else []


def _closes_size(before: list[Token], has_thing: bool) -> bool:
    """Whether 的 stands right behind a size (42码的) that is not itself inside a clause (能装5升的壶)."""
    if not before or not (before[-1].kind is Kind.SIZE or before[-1].is_measure):
        return False
    inside = len(before) > 1 and before[-2].kind is Kind.WORD and before[-2].end == before[-1].start
    return not (inside and has_thing and not nouns.is_known(before[-2].value))


def _thing_first(token: Token) -> Iterator[Token] | None:
    """收音机按键大一点的: the known thing at the front, what is wanted of it behind."""
    thing = nouns.known_at(token.value, 0)
    if len(thing) < _SHORTEST_THING or len(thing) >= len(token.value) - 1:
        return None
    return _split_after(token, len(thing))


def _with_use(token: Token) -> Iterator[Token]:
    """手套骑车用: a known thing and what it is for."""
    thing = nouns.known_at(token.value, 0)
    rest = token.value[len(thing) :]
    if len(thing) < _SHORTEST_THING or nouns.is_known(token.value) or not _USE.fullmatch(rest):
        return iter([token])
    return _split_after(token, len(thing))


def _split_after(token: Token, length: int) -> Iterator[Token]:
    yield replace(token, end=token.start + length, value=token.value[:length])
    yield replace(token, kind=Kind.SIZE, start=token.start + length, value=_trimmed(token.value[length:]), spaced=False)


def _reach_back(before: list[Token], start: int) -> tuple[int, int]:
    """How many tokens stay before the clause, and where it begins: words, sizes and measures that touch it belong."""
    kept = len(before)
    while kept:
        last = before[kept - 1]
        if last.end != start or last.is_count or last.kind in {Kind.REMARK, Kind.EACH}:
            break
        if last.kind is Kind.WORD and nouns.is_known(last.value):
            break
        if last.is_measure and (kept == 1 or before[kept - 2].kind is not Kind.WORD):
            break
        kept, start = kept - 1, last.start
    return kept, start


def _trimmed(clause: str) -> str:
    """要厚的 as 厚的."""
    return clause.removeprefix("是").removeprefix("要") if clause.endswith("的") else clause
