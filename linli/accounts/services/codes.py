"""A sign-in code on its way to the person: by text message, by e-mail, over the desk, or printed at the console."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds.newcomers import communities_knowing
from linli.accounts.models import User
from linli.accounts.permissions import code_is_for_eyes_with
from linli.accounts.queries import actor_for, grants_of, user_by_phone
from linli.accounts.services.roles import ensure_user
from linli.core.actor import SYSTEM
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.core.phones import normalise
from linli.gate.services import check_code, make_code
from linli.gate.services.codes import GOOD_FOR
from linli.notifications.models import DESK, EMAIL, SMS
from linli.notifications.queries import email_works, sms_template
from linli.notifications.services import send
from linli.places.models import Community

PURPOSE = "sign_in"


def who_may_sign_in(phone: str) -> User | None:
    """The active user of this normalised phone; made now for a phone that stands on some community's roster."""
    user = user_by_phone(phone)
    if user is None and communities_knowing(phone):
        user = ensure_user(phone)
    return user if user is not None and user.is_active else None


def home_of(user: User, phone: str) -> int | None:
    """The community under which the user's codes are kept: the first one that a role reaches or a roster knows."""
    for grant in actor_for(user).grants:
        reached = Community.objects.filter(pk__range=(grant.first, grant.last)).order_by("pk")
        if (found := reached.values_list("pk", flat=True).first()) is not None:
            return found
    return min(communities_knowing(phone), default=None)


def _eyes_for(user: User, phone: str) -> tuple[int, str] | None:
    """At which desk the code may be handed out, and with which permission; None: at none."""
    grants = list(grants_of(user.pk))
    if grants:
        return code_is_for_eyes_with(grants)
    known = communities_knowing(phone)
    return (min(known), "codes.hand_out") if len(known) == 1 else None


@transaction.atomic
def send_sign_in_code(*, user: User, phone: str, code: str) -> None:
    """Put the code on its way: as a text message where those are set up; otherwise by e-mail where the user has one,
    and onto the desk's list where somebody may hand it out. A text message that does not leave moves to the desk.

    The demo shows every code in its outbox, so there each one gets a row.
    """
    home = home_of(user, phone)
    if home is None:
        return
    desk = _eyes_for(user, phone) or ((home, "roles.grant") if settings.LINLI_DEMO else None)
    sending = partial(
        send,
        kind="sign_in_code",
        dedupe=f"sign_in:{new_id()}",
        recipient_name="",
        words={"code": code, "minutes": int(GOOD_FOR.total_seconds() // 60)},
        permission=desk[1] if desk else "",
        subject=("account", user.pk),
        good_for=GOOD_FOR,
    )
    if sms_template("sign_in_code", phone):
        sending(community_id=desk[0] if desk else home, recipient_address=phone, channel=SMS)
        return
    if user.email and email_works():
        sending(community_id=home, recipient_address=user.email, channel=EMAIL)
    if desk is not None:
        sending(community_id=desk[0], recipient_address=phone, channel=DESK)


def hand_out_code_at_console(phone: str) -> str:
    """A code for whoever cannot get one otherwise: no e-mail, and nobody of a higher rank at the desk.

    Typed on the page that asks for the code, it signs that phone in. Raises `BadInput` for what is no phone, `NotHere`
    for a phone that nobody here knows.
    """
    try:
        number = normalise(phone)
    except ValueError:
        raise BadInput(_("This is not a telephone number.")) from None
    user = who_may_sign_in(number)
    home = home_of(user, number) if user else None
    if home is None:
        raise NotHere(_("Nobody with this phone holds a role or stands on a roster."))
    return make_code(community_id=home, purpose=PURPOSE, phone=number, by=SYSTEM)


def accept_console_code(*, user: User, phone: str, code: str) -> bool:
    """Whether this is a code printed at the console for this phone; it is used up."""
    home = home_of(user, phone)
    return home is not None and check_code(community_id=home, purpose=PURPOSE, phone=phone, code=code, by=SYSTEM)
