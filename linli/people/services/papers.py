"""The signed sheet of a consent as a photo: added by those who write families down, seen one look at a time for a
reason that stays on the timeline (trust, row 19).
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import NotHere
from linli.files.queries import Shown, picture_for
from linli.files.reading.redrawing import WHOLE, Redrawn
from linli.files.services import give_to_owner, keep_picture, let_go
from linli.people.kinds import PAPER
from linli.people.models import Consent
from linli.people.permissions import may_edit_households, may_unmask
from linli.people.services.unmasking import checked_reason
from linli.timeline.services import record


def paper_at_hand(*, community_id: int, photo: Redrawn | None, kept: str, by: Actor) -> UUID | None:
    """The photo that a form which cannot be saved yet brings along: handed in now, or at an earlier press (`kept`, its
    key as the form sends it).
    """
    if photo is None:
        try:
            return UUID(kept) if kept else None
        except ValueError:
            return None
    may_edit_households(by, community_id).enforce()
    key: UUID = keep_picture(community_id=community_id, picture=photo, by=by).pk
    return key


@transaction.atomic
def add_paper(*, community_id: int, household_id: UUID, consent_id: UUID, picture_id: UUID, by: Actor) -> None:
    """This photo is the paper of the consent, and of all that the family agreed to on the same sheet; one that was
    there before goes. Raises `NotHere`, `Refused`, and `Conflict` unless this person handed the photo in.
    """
    of_family = Consent.objects.within(community_id).filter(household=household_id)
    consent = of_family.select_for_update().filter(pk=consent_id).first()
    if consent is None:
        raise NotHere(_("There is no such consent."))
    may_edit_households(by, community_id).enforce()
    give_to_owner(community_id=community_id, picture_id=picture_id, kind=PAPER, by=by)
    sheet = of_family.filter(given_at=consent.given_at)
    before = set(sheet.exclude(paper=None).values_list("paper_id", flat=True))
    sheet.update(paper=picture_id)
    for old in before:
        let_go(community_id=community_id, picture_id=old)
    facts = {"consent": consent.pk.hex, "again": bool(before)}
    record(community_id=community_id, subject=("household", household_id), verb="consent.paper", facts=facts, by=by)


@transaction.atomic
def look_at_paper(*, community_id: int, household_id: UUID, consent_id: UUID, reason: str, by: Actor) -> Shown:
    """The paper, after the timeline has its row with who looked and why. Raises `BadInput` without a reason,
    `NotHere`, `Refused`.
    """
    may_unmask(by, community_id).enforce()
    reason = checked_reason(reason)
    rows = Consent.objects.within(community_id).filter(pk=consent_id, household=household_id)
    picture_id = rows.values_list("paper_id", flat=True).first()
    shown = picture_for(community_id=community_id, picture_id=picture_id, kind=PAPER, size=WHOLE, by=by)
    record(
        community_id=community_id,
        subject=("household", household_id),
        verb="consent.look",
        facts={"consent": consent_id.hex},
        detail=reason,
        by=by,
    )
    return shown
