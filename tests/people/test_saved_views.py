"""Views of lists that somebody keeps: without a word that was looked for, one's own or the office's."""

import pytest
from django.test import Client

from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.people.models import SavedView
from linli.people.queries.saved_views import views_shown
from linli.people.services.saved_views import MOST, keep_view
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff

pytestmark = pytest.mark.django_db

DESK = f"/desk/{BELL_TOWER}"


@pytest.fixture
def client() -> Client:
    office()
    return acting.client_of("worker")


def keep(client: Client, **values: str) -> object:
    form = {"of": "wishes", "state": "review", "name": "待审核", "key": new_id().hex}
    return client.post(f"{DESK}/views/new", form | values)


def page(client: Client, path: str) -> str:
    return client.get(f"{DESK}/{path}").content.decode()


def test_filter_of_a_list_is_kept_from_the_list_and_opened_with_one_press(client: Client) -> None:
    family()
    listed = page(client, "wishes/?state=review&kind=study&q=%E7%8E%8B%E8%8A%B3")
    assert f'href="{DESK}/views/new?of=wishes&amp;state=review&amp;kind=study"' in listed
    answer = client.post(
        f"{DESK}/views/new",
        {"of": "wishes", "state": "review", "kind": "study", "name": "学习用品待审核", "key": new_id().hex},
    )
    assert answer.headers["Location"] == f"{DESK}/wishes/?state=review&kind=study"
    listed = page(client, "wishes/")
    assert 'href="?state=review&amp;kind=study"' in listed
    assert "学习用品待审核" in listed
    assert "views/new" not in page(client, "wishes/?state=review&kind=study")


def test_what_was_looked_for_is_never_kept(client: Client) -> None:
    keep(client, q="王芳", household=new_id().hex, kind="王芳")
    assert SavedView.objects.within(BELL_TOWER).get().query == {"state": "review"}
    assert "views/new" not in page(client, "wishes/?q=%E7%8E%8B%E8%8A%B3")
    with pytest.raises(BadInput):
        keep_view(community_id=BELL_TOWER, of="wishes", query={"q": "王芳"}, name="王芳", shared=False, by=staff())


def test_ones_own_is_ones_own_and_that_of_the_office_is_everybodys(client: Client) -> None:
    office(WEST_LAKE)
    keep(client, name="只有我")
    keep(client, name="大家用", state="ready", shared="on")
    colleague, elsewhere = acting.client_of("worker"), acting.client_of("worker", WEST_LAKE)
    assert ("只有我" in page(colleague, "wishes/"), "大家用" in page(colleague, "wishes/")) == (False, True)
    assert "大家用" not in elsewhere.get(f"/desk/{WEST_LAKE}/wishes/").content.decode()


def test_view_is_renamed_and_deleted_by_whoever_made_it_and_one_of_the_office_by_who_leads(client: Client) -> None:
    keep(client, shared="on")
    view = SavedView.objects.within(BELL_TOWER).get()
    there = f"{DESK}/views/{view.pk}"
    colleague, director = acting.client_of("worker"), acting.client_of("director")
    assert colleague.post(f"{there}/rename", {"name": "别的", "key": new_id().hex}).status_code == 403
    assert client.post(f"{there}/rename", {"name": "待我审核", "key": new_id().hex}).status_code == 302
    assert SavedView.objects.within(BELL_TOWER).get().name == "待我审核"
    assert director.post(f"{there}/delete", {"key": new_id().hex}).status_code == 302
    assert not SavedView.objects.within(BELL_TOWER).exists()


def test_view_of_somebody_else_alone_is_not_there_for_others(client: Client) -> None:
    keep(client)
    view = SavedView.objects.within(BELL_TOWER).get()
    director = acting.client_of("director")
    assert director.post(f"{DESK}/views/{view.pk}/delete", {"key": new_id().hex}).status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "长" * 21])
def test_view_needs_a_name_and_what_was_typed_is_kept(client: Client, name: str) -> None:
    answer = client.post(f"{DESK}/views/new", {"of": "wishes", "state": "review", "name": name, "key": new_id().hex})
    assert answer.status_code == 422
    assert name.strip() in answer.content.decode()
    assert not SavedView.objects.within(BELL_TOWER).exists()


def test_there_is_an_end_to_how_many_one_keeps(client: Client) -> None:
    by = staff()
    for number in range(MOST):
        keep_view(
            community_id=BELL_TOWER, of="wishes", query={"state": "review"}, name=f"第{number}个", shared=False, by=by
        )
    with pytest.raises(BadInput):
        keep_view(community_id=BELL_TOWER, of="wishes", query={"state": "ready"}, name="再一个", shared=False, by=by)


def test_list_that_a_role_does_not_open_is_not_kept_by_it(client: Client) -> None:
    assert client.get(f"{DESK}/views/new?of=outgoing&state=review").status_code == 302
    assert views_shown(staff(), BELL_TOWER, "households", {"category": "elderly"})["keep_view_url"]
