"""The forms that the office opened for residents, and what came in through them, masked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from linli.core import clock
from linli.gate.queries import public_code
from linli.people.kinds import ConsentGiver, ConsentPurpose
from linli.people.queries.display import family_address, family_name, family_phone
from linli.wishes.models import CollectingLink, Submission
from linli.wishes.workflow import ACCEPTED, DECLINED, SUBMISSION, WAITING

PAGE = 50
TAGS = {WAITING: "soon", ACCEPTED: "good", DECLINED: "quiet"}


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One in the list, masked."""

    id: UUID
    number: int
    name: str
    address: str
    state: str
    state_label: str
    tag: str
    made_at: datetime
    link: str


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """One page of the list, the newest first, and the key before which the next one begins."""

    rows: Sequence[SubmissionRow]
    older: UUID | None


@dataclass(frozen=True, slots=True)
class SubmissionSheet:
    """All that its page shows without a reason. `rows`: the wishes as the resident confirmed them."""

    row: SubmissionRow
    phone: str
    giver: str
    given_by: str
    said: str
    rows: Sequence[dict[str, str]]
    agreed: Sequence[str]
    reason: str
    household_id: UUID | None
    submission: Submission


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A form for residents with what came in through it."""

    link: CollectingLink
    total: int
    state: str


OPEN, BEFORE, CLOSED = "open", "before", "closed"


def phase_of(link: CollectingLink) -> str:
    """Whether it is open now, opens later, or is closed."""
    now = clock.now()
    if link.closed_at is not None or link.closes_at <= now:
        return CLOSED
    return BEFORE if now < link.opens_at else OPEN


def link_by_code(code: str) -> CollectingLink | None:
    """The form that a canonical code names."""
    found = public_code(code)
    if found is None or found.kind != "collect":
        return None
    return link_of(found.community_id, found.target_id)


def link_of(community_id: int, link_id: UUID) -> CollectingLink | None:
    """One form of this community."""
    return CollectingLink.objects.within(community_id).filter(pk=link_id).first()


def links_of(community_id: int, most: int = 20, *, before: UUID | None = None) -> list[LinkRow]:
    """The latest forms (before this one), each with how many sent something."""
    rows = CollectingLink.objects.within(community_id).order_by("-id")
    links = list((rows.filter(pk__lt=before) if before else rows)[:most])
    sent = Submission.objects.within(community_id).filter(link__in=[link.pk for link in links]).order_by()
    counts = dict(sent.values_list("link_id").annotate(Count("id"))) if links else {}
    return [LinkRow(link, counts.get(link.pk, 0), phase_of(link)) for link in links]


def waiting_count(community_id: int, most: int = 99) -> int:
    """How many wait for somebody to check them, counted no further than a list can say."""
    return int(Submission.objects.within(community_id).filter(state=WAITING)[:most].count())


def submissions_within(community_id: int, *, state: str = "", before: UUID | None = None) -> SubmissionPage:
    """What came in, the newest first."""
    rows = Submission.objects.within(community_id).select_related("link").order_by("-id")
    given = {"state": state, "pk__lt": before}
    found = list(rows.filter(**{name: value for name, value in given.items() if value})[: PAGE + 1])
    shown = [_row(submission) for submission in found[:PAGE]]
    return SubmissionPage(shown, shown[-1].id if len(found) > PAGE else None)


def _row(submission: Submission) -> SubmissionRow:
    return SubmissionRow(
        id=submission.pk,
        number=submission.number,
        name=family_name(submission.head_name),
        address=family_address(submission.address),
        state=submission.state,
        state_label=str(SUBMISSION.states[submission.state]),
        tag=TAGS[submission.state],
        made_at=submission.made_at,
        link=submission.link.title,
    )


def submission_of(community_id: int, submission_id: UUID) -> Submission | None:
    """The submission itself; its sealed fields are for services and for finding the family."""
    rows = Submission.objects.within(community_id).select_related("link")
    return rows.filter(pk=submission_id).first()


def submission_sheet(community_id: int, submission_id: UUID) -> SubmissionSheet | None:
    """One for its page, or None where this community has no such."""
    submission = submission_of(community_id, submission_id)
    if submission is None:
        return None
    rows: list[dict[str, Any]] = json.loads(submission.rows)
    return SubmissionSheet(
        row=_row(submission),
        phone=family_phone(submission.phone),
        giver=family_name(submission.giver_name),
        given_by=str(ConsentGiver(submission.given_by).label),
        said=submission.said,
        rows=rows,
        agreed=[str(ConsentPurpose(text["purpose"]).label) for text in submission.consents],
        reason=submission.reason,
        household_id=submission.household_id,
        submission=submission,
    )
