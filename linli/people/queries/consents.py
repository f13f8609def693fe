"""What families agreed to, and the texts they agreed to: kept word for word by version, since a hash of them is
recorded.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.utils import translation

from linli.core import clock
from linli.people.kinds import ConsentGiver, ConsentPurpose
from linli.people.models import Consent
from linli.people.queries.display import family_name

CURRENT = "1"
BINDING = "zh-hans"
"""The language of the text that a family agrees to; others are translations to read beside it."""
_TEXTS = Path(__file__).resolve().parent.parent / "texts"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words for one purpose in the reader's language, and version and hash of the binding ones."""

    purpose: str
    label: str
    words: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent on the family's page: what for, given by whom, before whom, and whether it still stands."""

    id: UUID
    purpose: str
    label: str
    given_by: str
    giver: str
    witness: str
    given_at: datetime
    withdrawn_at: datetime | None
    stands: bool
    has_paper: bool


@cache
def _words(version: str, language: str) -> dict[str, str]:
    lines = (_TEXTS / f"consent-{version}.{language}.txt").read_text("utf-8").splitlines()
    return dict(line.split("|", 1) for line in lines if line)


def consent_text(purpose: str, version: str = CURRENT) -> ConsentText:
    """The text for a purpose. Raises KeyError for an unknown purpose."""
    binding = _words(version, BINDING)[purpose]
    language = translation.get_language() or BINDING
    words = binding if language == BINDING else _words(version, "en")[purpose]
    digest = hashlib.sha256(binding.encode()).hexdigest()
    return ConsentText(purpose, str(ConsentPurpose(purpose).label), words, version, digest)


def consent_texts() -> list[ConsentText]:
    """The text for every purpose, in the order in which they are asked."""
    return [consent_text(purpose) for purpose in ConsentPurpose.values]


def consents_of(community_id: int, household_id: UUID) -> list[ConsentLine]:
    """All consents of a family, the newest first; the givers' names masked."""
    rows = Consent.objects.within(community_id).filter(household=household_id).order_by("-id")
    return [
        ConsentLine(
            id=row.pk,
            purpose=row.purpose,
            label=str(ConsentPurpose(row.purpose).label),
            given_by=str(ConsentGiver(row.given_by).label),
            giver=family_name(row.giver_name),
            witness=row.witness,
            given_at=row.given_at,
            withdrawn_at=row.withdrawn_at,
            stands=stands(row),
            has_paper=row.paper_id is not None,
        )
        for row in rows
    ]


def papers_still_there(community_id: int, picture_ids: Iterable[UUID]) -> Iterable[UUID]:
    """Those of these pictures that are the paper of a consent."""
    rows = Consent.objects.within(community_id).filter(paper__in=list(picture_ids))
    papers: Iterable[UUID] = rows.values_list("paper_id", flat=True)
    return papers


def stands(consent: Consent) -> bool:
    """Whether it was neither withdrawn nor has run out."""
    return consent.withdrawn_at is None and (consent.expires_on is None or consent.expires_on >= clock.today())


def standing_purposes(community_id: int, household_id: UUID) -> frozenset[str]:
    """What the family agrees to today."""
    rows = Consent.objects.within(community_id).filter(household=household_id, withdrawn_at=None)
    return frozenset(row.purpose for row in rows if stands(row))


def has_withdrawn(community_id: int, household_ids: Iterable[UUID], purpose: str) -> frozenset[UUID]:
    """Those of the families whose last word on this purpose was to withdraw it."""
    rows = Consent.objects.within(community_id).filter(household__in=list(household_ids), purpose=purpose)
    last: dict[UUID, bool] = {}
    for household_id, withdrawn in rows.order_by("id").values_list("household_id", "withdrawn_at"):
        last[household_id] = withdrawn is not None
    return frozenset(household_id for household_id, withdrawn in last.items() if withdrawn)
