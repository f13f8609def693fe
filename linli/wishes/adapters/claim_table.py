"""The table of a campaign for Excel: what is claimed, by whom, under which number. Claimants masked, no families."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.core import clock, masks
from linli.core.sheets import Value, write_sheet
from linli.wishes.kinds.shares import share_unit
from linli.wishes.kinds.shown import shown_label, shown_state
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.queries.boards import BASES, SHOWN
from linli.wishes.queries.campaigns import claims_by_wish

WIDTHS = (8, 24, 16, 8, 8, 12, 12, 30, 12, 18, 20)


def claim_table(campaign: Campaign) -> bytes:
    """The workbook: one row for each wish in the order of the public numbers; of a shared one for each claim and for
    what is left."""
    headings = [
        pgettext("column", "No."),
        pgettext("column", "Wish"),
        pgettext("column", "Size"),
        pgettext("column", "Quantity"),
        pgettext("column", "Unit"),
        pgettext("column", "State"),
        pgettext("column", "Claimed by"),
        pgettext("column", "Employer"),
        _("Claim number"),
        pgettext("column", "Claimed at"),
        pgettext("column", "Known by"),
    ]
    return write_sheet(title=campaign.title, headings=headings, rows=_rows(campaign), widths=WIDTHS)


def table_name(campaign: Campaign) -> str:
    """What the file is called: the title and the day, without signs that a file's name cannot have."""
    title = "".join(char for char in campaign.title if char.isalnum())
    return f"{title} {clock.today():%Y-%m-%d}.xlsx"


def _rows(campaign: Campaign) -> Iterator[list[Value]]:
    claims = claims_by_wish(campaign)
    wishes = Wish.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=SHOWN)
    for wish in wishes.defer("said", "note").order_by("public_number", "id"):
        held: list[Claim | None] = [*claims[wish.pk]]
        for claim in held if held and wish.shares_taken == (wish.shares or 0) else [*held, None]:
            state = shown_state(wish.state, claim.state if claim else "", bool(claim and claim.to_decide))
            row: list[Value] = [wish.public_number, wish.public_title, wish.public_spec, *_much(wish, claim)]
            yield [*row, str(shown_label(state)), *(_claimed(claim) if claim else [""] * 5)]


def _much(wish: Wish, claim: Claim | None) -> list[Value]:
    """Quantity and unit; of a shared wish of this claim, or of what is left."""
    if wish.shares is None:
        return [_number(wish.quantity), wish.unit]
    count = claim.shares if claim else wish.shares - wish.shares_taken
    return [count, share_unit(wish.shares, wish.quantity, wish.unit)]


def _number(quantity: Decimal | None) -> Value:
    if quantity is None:
        return None
    return int(quantity) if quantity == quantity.to_integral_value() else quantity.normalize()


def _claimed(claim: Claim) -> list[Value]:
    person = claim.claimant
    return [
        masks.name(person.name),
        person.organisation.name if person.organisation else "",
        str(claim.number),
        f"{clock.local(claim.claimed_at):%Y-%m-%d %H:%M}",
        str(BASES.get(claim.basis, claim.basis)),
    ]
