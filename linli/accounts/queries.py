"""Reads: who is asking, with the roles in force today; who holds a role where."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from linli.accounts.kinds import CLAIMANT, NEED_SECOND_FACTOR, OFFICE_ROLES, ROLES, SECOND_FACTOR_WITHIN, rank_of
from linli.accounts.models import RoleGrant, Seat, SignIn, User
from linli.core import clock
from linli.core.actor import ANONYMOUS, Actor, Grant, WeakIdentity
from linli.core.crypto import blind_index
from linli.places.models import Community

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

WEAK = "weak"
"""The session's key for an identity by name and phone."""
SIGN_IN, SIGNED_IN_AT, SEEN = "sign_in", "signed_in_at", "seen"
"""The session's keys for the row of its sign-in, when that was in full, and when it was last noted that it is used."""
SHARED = "shared"
"""The session's key for the shared computer that it stands on: such a session is locked when nothing is done."""
PIN_TRIES, PIN_FOR = 5, timedelta(days=7)
"""How many wrong PINs in a row, and how long after one signed in in full, until one has to do so again."""


def in_force() -> Q:
    """Grants that hold today and were not ended."""
    today = clock.today()
    return Q(ended_at__isnull=True, since__lte=today) & (Q(until__isnull=True) | Q(until__gte=today))


def grants_of(user_id: UUID) -> QuerySet[RoleGrant]:
    """The user's roles in force."""
    return RoleGrant.objects.filter(in_force(), user_id=user_id).order_by("first", "id")


def _as_granted(row: RoleGrant, first: int, last: int) -> Grant:
    return Grant(row.role, ROLES[row.role].permissions, first, last, row.granted_at)


def _reach(row: RoleGrant) -> Iterable[Grant]:
    """A grant over the communities that stand below its place today.

    Above a community the place is a range of codes. Codes of divisions change while a community's id stays, so where
    the two part ways the communities are named one by one.
    """
    if row.first == row.last:
        return [_as_granted(row, row.first, row.last)]
    bounds = (row.first, row.last)
    touched = Community.objects.filter(Q(current_code__range=bounds) | Q(id__range=bounds)).exclude(
        current_code=F("id")
    )
    if not touched.exists():
        return [_as_granted(row, row.first, row.last)]
    ids = Community.objects.filter(current_code__range=bounds).order_by("id").values_list("id", flat=True)
    return [_as_granted(row, community_id, community_id) for community_id in ids]


def actor_for(user: User, session_key: str = "") -> Actor:
    """This user with the roles in force today."""
    rows = [row for row in grants_of(user.pk) if row.role in ROLES]
    strongest = max((row.role for row in rows), key=rank_of, default=CLAIMANT)
    grants = tuple(grant for row in rows for grant in _reach(row))
    return Actor(key=f"user:{user.pk}", label=strongest, user_id=user.pk, grants=grants, session=session_key)


def _weak_actor(session: SessionBase) -> Actor:
    kept: Any = session.get(WEAK)
    try:
        weak = WeakIdentity(int(kept["community"]), UUID(kept["campaign"]), UUID(kept["person"]))
    except (TypeError, KeyError, ValueError):
        return ANONYMOUS
    return Actor(key=f"person:{weak.person_id}", label=CLAIMANT, weak=weak, session=session.session_key or "")


def actor_of(user: "AbstractBaseUser | AnonymousUser", session: SessionBase) -> Actor:
    """Who is behind this session: a signed-in user with roles, a weak identity without any, or nobody."""
    if isinstance(user, User):
        return actor_for(user, session.session_key or "")
    return _weak_actor(session)


def live_session() -> Exists:
    """Sign-ins whose session has neither ended nor run out."""
    return Exists(Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=clock.now()))


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Where this account is signed in, the one used last first."""
    return SignIn.objects.filter(live_session(), user=user).order_by("-seen_at", "id")


def seats_of(user: User) -> QuerySet[Seat]:
    """The shared computers on which this account can go on with its PIN, the newest first."""
    return Seat.objects.filter(fresh_seat(), user=user).select_related("device").order_by("-signed_in_at", "id")


def fresh_seat() -> Q:
    """Seats whose holder need not sign in in full again."""
    return Q(signed_in_at__gt=clock.now() - PIN_FOR, tries__lt=PIN_TRIES)


def has_second_factor(user_id: UUID) -> bool:
    """Whether a second factor is asked for when this account signs in."""
    return Authenticator.objects.filter(user_id=user_id).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def has_app(user_id: UUID) -> bool:
    """Whether an authenticator app is set up for this account."""
    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()


def with_second_factor(user_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these accounts have a second factor."""
    rows = Authenticator.objects.filter(user_id__in=list(user_ids)).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(rows.values_list("user_id", flat=True))


def second_factor_by(actor: Actor) -> datetime | None:
    """By when this person's role asks for a second factor; None where it never does, as in the demo."""
    since = [grant.granted_at for grant in actor.grants if grant.role in NEED_SECOND_FACTOR and grant.granted_at]
    return min(since) + SECOND_FACTOR_WITHIN if since and not settings.LINLI_DEMO else None


def owes_second_factor(actor: Actor) -> bool:
    """Whether a second factor was to be set up by now and is not."""
    by = second_factor_by(actor)
    return by is not None and by <= clock.now() and actor.user_id is not None and not has_second_factor(actor.user_id)


def second_factor_waits(actor: Actor) -> datetime | None:
    """By when this person still has to set up a second factor; None where there is nothing to do."""
    by = second_factor_by(actor)
    return None if by is None or actor.user_id is None or has_second_factor(actor.user_id) else by


def user_by_phone(phone: str) -> User | None:
    """The user of a normalised phone."""
    return User.objects.filter(phone_index=blind_index("phone", phone)).first()


def phone_holds_staff_role(phone: str) -> bool:
    """Whether this phone is of somebody who works at a desk anywhere: then name and phone alone are not enough."""
    holder = {"user__phone_index": blind_index("phone", phone), "role__in": OFFICE_ROLES}
    return RoleGrant.objects.filter(in_force(), **holder).exists()


def any_role_granted() -> bool:
    """Whether anybody ever held a role: before that, the set-up link is the only way in."""
    return RoleGrant.objects.exists()


def grants_in(community_id: int) -> QuerySet[RoleGrant]:
    """Roles granted for exactly this community that hold or will hold, strongest first by the caller."""
    today = clock.today()
    live = Q(ended_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=today))
    return RoleGrant.objects.filter(live, place=community_id).select_related("user").order_by("since", "id")
