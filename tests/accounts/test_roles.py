"""Who may grant and end roles, and what a role gives."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.test import Client

from linli.accounts.kinds import CLAIMANT, OFFICE_ROLES, PERMISSIONS, ROLES, label_of
from linli.accounts.models import RoleGrant, User
from linli.accounts.queries import actor_for, phone_holds_staff_role
from linli.accounts.services import end_role, ensure_user, grant_role, open_weak_session, revoke_role, set_email
from linli.core import clock
from linli.core.actor import ANONYMOUS, SYSTEM
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.core.ids import new_id
from linli.places.models import Community
from linli.timeline.queries import feed
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, STREET, WEST_LAKE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _offices() -> None:
    acting.office()
    acting.office(WEST_LAKE, "西湖社区")


def give(role: str, by: Any, place: int = BELL_TOWER, **more: Any) -> RoleGrant:
    return grant_role(**{"user": acting.user(), "role": role, "place": place, "by": by} | more)


def test_each_role_holds_known_permissions_only() -> None:
    assert all(role.permissions <= set(PERMISSIONS) for role in ROLES.values())
    assert ROLES["secretary"].permissions == ROLES["director"].permissions == set(PERMISSIONS)
    assert ROLES["supervisor"].permissions == {"figures.view"}


def test_every_permission_is_held_by_somebody_below_the_secretary() -> None:
    held = {permission for role in ROLES.values() if role.code != "secretary" for permission in role.permissions}

    assert held == set(PERMISSIONS)


def test_only_office_roles_open_the_desk() -> None:
    assert {code for code, role in ROLES.items() if "desk.open" in role.permissions} == OFFICE_ROLES - {"supervisor"}


def test_every_role_has_a_name() -> None:
    assert len({str(label_of(code)) for code in (*ROLES, CLAIMANT)}) == len(ROLES) + 1


def test_one_phone_is_one_user_however_it_is_written() -> None:
    first = ensure_user("+86 186 0000 1402")

    assert ensure_user("186-0000-1402").pk == first.pk
    assert first.phone == "18600001402"
    assert not first.has_usable_password()


def test_phone_of_a_user_is_unreadable_in_the_database() -> None:
    ensure_user("18600001402")

    assert "18600001402" not in str(User.objects.values())
    with pytest.raises((TypeError, FieldError)):
        User.objects.filter(phone="18600001402").exists()


def test_what_is_no_phone_makes_no_user() -> None:
    with pytest.raises(BadInput) as refused:
        ensure_user("12345")
    assert "phone" in refused.value.fields


@pytest.mark.parametrize(
    ("granter", "role", "allowed"),
    [
        ("secretary", "secretary", True),
        ("secretary", "director", True),
        ("secretary", "worker", True),
        ("director", "secretary", False),
        ("director", "director", True),
        ("director", "deputy", True),
        ("deputy", "worker", False),
        ("civil_affairs", "volunteer", False),
        ("worker", "volunteer", False),
        ("volunteer", "volunteer", False),
    ],
)
def test_roles_are_granted_up_to_the_own_rank(granter: str, role: str, allowed: bool) -> None:
    by = acting.actor(granter)
    if allowed:
        give(role, by)
        return
    with pytest.raises(Refused):
        give(role, by)


def test_nobody_grants_roles_in_another_community_or_above() -> None:
    secretary = acting.actor("secretary")

    with pytest.raises(Refused):
        give("volunteer", secretary, WEST_LAKE)
    with pytest.raises(Refused):
        give("supervisor", secretary, STREET)
    with pytest.raises(Refused):
        give("volunteer", ANONYMOUS)


@pytest.mark.parametrize(
    ("role", "place"), [("worker", STREET), ("supervisor", BELL_TOWER), ("king", BELL_TOWER), ("worker", 140000000000)]
)
def test_role_must_exist_and_fit_its_place(role: str, place: int) -> None:
    with pytest.raises(BadInput) as refused:
        give(role, SYSTEM, place)
    assert "role" in refused.value.fields


def test_role_holds_from_its_first_to_its_last_day() -> None:
    today = clock.today()
    grant = give("worker", SYSTEM, since=today, until=today + DAY)
    seen = []
    for days in (-1, 0, 1, 2):
        with clock.at(clock.moment(today + DAY * days, 12)):
            seen.append(actor_for(grant.user).may("desk.open", BELL_TOWER))

    assert seen == [False, True, True, False]


def test_term_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        give("worker", SYSTEM, since=clock.today(), until=clock.today() - DAY)
    assert "until" in refused.value.fields


def test_same_role_is_not_held_twice_at_the_same_time() -> None:
    today, person = clock.today(), acting.user()
    give("worker", SYSTEM, user=person, until=today + DAY)

    with pytest.raises(Conflict):
        give("worker", SYSTEM, user=person, since=today + DAY)
    give("worker", SYSTEM, user=person, since=today + DAY * 2)
    give("grid_worker", SYSTEM, user=person)


def test_role_ended_is_gone_at_the_next_request_a_hundred_times_of_a_hundred() -> None:
    grant, secretary, page = acting.grant("worker"), acting.actor("secretary"), f"/desk/{BELL_TOWER}/outgoing/"
    client = acting.client_of(grant.user)

    seen = []
    for _time in range(100):
        before = client.get(page).status_code
        end_role(grant_id=grant.pk, place=BELL_TOWER, by=secretary)
        seen.append((before, client.get(page).status_code))
        grant = give("worker", secretary, user=grant.user)

    assert seen == [(200, 404)] * 100


def test_role_in_a_further_community_ends_sessions_that_another_desk_may_have_opened() -> None:
    grant = acting.grant("volunteer", holder=acting.user(email="somebody@example.cn"))
    opened_elsewhere = acting.client_of(grant.user)

    give("grid_worker", SYSTEM, user=grant.user)
    assert opened_elsewhere.get("/accounts/logout/").status_code == 200
    give("worker", SYSTEM, WEST_LAKE, user=grant.user)

    assert opened_elsewhere.get("/accounts/logout/").status_code == 302
    assert opened_elsewhere.get(f"/desk/{WEST_LAKE}/outgoing/").url.startswith("/accounts/login/")
    assert User.objects.get(pk=grant.user.pk).email == ""


def test_role_ended_today_may_be_granted_again_today() -> None:
    grant, secretary = acting.grant("worker"), acting.actor("secretary")
    end_role(grant_id=grant.pk, place=BELL_TOWER, by=secretary)

    give("worker", secretary, user=grant.user)

    assert actor_for(grant.user).may("desk.open", BELL_TOWER)


def test_role_is_ended_by_who_may_grant_it_there() -> None:
    grant = acting.grant("secretary")
    acting.grant("secretary")

    for by in (acting.actor("director"), acting.actor("worker"), ANONYMOUS):
        with pytest.raises(Refused):
            end_role(grant_id=grant.pk, place=BELL_TOWER, by=by)
    with pytest.raises(NotHere):
        end_role(grant_id=grant.pk, place=WEST_LAKE, by=acting.actor("secretary", WEST_LAKE))
    assert actor_for(grant.user).may("roles.grant", BELL_TOWER)


def test_role_is_ended_once() -> None:
    grant, secretary = acting.grant("worker"), acting.actor("secretary")
    end_role(grant_id=grant.pk, place=BELL_TOWER, by=secretary)

    with pytest.raises(Conflict):
        end_role(grant_id=grant.pk, place=BELL_TOWER, by=secretary)


def test_last_one_who_grants_roles_cannot_be_ended() -> None:
    grant = acting.grant("secretary")

    with pytest.raises(Conflict):
        end_role(grant_id=grant.pk, place=BELL_TOWER, by=actor_for(grant.user))
    acting.grant("director")
    end_role(grant_id=grant.pk, place=BELL_TOWER, by=actor_for(grant.user))


def test_revoking_ends_every_grant_of_the_role() -> None:
    person, today = acting.user(), clock.today()
    give("worker", SYSTEM, user=person, until=today)
    give("worker", SYSTEM, user=person, since=today + DAY)

    revoke_role(user=person, role="worker", place=BELL_TOWER, by=acting.actor("secretary"))

    assert not RoleGrant.objects.filter(user=person, ended_at__isnull=True).exists()
    with pytest.raises(NotHere):
        revoke_role(user=person, role="worker", place=BELL_TOWER, by=acting.actor("secretary"))


def test_granting_and_ending_stand_in_the_record() -> None:
    secretary = acting.actor("secretary")
    grant = give("worker", secretary)
    end_role(grant_id=grant.pk, place=BELL_TOWER, by=secretary)

    told = feed(BELL_TOWER, ("role", grant.pk))

    assert [(entry.verb, entry.actor, entry.actor_role) for entry in told] == [
        ("end_role", secretary.key, "secretary"),
        ("grant_role", secretary.key, "secretary"),
    ]
    assert told[1].facts["role"] == "worker"
    assert grant.user.phone not in str(told)


def test_database_keeps_a_role_in_order() -> None:
    grant = acting.grant("worker")
    wrong: list[dict[str, Any]] = [
        {"ended_at": clock.now()},
        {"ended_by": "user:1"},
        {"until": grant.since - DAY},
        {"last": grant.first - 1},
    ]

    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.filter(pk=grant.pk).update(**values)


def test_actor_is_called_by_the_strongest_role() -> None:
    person = acting.user()
    assert actor_for(person).label == CLAIMANT
    for role in ("volunteer", "grid_worker", "deputy", "worker"):
        give(role, SYSTEM, user=person)

    assert actor_for(person).label == "deputy"
    assert actor_for(person).key == f"user:{person.pk}"


def test_supervisor_reaches_the_communities_below_and_sees_figures_only() -> None:
    supervisor = acting.actor("supervisor", STREET)

    assert supervisor.may("figures.view", BELL_TOWER)
    assert not supervisor.works_in(WEST_LAKE)
    assert not supervisor.may("households.view", BELL_TOWER)


def test_supervisors_reach_follows_todays_codes() -> None:
    """A community keeps its id for ever; what stands below a street today is read from today's codes."""
    moved_in, moved_out = 140802007001, 140802004009
    acting.office(moved_in, "迁入社区")
    acting.office(moved_out, "迁出社区")
    Community.objects.filter(pk=moved_in).update(current_code=STREET + 77)
    Community.objects.filter(pk=moved_out).update(current_code=140802007999)

    supervisor = acting.actor("supervisor", STREET)

    assert supervisor.may("figures.view", moved_in)
    assert not supervisor.may("figures.view", moved_out)
    assert supervisor.may("figures.view", BELL_TOWER)


def test_phone_of_staff_is_known_wherever_they_work() -> None:
    worker, volunteer, former = acting.grant("worker", WEST_LAKE), acting.grant("volunteer"), acting.grant("worker")
    end_role(grant_id=former.pk, place=BELL_TOWER, by=SYSTEM)

    assert phone_holds_staff_role(worker.user.phone)
    assert not phone_holds_staff_role(volunteer.user.phone)
    assert not phone_holds_staff_role(former.user.phone)
    assert not phone_holds_staff_role(acting.phone())


def test_name_and_phone_of_staff_do_not_open_a_session() -> None:
    worker = acting.grant("worker").user
    session = Client().session
    there = {"community_id": BELL_TOWER, "campaign_id": new_id(), "person_id": new_id()}

    with pytest.raises(Refused):
        open_weak_session(session=session, phone=worker.phone, **there)
    open_weak_session(session=session, phone=acting.phone(), **there)


def test_email_is_kept_sealed() -> None:
    person = acting.user()
    set_email(user=person, email=" wang@example.cn ")

    assert User.objects.get(pk=person.pk).email == "wang@example.cn"
    assert "wang" not in str(User.objects.values())
