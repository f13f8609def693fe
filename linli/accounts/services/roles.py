"""Users and their roles: one user per phone, each role for one place, from and until."""

from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.accounts.kinds import ROLES, Role
from linli.accounts.models import RoleGrant, User, WeixinLink
from linli.accounts.permissions import may_end_role, may_grant_role
from linli.accounts.queries import in_force, user_by_phone
from linli.accounts.services.sessions import end_sessions
from linli.core import clock
from linli.core.actor import Actor
from linli.core.crypto import blind_index
from linli.core.errors import BadInput, Conflict, NotHere
from linli.core.ids import new_id
from linli.core.phones import normalise
from linli.places.kinds import level_of, range_of
from linli.places.models import Community
from linli.timeline.services import record


def ensure_user(phone: str) -> User:
    """The user of this phone, made where there is none. Raises `BadInput` when it is no telephone number."""
    try:
        number = normalise(phone)
    except ValueError:
        raise BadInput(
            _("This is not a telephone number."), {"phone": [_("This is not a telephone number.")]}
        ) from None
    with transaction.atomic():
        fresh = User(id=new_id(), phone=number, phone_index=blind_index("phone", number), made_at=clock.now())
        fresh.set_unusable_password()
        # two at once: the unique index keeps one, and both read it
        User.objects.bulk_create([fresh], ignore_conflicts=True)
        user = user_by_phone(number)
    if user is None:
        raise Conflict(_("This could not be saved. Please try again."))
    return user


@transaction.atomic
def set_email(*, user: User, email: str) -> None:
    """Where the user's sign-in codes go as well; empty for nowhere."""
    user.email = email.strip()
    user.save(update_fields=["email"])


def _known_role(code: str, place: int) -> Role:
    role = ROLES.get(code)
    if role is None:
        raise BadInput(_("There is no such role."), {"role": [_("There is no such role.")]})
    if (level_of(place) == "community") != (role.level == "community"):
        raise BadInput(
            _("This role cannot be granted for such a place."),
            {"role": [_("This role cannot be granted for such a place.")]},
        )
    return role


def _overlapping(user: User, role: Role, place: int, since: date, until: date | None) -> bool:
    rows = RoleGrant.objects.filter(user=user, role=role.code, place=place, ended_at__isnull=True)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=since))
    return (rows.filter(since__lte=until) if until else rows).exists()


@transaction.atomic
def grant_role(
    *, user: User, role: str, place: int, since: date | None = None, until: date | None = None, by: Actor
) -> RoleGrant:
    """Grant a role for one place: a community by its id, or a place above one by its 12-digit code.

    Raises `BadInput` for an unknown role, one of the wrong level, or an end before the start; `Refused` where `by` may
    not grant it there; `Conflict` where the user holds it already.
    """
    User.objects.select_for_update().get(pk=user.pk)
    kind = _known_role(role, place)
    first, last = (place, place) if kind.level == "community" else range_of(place)
    may_grant_role(by, kind, first, last).enforce()
    since = since or clock.today()
    if until and until < since:
        raise BadInput(_("The end is before the start."), {"until": [_("The end is before the start.")]})
    if _overlapping(user, kind, place, since, until):
        raise Conflict(_("This person holds this role already."))
    grant = RoleGrant(
        user=user, role=role, place=place, first=first, last=last, since=since, until=until,
        granted_at=clock.now(), granted_by=by.key,
    )  # fmt: skip
    _start_afresh_where_new(user, first, last)
    grant.save(force_insert=True)
    _note(grant, "grant_role", by)
    return grant


def _start_afresh_where_new(user: User, first: int, last: int) -> None:
    """End the user's sessions and forget every way in but the phone when a role reaches further than those before.

    Another community may have handed this person's codes out at its desk; whoever used one there must not be at work
    here.
    """
    before = RoleGrant.objects.filter(user=user)
    if before.filter(first__lte=first, last__gte=last).exists():
        return
    if before.exists() or user.last_login is not None:
        # the session's key is made of it, so every session of this user ends
        user.set_unusable_password()
        user.email = user.pin = ""
        user.save(update_fields=["password", "email", "pin"])
        Authenticator.objects.filter(user=user).delete()
        WeixinLink.objects.filter(user=user).delete()
        end_sessions(user=user)


def _note(grant: RoleGrant, verb: str, by: Actor) -> None:
    """The community's record. What is granted above a community stands in no community's record, but in its own row."""
    if grant.first != grant.last:
        return
    facts = {"role": grant.role, "user": str(grant.user_id), "since": grant.since, "until": grant.until}
    record(
        community_id=grant.place,
        subject=("role", grant.pk),
        verb=verb,
        facts={name: str(value) for name, value in facts.items() if value is not None},
        by=by,
    )


def _is_last_granting(grant: RoleGrant) -> bool:
    """Whether nobody else could grant roles in this community any more."""
    granting = [code for code, role in ROLES.items() if "roles.grant" in role.permissions]
    if grant.role not in granting:
        return False
    others = RoleGrant.objects.filter(in_force(), place=grant.place, role__in=granting).exclude(user_id=grant.user_id)
    return not others.exists()


@transaction.atomic
def end_role(*, grant_id: UUID, place: int, by: Actor) -> None:
    """End a role at once: the holder's next request is refused (trust, row 28).

    Raises `NotHere` where there is no such role at this place, `Refused`, and `Conflict` when it was ended already or
    its holder is the last one who can grant roles there.
    """
    # all who could leave a place without anybody wait for each other here
    Community.objects.select_for_update().filter(pk=place).first()
    grant = RoleGrant.objects.select_for_update().filter(pk=grant_id, place=place).first()
    if grant is None:
        raise NotHere
    may_end_role(by, grant).enforce()
    if grant.ended_at is not None:
        raise Conflict(_("This role was ended already."))
    if by.key != "system" and _is_last_granting(grant):
        raise Conflict(_("This is the last person here who can grant roles. Grant the role to somebody else first."))
    grant.ended_at, grant.ended_by = clock.now(), by.key
    grant.save(update_fields=["ended_at", "ended_by"])
    _note(grant, "end_role", by)


def revoke_role(*, user: User, role: str, place: int, by: Actor) -> None:
    """End every grant of this role that the user has at this place. Raises as `end_role()`; `NotHere` without any."""
    with transaction.atomic():
        ids = list(
            RoleGrant.objects.filter(user=user, role=role, place=place, ended_at__isnull=True).values_list(
                "pk", flat=True
            )
        )
        if not ids:
            raise NotHere
        for grant_id in ids:
            end_role(grant_id=grant_id, place=place, by=by)
