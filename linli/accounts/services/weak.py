"""An identity by name and phone without a code: bound to one campaign, carrying no roles."""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext_lazy as _

from linli.accounts.queries import WEAK, phone_holds_staff_role
from linli.core.errors import Refused


def open_weak_session(
    *, session: SessionBase, phone: str, community_id: int, campaign_id: UUID, person_id: UUID
) -> None:
    """Remember in this session who claims in this campaign. `phone` is normalised.

    The session gets a new key, so that nobody who knew the old one becomes that person. Raises `Refused` for the phone
    of somebody who works at a desk: they sign in with a code.
    """
    if phone_holds_staff_role(phone):
        raise Refused(_("This phone belongs to a member of staff. Please sign in with a code."))
    kept = {"community": community_id, "campaign": str(campaign_id), "person": str(person_id)}
    if session.get(WEAK) != kept:
        session.cycle_key()
        session[WEAK] = kept


def close_weak_session(*, session: SessionBase) -> None:
    """Forget who claimed: on a shared phone, "that is not me"."""
    session.pop(WEAK, None)
