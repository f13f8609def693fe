"""How much of a shared wish somebody takes: the field, and what was sent in it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.guards import Request
from linli.wishes.kinds.shares import is_by_quantity, share, share_unit
from linli.wishes.queries.public import OwnClaim, PublicWish
from linli.wishes.views.public.lamps import title_of


def posted_shares(request: Request) -> int | None:
    """What was sent; None where the form has no such field, 0 where it is no number."""
    sent = request.POST.get("shares")
    if sent is None:
        return None
    sent = sent.strip()
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else 0


def left_in_words(shown: PublicWish) -> str:
    """How much of it nobody has taken yet; empty for a wish that is not shared, or is full."""
    return share(shown.left, shown.shares, shown.quantity, shown.unit) if shown.shares and shown.left else ""


def amount_field(request: Request, shown: PublicWish, *, most: bool = False) -> dict[str, Any] | None:
    """The field in which one says how much; None where the wish is taken as a whole. `most`: all that is left at
    first, as it is offered."""
    if not shown.shares or not shown.left:
        return None
    typed = request.POST.get("shares", "").strip()
    return {
        "unit": share_unit(shown.shares, shown.quantity, shown.unit),
        "left": left_in_words(shown),
        "total": share(shown.shares, shown.shares, shown.quantity, shown.unit),
        "in_parts": not is_by_quantity(shown.shares, shown.quantity),
        "value": typed or (shown.left if most else 1),
        "error": wrong_amount(request, shown),
    }


def wrong_amount(request: Request, shown: PublicWish) -> str:
    """What is wrong with the amount that was sent, in words; empty where nothing is."""
    shares = posted_shares(request)
    if shares is None or not shown.shares or 1 <= shares <= shown.left or not shown.left:
        return ""
    if shares < 1:
        return _("Please enter how much of it you take, as a whole number.")
    return _("Only {left} is left. Please take at most that much.").format(left=left_in_words(shown))


def title_taken(told: OwnClaim) -> str:
    """What they have claimed: 鸡蛋 3斤; 轮椅 1台，1 份."""
    if told.shares is None:
        return title_of(told.item, told.quantity, told.unit)
    if is_by_quantity(told.shares, told.quantity):
        return title_of(told.item, Decimal(told.share), told.unit)
    mine = share(told.share, told.shares, told.quantity, told.unit)
    return _("{title}, {share}").format(title=title_of(told.item, told.quantity, told.unit), share=mine)


def together(told: OwnClaim, others: int) -> str:
    """Of how much it is a part, and with how many others."""
    whole = share(told.shares or 0, told.shares or 0, told.quantity, told.unit)
    if not others:
        return _("A part of {whole} in all; the rest is still open to others.").format(whole=whole)
    return ngettext(
        "A part of {whole} in all, together with {count} other person.",
        "A part of {whole} in all, together with {count} other people.",
        others,
    ).format(whole=whole, count=others)
