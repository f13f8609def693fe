"""A part of what was said, cut into amounts, sizes, remarks in brackets and words."""

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from linli.wishes.reading import nouns
from linli.wishes.reading.characters import BRACKETS, FACE, closing
from linli.wishes.reading.quantities import Amount, amount_at, number_at
from linli.wishes.reading.sizes import size_end


class Kind(Enum):
    """What a token is."""

    AMOUNT = auto()
    SIZE = auto()
    REMARK = auto()
    EACH = auto()
    JOIN = auto()
    WORD = auto()


@dataclass(frozen=True)
class Token:
    """A stretch of the text; `spaced` where a blank stands before it."""

    kind: Kind
    start: int
    end: int
    value: str
    amount: Amount | None = None
    spaced: bool = False

    @property
    def is_count(self) -> bool:
        """An amount of pieces rather than a weight or volume."""
        return self.kind is Kind.AMOUNT and self.amount is not None and self.amount.counted

    @property
    def is_measure(self) -> bool:
        """A weight, volume or length, which beside a count is a size."""
        return self.kind is Kind.AMOUNT and not self.is_count


_BLANK = re.compile(rf"(?:[\s:：'\"“”‘’…]|{FACE})+")
_TIMES = re.compile(r"[*xX]\s*(?=[\d一二两三四五六七八九十半])(?![xX*]\s*\d*[xX]*[LlSs])")
_EACH = re.compile(r"(?:各|每样|每种|分别|均|都(?=[要是买]))(?:要|买|来|是|需)?\s*")
_ONE_IN_A_WORD = "统唯专同归万不合划"
"""Before 一 these make a word of it: 统一包装 holds no 一包."""
_LONG_JOIN = re.compile(r"以及|还有|外加|加上|另外再?|再加上?|再来|再要|再买|另加")
_JOIN = re.compile(r"(?<![暖柔温平缓调饱])和(?![面田气服尚好])|跟(?!鞋)|与(?!众)|及(?![时格])")
_WEAK_JOIN = re.compile(r"[加再并另带配]")
_RUN = re.compile(r"第[\d一二三四五六七八九十]+|[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|\d+(?:\.\d+)?")
_FILLER = re.compile(r"(?:还?需要|想要|要|来|需|缺|买|给我|共计?|一共|总共|数量|大概要)\s*")
_LAST_NUMBER = re.compile(r"\d{1,3}(?![\d.A-Za-z])(?:(?=\s|$)|(?=[\u4e00-\u9fff]))")
_SHARED_ONE = re.compile(r"[一二两三四五六七八九十\d]{1,3}\s*$")
"""书包文具盒各一: the measure word is left out."""


def tokens_of(flat: str, start: int, end: int) -> list[Token]:
    """The tokens between two places of a flattened text, in order; together they cover all but blanks and fillers."""
    return _Cutter(flat, end, _shares(flat, start, end)).cut(start)


def _shares(flat: str, start: int, end: int) -> bool:
    """Whether 各 stands there with an amount behind it, so that 和 between the things before it parts them."""
    return any(_shared_at(flat, each.end(), end) for each in _EACH.finditer(flat, start, end))


def _shared_at(flat: str, at: int, end: int) -> Amount | None:
    """The amount behind 各."""
    return amount_at(flat, at) or (number_at(flat, at) if _SHARED_ONE.match(flat, at, end) else None)


@dataclass
class _Cutter:
    """Walks through one part of a text."""

    flat: str
    end: int
    shares: bool
    found: list[Token] = field(default_factory=list)

    def cut(self, start: int) -> list[Token]:
        at = start
        while at < self.end:
            if blank := _BLANK.match(self.flat, at, self.end):
                at = blank.end()
            elif token := self._token_at(at):
                self._append(token, spaced=at > start and self.flat[at - 1].isspace())
                at = token.end
            elif filler := self._filler_at(at):
                at = filler
            else:
                word = self._word_at(at)
                self._append(word, spaced=at > start and self.flat[at - 1].isspace())
                at = word.end
        return self.found

    def _append(self, token: Token, *, spaced: bool) -> None:
        last = self.found[-1] if self.found else None
        if last and token.kind is Kind.WORD is last.kind and last.end == token.start:
            self.found[-1] = replace(last, end=token.end, value=last.value + token.value)
        else:
            self.found.append(replace(token, spaced=spaced))

    def _token_at(self, at: int) -> Token | None:
        flat = self.flat
        if flat[at] in BRACKETS:
            return self._remark_at(at)
        if (stop := size_end(flat, at, self.end)) > 0:
            return Token(Kind.SIZE, at, stop, flat[at:stop])
        if amount := self._amount_at(at):
            return Token(Kind.AMOUNT, at, amount.end, flat[at : amount.end], amount)
        if (shared := _EACH.match(flat, at, self.end)) and _shared_at(flat, shared.end(), self.end):
            return Token(Kind.EACH, at, shared.end(), shared[0])
        if stop := self._join_end(at):
            return Token(Kind.JOIN, at, stop, flat[at:stop])
        return None

    def _word_before(self, at: int) -> str:
        """The word that ends here, as far as it has been read."""
        last = self.found[-1] if self.found else None
        return last.value if last and last.kind is Kind.WORD and last.end == at else ""

    def _filler_at(self, at: int) -> int:
        """书包要两个: after a thing, straight before an amount, 要 is no part of it. Where it ends, or 0."""
        skipped = _FILLER.match(self.flat, at, self.end)
        after = self.found and self.found[-1].kind in {Kind.WORD, Kind.REMARK, Kind.SIZE}
        return skipped.end() if skipped and after and amount_at(self.flat, skipped.end()) else 0

    def _remark_at(self, at: int) -> Token | None:
        stop = closing(self.flat, at)
        if stop < 0 or stop > self.end:
            return None
        inside = self.flat[at + 1 : stop - 1].strip()
        amount = amount_at(inside, 0)
        if amount and (amount.end != len(inside) or amount.exact is None):
            amount = None
        return Token(Kind.REMARK, at, stop, inside, amount)

    def _amount_at(self, at: int) -> Amount | None:
        flat, word = self.flat, self._word_before(at)
        if flat[at] == "一" and word and word[-1] in _ONE_IN_A_WORD:
            return None
        times = _TIMES.match(flat, at, self.end) if self.found else None
        begin = times.end() if times else at
        if amount := amount_at(flat, begin):
            return amount if amount.end <= self.end else None
        if times or self._counts_word_before(at):
            return number_at(flat, begin)
        if self.found and self.found[-1].kind is Kind.EACH:
            return _shared_at(flat, at, self.end)
        return None if word else self._count_of_known_at(at)

    def _counts_word_before(self, at: int) -> bool:
        """手套2 at the end, or 手套2帽子1."""
        found = _LAST_NUMBER.match(self.flat, at, self.end)
        last = self.found[-1] if self.found else None
        if not found or not last or last.kind is not Kind.WORD or not nouns.is_known(last.value):
            return False
        ends = not self.flat[found.end() : self.end].strip()
        return ends or nouns.begins_known(self.flat, found.end())

    def _count_of_known_at(self, at: int) -> Amount | None:
        """2书包: a bare number straight before a known thing, unless the thing itself begins with it (84消毒液)."""
        bare = None if nouns.begins_known(self.flat, at) else number_at(self.flat, at)
        return bare if bare and nouns.begins_known(self.flat, bare.end) else None

    def _join_end(self, at: int) -> int:
        """Where the 和 that begins here and parts two wishes ends; 0 where it parts none."""
        if not self.found:
            return 0
        if found := _LONG_JOIN.match(self.flat, at, self.end):
            return found.end()
        if (found := _JOIN.match(self.flat, at, self.end)) and self._parts_wishes(at, found.end()):
            return found.end()
        found = _WEAK_JOIN.match(self.flat, at, self.end)
        after_whole = self.found[-1].kind is not Kind.WORD
        return found.end() if found and after_whole and amount_at(self.flat, found.end()) else 0

    def _parts_wishes(self, at: int, behind: int) -> bool:
        if self.shares or self.found[-1].kind is not Kind.WORD or amount_at(self.flat, behind):
            return True
        known_behind = nouns.begins_known(self.flat, behind) or nouns.is_service(self.flat[behind : self.end])
        return known_behind and nouns.is_known(self._word_before(at))

    def _word_at(self, at: int) -> Token:
        found = _RUN.match(self.flat, at, self.end)
        stop = found.end() if found else at + 1
        return Token(Kind.WORD, at, stop, self.flat[at:stop])
