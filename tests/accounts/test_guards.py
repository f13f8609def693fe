"""What stands in front of a view."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from linli.accounts.guards import client_address, keyed, office_page, posted_key, to_sign_in
from linli.accounts.queries import actor_of
from linli.core.actor import ANONYMOUS
from linli.core.errors import BadInput, NotHere, Refused
from linli.core.ids import new_id
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, WEST_LAKE

NOWHERE = 110000000001
page = RequestFactory()


@office_page("households.view")
def families(request: Any, office: Any, household_id: Any = None) -> HttpResponse:
    return HttpResponse(office.name)


def visit(actor: Any, community: int = BELL_TOWER, method: str = "get", **headers: str) -> Any:
    request = getattr(page, method)(f"/desk/{community}/households/?q=1", headers=headers)
    request.actor, request.session = actor, {}
    return families(request, community_id=community)


@pytest.fixture(autouse=True)
def _offices(db: None) -> None:
    acting.office()
    acting.office(WEST_LAKE, "西湖社区")


def test_worker_sees_the_page_of_the_own_office_and_nobody_keeps_it() -> None:
    answer = visit(acting.actor())

    assert answer.content.decode() == "钟楼社区"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("community", [WEST_LAKE, NOWHERE])
def test_page_of_another_office_is_not_there_just_as_one_that_does_not_exist(community: int) -> None:
    with pytest.raises(NotHere) as refused:
        visit(acting.actor("secretary"), community)

    assert str(refused.value) == ""


def test_role_without_the_permission_is_told_why() -> None:
    with pytest.raises(Refused) as refused:
        visit(acting.actor("volunteer"))

    assert len(str(refused.value)) > 20


def test_supervisor_sees_no_families() -> None:
    with pytest.raises(Refused):
        visit(acting.actor("supervisor", acting.STREET))


def test_nobody_signed_in_is_sent_to_sign_in_and_back() -> None:
    answer = visit(ANONYMOUS)

    assert answer.status_code == 302
    assert answer.url == f"/accounts/login/?next=/desk/{BELL_TOWER}/households/%3Fq%3D1"


def test_nobody_signed_in_learns_which_offices_exist() -> None:
    assert visit(ANONYMOUS, NOWHERE).url.replace(str(NOWHERE), str(BELL_TOWER)) == visit(ANONYMOUS).url


def test_weak_identity_opens_no_office() -> None:
    client = acting.weak_client()

    assert client.get(f"/desk/{BELL_TOWER}/outgoing/").status_code == 302


def test_form_sent_after_the_session_ended_leads_back_to_its_page() -> None:
    answer = visit(ANONYMOUS, method="post", Referer="http://testserver/desk/1/wishes/new")

    assert answer.url.endswith("next=http%3A//testserver/desk/1/wishes/new")


def test_htmx_is_told_to_load_the_sign_in_page_whole() -> None:
    request: Any = page.get("/desk/1/", headers={"HX-Request": "true"})
    request.session = {}

    assert to_sign_in(request).headers["HX-Redirect"] == "/accounts/login/?next=/desk/1/"


@keyed
def save(request: Any, key: str) -> HttpResponse:
    return HttpResponse(key)


def test_key_comes_from_the_page_or_the_header() -> None:
    key = new_id().hex

    assert save(page.post("/", {"key": key})).content.decode() == key
    assert save(page.post("/", headers={"Idempotency-Key": key})).content.decode() == key
    assert save(page.get("/")).content == b""


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "钥匙" * 8, "tab\tin the key"])
def test_change_without_a_proper_key_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        posted_key(page.post("/", {"key": key}))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "", "10.0.0.7", "10.0.0.7"),
        (0, "1.2.3.4", "10.0.0.7", "10.0.0.7"),
        (1, "6.6.6.6, 1.2.3.4", "10.0.0.7", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.1.1.1", "10.0.0.7", "1.2.3.4"),
        (1, "", "10.0.0.7", ""),
        (1, "nonsense", "10.0.0.7", ""),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "", ""),
    ],
)
def test_address_is_taken_from_own_proxies_only(
    settings: Any, proxies: int, forwarded: str, remote: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert client_address(page.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR=remote)) == address


@pytest.mark.parametrize(
    "kept", [None, {}, [], "x", {"community": "x"}, {"community": 1, "campaign": "x", "person": "y"}]
)
def test_broken_session_is_nobody(kept: Any) -> None:
    session = Client().session
    session["weak"] = kept

    assert actor_of(None, session) == ANONYMOUS  # type: ignore[arg-type]  # -- nobody is signed in


def test_weak_identity_is_one_person_in_one_campaign_without_roles() -> None:
    campaign, person = new_id(), new_id()
    client = acting.weak_client(campaign=campaign, person=person)

    actor = actor_of(None, client.session)  # type: ignore[arg-type]  # -- nobody is signed in

    assert actor.weak is not None
    assert (actor.weak.community_id, actor.weak.campaign_id, actor.weak.person_id) == (BELL_TOWER, campaign, person)
    assert (actor.key, actor.label, actor.grants) == (f"person:{person}", "claimant", ())


def test_pages_that_do_not_ask_who_it_is_cost_no_query(django_assert_num_queries: Any) -> None:
    client = acting.client_of("worker")

    with django_assert_num_queries(1):
        # the worker's pulse; neither session nor user nor roles
        client.get("/healthz")


def test_who_it_is_costs_one_query_however_many_roles(django_assert_num_queries: Any) -> None:
    worker, session = acting.grant("worker").user, Client().session
    for role in ("volunteer", "grid_worker", "building_head"):
        acting.grant(role, holder=worker)

    with django_assert_num_queries(1):
        assert len(actor_of(worker, session).grants) == 4
