"""Wishes that residents send themselves through a link: opened and closed by the office, sent, checked, decided."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.core.ids import new_id
from linli.gate.services import new_public_code
from linli.people.kinds import ConsentPurpose
from linli.people.queries.consents import consent_text
from linli.people.services.consents import ConsentGiven, checked_giver
from linli.people.services.households import HouseholdDetails, checked_details
from linli.people.services.numbering import SUBMISSIONS, take_numbers
from linli.timeline.services import record
from linli.wishes.models import CollectingLink, Submission
from linli.wishes.permissions.submitting import may_decide, may_open_links, may_submit
from linli.wishes.services.collecting import WishSaid
from linli.wishes.services.doorstep import Visit, Written, write_visit
from linli.wishes.workflow import SUBMISSION, WAITING

LONGEST_SAID, LONGEST_REASON = 1000, 200
ASKED = (ConsentPurpose.HELP.value, ConsentPurpose.TELL_CLAIMANT.value, ConsentPurpose.PUBLISH.value)
"""What a resident is asked to agree to; without the first nothing may be kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkDetails:
    """What the office says of a form for residents."""

    title: str
    opens_at: datetime
    closes_at: datetime
    contact_phone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What a resident sends: the family, who speaks for it, the words, how they were understood, what is agreed to."""

    family: HouseholdDetails
    given_by: str
    giver_name: str
    said: str
    rows: Sequence[Mapping[str, Any]]
    purposes: Sequence[str]


@transaction.atomic
def open_link(*, community_id: int, details: LinkDetails, by: Actor) -> CollectingLink:
    """Open a form for residents and give it its public code. Raises `BadInput` at the fields, `Refused`."""
    may_open_links(by, community_id).enforce()
    if details.opens_at >= details.closes_at or details.closes_at <= clock.now():
        message = gettext_lazy("It has to close after it opens, and not in the past.")
        raise BadInput(message, {"closes_at": [message]})
    key = new_id()
    link: CollectingLink = CollectingLink.objects.create(
        id=key,
        community_id=community_id,
        title=" ".join(details.title.split()),
        opens_at=details.opens_at,
        closes_at=details.closes_at,
        contact_phone=details.contact_phone,
        code=new_public_code(community_id=community_id, kind="collect", target_id=key),
        made_at=clock.now(),
    )
    record(community_id=community_id, subject=("collecting_link", key), verb="link.open", by=by)
    return link


@transaction.atomic
def close_link(*, community_id: int, link_id: UUID, by: Actor) -> None:
    """Take nothing more through it. What came in stays. Raises `NotHere`, `Refused`, `Conflict`."""
    rows = CollectingLink.objects.within(community_id).filter(pk=link_id)
    changed = rows.filter(closed_at=None).update(closed_at=clock.now())
    may_open_links(by, community_id).enforce()
    if not changed and not rows.exists():
        raise NotHere(gettext_lazy("There is no such form for residents."))
    if not changed:
        raise Conflict(gettext_lazy("This form is closed already."))
    record(community_id=community_id, subject=("collecting_link", link_id), verb="link.close", by=by)


@transaction.atomic
def submit(*, link: CollectingLink, sent: Sent, by: Actor) -> Submission:
    """Keep what a resident sent, under the next number. Raises `BadInput` at the fields, `Refused` while not open."""
    community_id = link.community_id
    number = take_numbers(community_id=community_id, name=SUBMISSIONS)
    link.refresh_from_db()
    may_submit(link).enforce()
    family, giver = checked_details(sent.family), checked_giver(_consent(sent))
    if ConsentPurpose.HELP not in sent.purposes:
        raise BadInput(NOT_AGREED, {"purposes": [NOT_AGREED]})
    texts = [consent_text(purpose) for purpose in ASKED if purpose in sent.purposes]
    submission = Submission(
        community_id=community_id,
        link=link,
        number=number,
        given_by=sent.given_by,
        giver_name=giver,
        said=sent.said.strip()[:LONGEST_SAID],
        rows=json.dumps(list(sent.rows), ensure_ascii=False),
        consents=[{"purpose": text.purpose, "version": text.version, "hash": text.hash} for text in texts],
        made_at=clock.now(),
    )
    submission.set_family(family.head_name, family.phone, family.address)
    submission.save(force_insert=True)
    facts = {"number": number, "link": link.pk.hex}
    subject = ("submission", submission.pk)
    record(community_id=community_id, subject=subject, verb="submission.send", after=WAITING, facts=facts, by=by)
    return submission


NOT_AGREED = gettext_lazy("Without this the community may not keep what you wrote. Please tick it, or call instead.")


def _consent(sent: Sent) -> ConsentGiven:
    return ConsentGiven(
        purposes=list(sent.purposes), given_by=sent.given_by, giver_name=sent.giver_name, witness=_witness(0)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What staff make of a submission: which family (a new one where `household_id` is None), and its wishes.

    `family` corrects what was sent; where it is empty that stands.
    """

    wishes: Sequence[WishSaid]
    until: str
    household_id: UUID | None = None
    family: Mapping[str, str] | None = None
    left_out: str = ""


@transaction.atomic
def accept_submission(*, community_id: int, submission_id: UUID, checked: Checked, by: Actor) -> Written:
    """Write it down as if it had been said at the door; the consent is the one that was given on the page.

    Raises what the services of a visit raise, `NotHere`, `Refused` where a colleague was faster.
    """
    submission = locked_submission(community_id, submission_id)
    may_decide(by, submission).enforce()
    details = HouseholdDetails(head_name=submission.head_name, phone=submission.phone, address=submission.address)
    corrected = {name: value for name, value in (checked.family or {}).items() if value}
    visit = Visit(
        household_id=checked.household_id,
        details=None if checked.household_id else _replaced(details, corrected),
        consent=_consent_of(submission),
        wishes=checked.wishes,
        until=checked.until,
        left_out=checked.left_out,
    )
    written = write_visit(community_id=community_id, visit=visit, by=by)
    submission.household_id = written.household_id
    _decide(submission, "accept", by=by)
    return written


def _replaced(details: HouseholdDetails, corrected: Mapping[str, str]) -> HouseholdDetails:
    return HouseholdDetails(
        head_name=corrected.get("head_name", details.head_name),
        phone=corrected.get("phone", details.phone),
        address=corrected.get("address", details.address),
    )


def _consent_of(submission: Submission) -> ConsentGiven:
    """The consent that was given on the page, with the day on which and the words to which it was given."""
    return ConsentGiven(
        purposes=[text["purpose"] for text in submission.consents],
        given_by=submission.given_by,
        giver_name=submission.giver_name,
        witness=_witness(submission.number),
        text_version=submission.consents[0]["version"],
        text_hashes={text["purpose"]: text["hash"] for text in submission.consents},
        given_at=submission.made_at,
    )


def _witness(number: int) -> str:
    """What stands where nobody was present, in the office's language, since it is stored."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Filled in by themselves, no. {number}").format(number=number)


@transaction.atomic
def decline_submission(*, community_id: int, submission_id: UUID, reason: str, by: Actor) -> None:
    """Take nothing of it over, for a reason that is kept. Raises `BadInput` without one, `NotHere`, `Refused`."""
    submission = locked_submission(community_id, submission_id)
    may_decide(by, submission).enforce()
    reason = " ".join(reason.split())
    if not 2 <= len(reason) <= LONGEST_REASON:
        message = gettext_lazy("Please say in a few words why, so that colleagues know.")
        raise BadInput(message, {"reason": [message]})
    submission.reason = reason
    _decide(submission, "decline", by=by)


def locked_submission(community_id: int, submission_id: UUID) -> Submission:
    """The submission, its row locked for the caller's transaction. Raises `NotHere`, `Refused` without the right."""
    rows = Submission.objects.within(community_id).select_for_update()
    submission: Submission | None = rows.filter(pk=submission_id).first()
    if submission is None:
        raise NotHere(gettext_lazy("There is no such submission."))
    return submission


def _decide(submission: Submission, move: str, *, by: Actor) -> None:
    before, submission.state = submission.state, SUBMISSION.target(move, submission.state)
    submission.decided_at = clock.now()
    submission.save(update_fields=["state", "household", "reason", "decided_at"])
    record(
        community_id=submission.community_id,
        subject=("submission", submission.pk),
        verb=f"submission.{move}",
        before=before,
        after=submission.state,
        facts={"household": submission.household_id.hex} if submission.household_id else {},
        detail=submission.reason,
        by=by,
    )
