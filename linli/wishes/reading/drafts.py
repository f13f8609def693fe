"""Tokens of one part gathered into wishes, whichever order people say them in."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from linli.wishes.reading import manners, nouns
from linli.wishes.reading.quantities import Amount
from linli.wishes.reading.tokens import Kind, Token

ONE = Decimal(1)
_LONGEST_ITEM = 16
_LONGEST_BARE = 8


@dataclass
class Draft:
    """A wish while it is being put together. `start` and `end` are its piece of the text."""

    start: int
    end: int
    words: list[Token] = field(default_factory=list)
    amount: Amount | None = None
    sizes: list[str] = field(default_factory=list)
    each: bool = False
    sure: bool = True
    in_brackets: bool = False

    def take(self, token: Token) -> None:
        """Add the next token."""
        self.end = max(self.end, token.end)
        if token.kind is Kind.WORD:
            self.words.append(token)
        elif token.kind is Kind.EACH:
            self.each = True
        elif token.kind is Kind.AMOUNT or (token.kind is Kind.REMARK and token.amount and not self.amount):
            self._take_amount(token)
        elif token.value:
            self.sizes.append(token.value)

    def _take_amount(self, token: Token) -> None:
        amount = token.amount
        if amount is None:
            return
        if self.amount is None:
            self.set_amount(amount)
            self.in_brackets = token.kind is Kind.REMARK
        elif self.in_brackets or (amount.counted and not self.amount.counted):
            self.sizes.append(said(self.amount))
            self.set_amount(amount)
            self.in_brackets = False
        else:
            self.sizes.append(token.value)
            self.sure = self.sure and not (amount.counted and bool(self.words))

    def set_amount(self, amount: Amount) -> None:
        """Count the wish in this amount; 一大箱 leaves 大箱 among the sizes."""
        self.amount = amount
        if amount.note:
            self.sizes.append(amount.note)

    @property
    def item(self) -> str:
        """The thing, without blanks inside and closing particles behind."""
        words = [token.value for token in self.words]
        joined = words[0] if words else ""
        for word in words[1:]:
            joined += (" " if joined[-1:].isascii() and word[:1].isascii() else "") + word
        joined = joined[: manners.ending_start(joined)]
        return manners.tidy_service(joined).strip(" ,.-*/'\"")

    @property
    def is_bare(self) -> bool:
        """A thing with no amount."""
        return self.amount is None and bool(self.words)


def said(amount: Amount) -> str:
    """An amount as text again: 10公斤."""
    return f"{amount.exact:f}{amount.unit}" if amount.exact is not None else amount.unit


def gather(tokens: list[Token], start: int, end: int) -> list[Draft]:
    """The wishes of one part; each but the last ends where the next begins."""
    drafts = [Draft(start, start)]
    quantity_first = _quantity_first(tokens)
    for index, plain in enumerate(tokens):
        following = tokens[index + 1 :]
        token = _as_remark(drafts[-1], plain, following, quantity_first)
        if _begins_new(drafts[-1], token, following, quantity_first):
            drafts[-1].end = token.start
            drafts.append(Draft(token.start, token.start))
        drafts[-1].take(token)
    drafts[-1].end = end
    return drafts


def _quantity_first(tokens: list[Token]) -> bool:
    """两个书包 rather than 书包两个; 5升食用油1桶 begins with a size and is the second sort."""
    content = [token for token in tokens if token.kind in {Kind.AMOUNT, Kind.WORD}]
    if not content or content[0].kind is Kind.WORD:
        return False
    return not (content[0].is_measure and content[-1].is_count)


def _begins_new(current: Draft, token: Token, following: list[Token], quantity_first: bool) -> bool:
    if not current.words:
        return False
    if token.kind is Kind.WORD:
        return _word_begins_new(current, token, quantity_first)
    if token.is_count:
        return quantity_first and current.amount is not None and _has_word(following)
    if token.kind is Kind.SIZE or token.is_measure:
        return current.amount is not None and _leads_to_word(token, following, current, quantity_first)
    return False


def _as_remark(current: Draft, token: Token, following: list[Token], quantity_first: bool) -> Token:
    """一台收音机 大按键: words of no known thing, behind a blank, after a whole wish, with no amount of their own."""
    whole = current.amount is not None and nouns.is_known(current.item)
    if not (whole and token.kind is Kind.WORD and token.spaced) or nouns.is_known(token.value):
        return token
    if following and following[0].kind is Kind.AMOUNT and not (quantity_first and following[0].spaced):
        return token
    current.sure = current.sure and manners.is_preference(token.value)
    return replace(token, kind=Kind.REMARK)


def _word_begins_new(current: Draft, token: Token, quantity_first: bool) -> bool:
    both_known = token.spaced and nouns.is_known(current.item) and nouns.is_known(token.value)
    if current.amount is None or quantity_first:
        return both_known
    return not manners.is_bare_verb(current.item)


def _leads_to_word(token: Token, following: list[Token], current: Draft, quantity_first: bool) -> bool:
    """Whether the size belongs to the thing behind it (手套两双 中号尿片3包), not to the one before (棉鞋一双 42码)."""
    at = token.end
    for later in following:
        if later.kind is Kind.WORD and not later.spaced:
            return later.start == at
        if later.kind is not Kind.SIZE or later.spaced:
            break
        at = later.end
    second_measure = token.is_measure and current.amount is not None and not current.amount.counted
    return quantity_first and second_measure and _has_word(following)


def _has_word(tokens: list[Token]) -> bool:
    return any(token.kind is Kind.WORD for token in tokens)


def split_shared(draft: Draft) -> list[Draft]:
    """书包文具盒各两个 as two drafts with one amount; the draft itself, unsure, where it is no run of known things."""
    pieces = nouns.cut(draft.item)
    if not pieces or pieces == [draft.item] or len(draft.words) != 1:
        draft.sure = False
        return [draft]
    at = draft.words[0].start
    shared: list[Draft] = []
    for piece in pieces:
        word = Token(Kind.WORD, at, at + len(piece), piece)
        shared.append(Draft(at, word.end, [word], draft.amount, list(draft.sizes), each=True))
        at = word.end
    shared[0].start, shared[-1].end = draft.start, draft.end
    return shared


def is_sentence(item: str, *, counted: bool) -> bool:
    """Whether the words are talk rather than the name of a thing; stricter where no amount was said with them."""
    if counted:
        return len(item) > _LONGEST_ITEM or bool(manners.TALK.search(item)) or manners.is_person(item)
    return len(item) > _LONGEST_BARE or bool(manners.SENTENCE.search(item)) or manners.is_person(item)
