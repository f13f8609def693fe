"""Consents: recorded with who gave them, before whom and to which words; withdrawn by adding a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.people.kinds import ConsentGiver, ConsentPurpose
from linli.people.models import Consent
from linli.people.permissions import may_edit_households
from linli.people.queries.consents import CURRENT, consent_text
from linli.people.reading import names
from linli.people.services.households import locked_household
from linli.timeline.services import record

LONGEST_WITNESS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentGiven:
    """What a family agreed to. `giver_name` is needed where somebody else speaks for it.

    `given_at` and `text_hashes` (by purpose) are for what was agreed to before, on a page: the moment, and the words
    as they were then.
    """

    purposes: Sequence[str]
    given_by: str
    witness: str
    giver_name: str = ""
    expires_on: date | None = None
    text_version: str = CURRENT
    given_at: datetime | None = None
    text_hashes: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def record_consent(*, community_id: int, household_id: UUID, consent: ConsentGiven, by: Actor) -> list[Consent]:
    """Record one consent for each purpose, bound to the words that were read out. Raises `BadInput`, `NotHere`,
    `Refused`.
    """
    household = locked_household(community_id, household_id)
    may_edit_households(by, community_id).enforce()
    giver = checked_giver(consent)
    rows, now = [], clock.now()
    for purpose in dict.fromkeys(consent.purposes):
        text = consent_text(purpose, consent.text_version)
        rows.append(
            Consent(
                community_id=community_id,
                household=household,
                purpose=purpose,
                given_by=consent.given_by,
                giver_name=giver,
                witness=consent.witness.strip(),
                text_version=text.version,
                text_hash=consent.text_hashes.get(purpose, text.hash),
                given_at=consent.given_at or now,
                expires_on=consent.expires_on,
            )
        )
    Consent.objects.bulk_create(rows)
    facts = {"purposes": [row.purpose for row in rows], "given_by": consent.given_by, "version": consent.text_version}
    record(community_id=community_id, subject=("household", household.pk), verb="consent.give", facts=facts, by=by)
    return rows


def checked_giver(consent: ConsentGiven) -> str:
    """The giver's name in its stored spelling. Raises `BadInput` with a message at each field that cannot be."""
    wrong: dict[str, list[object]] = {}
    giver = ""
    if not consent.purposes or not set(consent.purposes) <= set(ConsentPurpose.values):
        wrong["purposes"] = [_("Choose what the family agrees to.")]
    if consent.given_by not in ConsentGiver.values:
        wrong["given_by"] = [_("Choose who gave the consent.")]
    try:
        giver = names.clean(consent.giver_name) if consent.giver_name.strip() else ""
    except ValueError:
        wrong["giver_name"] = [_("Please enter the full name.")]
    if not giver and consent.given_by in {ConsentGiver.GUARDIAN, ConsentGiver.AGENT}:
        wrong["giver_name"] = [_("Please enter the name of the person who speaks for the family.")]
    if not 1 <= len(consent.witness.strip()) <= LONGEST_WITNESS:
        wrong["witness"] = [_("Please enter who was present when the consent was given.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    return giver


@transaction.atomic
def withdraw_consent(*, community_id: int, household_id: UUID, consent_id: UUID, by: Actor) -> str:
    """The family takes a consent back; returns its purpose. Raises `NotHere`, `Refused`, and `Conflict` where it does
    not stand any more.
    """
    rows = Consent.objects.within(community_id).filter(pk=consent_id, household=household_id)
    changed = rows.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
    may_edit_households(by, community_id).enforce()
    if not changed and not rows.exists():
        raise NotHere
    if not changed:
        raise Conflict(_("This consent has been withdrawn already."))
    purpose: str = rows.values_list("purpose", flat=True).get()
    facts = {"purpose": purpose}
    record(community_id=community_id, subject=("household", household_id), verb="consent.withdraw", facts=facts, by=by)
    return purpose
