"""Reads how people say wishes: 5包中号成人尿不湿、5包尿片 becomes two wishes with quantity, unit, item and size.

Nothing is dropped: what cannot be read comes back as a wish that is not `sure`, in its own words, and the pieces of all
wishes together with what was ignored (thanks, greetings, numbering) are the whole text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from linli.wishes.reading import manners, nouns
from linli.wishes.reading.characters import BRACKETS, closing, flatten, without_faces
from linli.wishes.reading.clauses import part_clauses
from linli.wishes.reading.drafts import ONE, Draft, gather, is_sentence, split_shared
from linli.wishes.reading.leads import asks, lead_end, one_left_out, past_bullets
from linli.wishes.reading.quantities import LONGEST_SAID, Amount, amount_ends, has_amount
from linli.wishes.reading.sizes import SEVERAL
from linli.wishes.reading.tokens import Kind, Token, tokens_of

_NUMBERING = re.compile(r"(?m)^[ \t]*(?:[(]?\d{1,2}(?:[)]|[.、:][ \t]*(?!\d)|、)|[①-⑳]|[-•·●○■◆▪*]\s)[ \t]*")
_INLINE_NUMBER = re.compile(r"(?<=[\s:])\d{1,2}[.)]\s*(?=[^\d\s])")
_PARTING = re.compile(r"[、,;。!?\n\r|+&~]+|\.(?!\d)|(?<!\d)/|/(?!\d)")
_EDGES = " \t\r\n、,，;；。.!！?？|+＋&~～/:："


@dataclass(frozen=True)
class SpokenWish:
    """One wish as it was understood. `text` is its exact piece of the original. Where not `sure`, a person has to look:
    either the whole piece stands in `item` and there is no quantity, or a quantity was only guessed.
    """

    quantity: Decimal | None
    unit: str
    item: str
    spec: str
    who: str
    text: str
    sure: bool

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON: the quantity whole where it is whole, null only where it could not be read."""
        number = self.quantity
        plain = None if number is None else int(number) if number == number.to_integral_value() else float(number)
        return {
            "quantity": plain,
            "unit": self.unit,
            "item": self.item,
            "spec": self.spec,
            "who": self.who,
            "text": self.text,
            "sure": self.sure,
        }


@dataclass(frozen=True)
class Reading:
    """What a text holds: its wishes in order, and the thanks and greetings that are none."""

    wishes: tuple[SpokenWish, ...]
    ignored: tuple[str, ...]


def read_wishes(text: str) -> list[SpokenWish]:
    """The wishes said in `text`, in order. Never raises; what cannot be read stays as text with `sure` False."""
    return list(read_phrase(text).wishes)


def read_phrase(text: str) -> Reading:
    """As `read_wishes`, together with what was left out."""
    return _Reader(text).read()


class _Reader:
    """Walks over the parts of one text and keeps the wishes found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = flatten(text)
        self.drafts: list[Draft] = []
        self.ignored: list[str] = []
        self.held: int | None = None

    def read(self) -> Reading:
        parts = list(self._parts())
        for index, (start, end) in enumerate(parts):
            following = parts[index + 1] if index + 1 < len(parts) else None
            self._take(start, end, following)
        if self.held is not None:
            self._keep_held()
        wishes = tuple(wish for draft in self.drafts if (wish := self._wish(draft)).text)
        return Reading(wishes, tuple(self.ignored))

    def _parts(self) -> Iterator[tuple[int, int]]:
        """Stretches between commas, line ends and the like; brackets are never cut."""
        start = at = 0
        while at < len(self.flat):
            if numbering := _NUMBERING.match(self.flat, at) if at in {0, start} else None:
                self.ignored.append(self.text[at : numbering.end()].strip())
                start = at = numbering.end()
            elif numbering := _INLINE_NUMBER.match(self.flat, at):
                yield start, at
                self.ignored.append(self.text[at : numbering.end()].strip())
                start = at = numbering.end()
            elif self.flat[at] in BRACKETS and (stop := closing(self.flat, at)) > 0:
                at = stop
            elif (several := SEVERAL.match(self.flat, at)) and (at == start or amount_ends(self.flat, at)):
                at = several.end()
            elif parting := _PARTING.match(self.flat, at):
                yield start, at
                start = at = parting.end()
            else:
                at += 1
        yield start, len(self.flat)

    def _take(self, start: int, end: int, following: tuple[int, int] | None) -> None:
        said_here = self.flat[start:end].strip(_EDGES)
        if not said_here:
            return
        if len(said_here) > LONGEST_SAID:
            self._add(Draft(start, end))
        elif following and lead_end(said_here, 0, len(said_here)) == len(said_here):
            self.held = start if self.held is None else self.held
        elif has_amount(said_here) or any(mark in without_faces(said_here) for mark in BRACKETS):
            self._take_wishes(start, end)
        elif manners.is_greeting(said_here):
            self.ignored.append(self.text[start:end].strip())
        elif not self._take_remark(said_here, start, end, following):
            self._take_wishes(start, end)

    def _take_remark(self, said_here: str, start: int, end: int, following: tuple[int, int] | None) -> bool:
        """Whether the part only says something about the wish before or after it, and then is kept there."""
        if self.drafts and self.held is None and manners.is_remark(said_here):
            self.drafts[-1].sizes.append(manners.wanted(said_here))
            self.drafts[-1].end = end
        elif manners.has_thing(said_here) and not self._is_lack(said_here, following):
            return False
        elif self.drafts and self.held is None and manners.is_reason(said_here):
            self.drafts[-1].end = end
        elif self._explains_next(said_here, following):
            self.held = start if self.held is None else self.held
        else:
            return False
        return True

    def _is_lack(self, said_here: str, following: tuple[int, int] | None) -> bool:
        """家里没有电视，想要一台 names a thing only to say that it is missing."""
        return manners.lacks(said_here) and following is not None and asks(self.flat, *following)

    def _explains_next(self, said_here: str, following: tuple[int, int] | None) -> bool:
        talk = manners.is_reason(said_here) or said_here.endswith("了") or bool(manners.SENTENCE.search(said_here))
        if not talk or following is None or lead_end(said_here, 0, len(said_here)):
            return False
        return said_here.endswith("了") or asks(self.flat, *following) or self.held is not None

    def _take_wishes(self, start: int, end: int) -> None:
        if not manners.ending_start(self.flat[start:end].strip(_EDGES)):
            self.ignored.append(self.text[start:end].strip())
            return
        first = True
        for begin, stop, tokens in self._joined(start, end):
            for draft in gather(tokens, begin, stop):
                if first and self.held is not None:
                    draft.start, self.held = self.held, None
                first = False
                self._add(draft)

    def _joined(self, start: int, end: int) -> Iterator[tuple[int, int, list[Token]]]:
        """The stretches between 和, 还有 and the like, each with its tokens behind its lead-in."""
        at = start
        whole, end = end, start + manners.ending_start(self.flat[start:end])
        while at < end:
            behind = lead_end(self.flat, at, end)
            left_out = one_left_out(self.flat, behind) if behind > past_bullets(self.flat, at, end) else None
            rest = left_out.end if left_out else behind
            tokens = [self._as_said(token) for token in tokens_of(self.flat, rest, end)]
            if left_out:
                tokens.insert(0, Token(Kind.AMOUNT, behind, rest, self.flat[behind:rest], left_out))
            cut = next((index for index, token in enumerate(tokens) if token.kind is Kind.JOIN), len(tokens))
            join = tokens[cut] if cut < len(tokens) and tokens[cut].end < end else None
            yield at, join.start if join else whole, part_clauses(tokens[:cut])
            at = join.end if join else end

    def _as_said(self, token: Token) -> Token:
        """A remark in brackets in its own characters, full-width commas and all; the × of 60×90厘米 as it was."""
        said = self.text[token.start : token.end]
        if token.kind is Kind.REMARK and token.amount is None:
            return replace(token, value=said[1:-1].strip())
        if token.kind is Kind.SIZE and "*" in token.value:
            kept = zip(token.value, said, strict=True)
            return replace(token, value="".join("×" if own == "×" else plain for plain, own in kept))
        return token

    def _add(self, draft: Draft) -> None:
        if draft.item:
            self._add_thing(draft)
        elif self.drafts and self._belongs_before(draft):
            self.drafts[-1].end = draft.end
        else:
            draft.sure = False
            self.drafts.append(draft)

    def _add_thing(self, draft: Draft) -> None:
        if not draft.each or draft.amount is None:
            self.drafts.append(draft)
        elif not self._share(draft.amount):
            self.drafts.extend(split_shared(draft))
        else:
            self.drafts.append(draft)

    def _share(self, amount: Amount) -> bool:
        """Give the amount behind 各 to the things named before it; whether there were any."""
        shared = False
        for earlier in reversed(self.drafts):
            if not earlier.is_bare:
                break
            earlier.set_amount(amount)
            shared = True
        return shared

    def _belongs_before(self, draft: Draft) -> bool:
        """A size or an amount with no thing of its own (手套，两双; 棉鞋一双，42码) is said of the thing before."""
        last = self.drafts[-1]
        if last.amount is None and draft.amount is not None:
            if draft.each:
                self._share(draft.amount)
            else:
                last.set_amount(draft.amount)
        elif draft.amount is not None:
            last.sizes.append(self.flat[draft.start : draft.end].strip(_EDGES))
            last.sure = last.sure and (not draft.amount.counted or self._breaks_down(last.amount, draft))
            return True
        elif not draft.sizes:
            return False
        last.sizes.extend(draft.sizes)
        return True

    @staticmethod
    def _breaks_down(whole: Amount | None, draft: Draft) -> bool:
        """两件毛衣，一件红色一件蓝色 tells of the two; 羽绒服男XXL一件,女L一件 are two, though one was counted."""
        return bool(draft.sizes) and whole is not None and (whole.exact or ONE) > ONE

    def _keep_held(self) -> None:
        if self.drafts:
            self.drafts[-1].end = len(self.flat)
        else:
            self.drafts.append(Draft(self.held or 0, len(self.flat), sure=False))

    def _wish(self, draft: Draft) -> SpokenWish:
        text = self.text[draft.start : draft.end].strip(_EDGES)
        item, amount, spec = draft.item, draft.amount, "、".join(dict.fromkeys(draft.sizes))
        unread = SpokenWish(None, "", text, "", "", text, sure=False)
        if not item or (amount and not amount.exact):
            return unread
        if amount is None:
            return self._bare(draft, replace(unread, item=item, spec=spec))
        if is_sentence(item, counted=True):
            return unread
        unit = amount.unit or nouns.usual_unit(item)
        return SpokenWish(amount.exact, unit, item, spec, "", text, sure=draft.sure)

    def _bare(self, draft: Draft, wish: SpokenWish) -> SpokenWish:
        """文具盒 alone is one; an unknown word may be one, to be confirmed; a sentence stays a sentence."""
        if is_sentence(wish.item, counted=False):
            return replace(wish, item=wish.text, spec="")
        sure = draft.sure and nouns.is_known(wish.item) and not manners.is_bare_verb(wish.item)
        return replace(wish, quantity=ONE, unit=nouns.usual_unit(wish.item), sure=sure)
