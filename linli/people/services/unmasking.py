"""Seeing one masked field, for a reason that stays on the timeline: no row, no unmask (trust, row 19)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.people.models import Consent, Household, HouseholdMember, Person
from linli.people.permissions import may_unmask
from linli.timeline.services import record

FIELDS: dict[str, tuple[type[Any], frozenset[str]]] = {
    "household": (Household, frozenset({"head_name", "phone", "address", "note"})),
    "member": (HouseholdMember, frozenset({"name", "note"})),
    "consent": (Consent, frozenset({"giver_name"})),
    "person": (Person, frozenset({"name", "phone"})),
}
"""What can be unmasked: a kind of row, and its sealed fields. Apps above add theirs by `unmaskable`."""
SHORTEST_REASON, LONGEST_REASON = 2, 200


def checked_reason(reason: str) -> str:
    """A reason in a few words. Raises `BadInput`."""
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        told = _("Please say in a few words why you need to see this.")
        raise BadInput(told, {"reason": [told]})
    return reason


def unmaskable(kind: str, model: type[Any], *fields: str) -> None:
    """Let these sealed fields of another app's rows be unmasked. Called in `apps.ready()`."""
    FIELDS[kind] = (model, frozenset(fields))


@transaction.atomic
def unmask_field(*, community_id: int, kind: str, row_id: UUID, field: str, reason: str, by: Actor) -> str:
    """The whole value of one field, after the timeline has its row with who looked, at what, and why.

    The row stands with the family where there is one, so that the family can be shown who looked at its record. Raises
    `BadInput` without a reason, `NotHere`, `Refused`.
    """
    may_unmask(by, community_id).enforce()
    reason = checked_reason(reason)
    model, fields = FIELDS.get(kind, (None, frozenset()))
    row = model.objects.within(community_id).filter(pk=row_id).first() if model and field in fields else None
    if row is None:
        raise NotHere(_("There is no such record."))
    household_id = row_id if kind == "household" else getattr(row, "household_id", None)
    subject = ("household", household_id) if household_id else (kind, row_id)
    facts = {"kind": kind, "row": row_id.hex, "field": field}
    record(community_id=community_id, subject=subject, verb="unmask", facts=facts, detail=reason, by=by)
    return str(getattr(row, field))
