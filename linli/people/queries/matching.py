"""Families on record that somebody may be: found by the blind indexes of name, phone and address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.core import phones
from linli.core.crypto import blind_index
from linli.people.models import Household
from linli.people.queries.households import HouseholdRow, current_categories, row_of
from linli.people.reading import names

MOST = 8
NAME, PHONE, ADDRESS = "head_name_index", "phone_index", "address_index"
LABELS = {NAME: _("same name"), PHONE: _("same telephone"), ADDRESS: _("same address")}


@dataclass(frozen=True, slots=True)
class Match:
    """A family, masked, and what it has in common with what was said."""

    row: HouseholdRow
    same: Sequence[str]

    @property
    def is_sure(self) -> bool:
        """Name and one thing more: the same family."""
        return NAME in self.same and len(self.same) > 1

    @property
    def why(self) -> str:
        """What they have in common, in words."""
        return "、".join(str(LABELS[code]) for code in self.same)


def matches(community_id: int, *, name: str = "", phone: str = "", address: str = "") -> list[Match]:
    """Families that have this head, this phone or this address, as typed; the likeliest first."""
    indexes = {
        NAME: blind_index("person.name", _clean(name)),
        PHONE: blind_index("phone", _normal(phone)),
        ADDRESS: blind_index("address", " ".join(address.split())),
    }
    asked = {field: index for field, index in indexes.items() if index}
    if not asked:
        return []
    either = Q()
    for field, index in asked.items():
        either |= Q(**{field: index})
    rows = list(Household.objects.within(community_id).filter(either).order_by("number")[:50])
    held = current_categories(community_id, [row.pk for row in rows]) if rows else {}
    found = [Match(row_of(row, held.get(row.pk, ())), _in_common(row, asked)) for row in rows]
    return sorted(found, key=lambda match: -len(match.same))[:MOST]


def _in_common(row: Household, asked: dict[str, bytes]) -> list[str]:
    return [field for field, index in asked.items() if bytes(getattr(row, field)) == index]


def _clean(name: str) -> str:
    try:
        return names.clean(name)
    except ValueError:
        return ""


def _normal(phone: str) -> str:
    try:
        return phones.normalise(phone) if phone.strip() else ""
    except ValueError:
        return ""
