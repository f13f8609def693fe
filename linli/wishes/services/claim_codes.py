"""The one-time code that a campaign may ask for: whoever claims holds the phone. No wish is held meanwhile."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.queries import phone_holds_staff_role
from linli.core.actor import Actor
from linli.core.errors import Refused
from linli.core.ids import new_id
from linli.gate.services import check_code, make_code
from linli.gate.services.codes import GOOD_FOR
from linli.notifications.services import send
from linli.wishes.models import Campaign


def _purpose(campaign: Campaign) -> str:
    return f"claim.{campaign.pk.hex}"


def send_claim_code(*, campaign: Campaign, name: str, phone: str, by: Actor) -> None:
    """Put a code on its way to this normalised phone; the one before is void.

    Raises `Refused` for a phone of staff, who sign in instead, and `TooMany` above one code a minute and five a day.
    """
    if phone_holds_staff_role(phone):
        raise Refused(_("This telephone belongs to staff. Please sign in with a code to claim."))
    code = make_code(community_id=campaign.community_id, purpose=_purpose(campaign), phone=phone, by=by)
    with transaction.atomic():
        send(
            community_id=campaign.community_id,
            kind="claim_code",
            dedupe=f"claim_code:{new_id()}",
            recipient_name=name,
            recipient_address=phone,
            words={"code": code, "campaign": campaign.title, "minutes": int(GOOD_FOR.total_seconds() // 60)},
            permission="codes.hand_out",
            subject=("campaign", campaign.pk),
            good_for=GOOD_FOR,
        )


def claim_code_fits(*, campaign: Campaign, phone: str, code: str, by: Actor) -> bool:
    """Whether this is the code that was sent to this phone for this campaign; it is used up, or costs a try."""
    return check_code(community_id=campaign.community_id, purpose=_purpose(campaign), phone=phone, code=code, by=by)
