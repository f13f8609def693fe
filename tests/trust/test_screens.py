"""On a screen that others can see a family is its number, and intimate goods have general words."""

from collections import defaultdict
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from linli.accounts.models import SignIn
from linli.accounts.queries import SHARED
from linli.core import clock, masks
from linli.people.middleware import COOKIE, LOOKED_ON, WORKED_WITH
from linli.people.models import Consent, Household, HouseholdMember
from linli.wishes.models import Submission
from tests.trust import askers
from tests.trust.askers import Asker, ask
from tests.trust.crawling import Page, crawl, starts
from tests.trust.deeds import address
from tests.trust.house import Side
from tests.trust.routes import ALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(here: Side) -> Asker:
    return askers.of_role(here, "secretary")


def looked_on(asker: Asker) -> dict[str, str]:
    """The header of a browser in which somebody said that others see the screen."""
    return {"Cookie": f"linli_session={asker.session}; {COOKIE}={LOOKED_ON}"}


def on_a_shared_computer(asker: Asker) -> dict[str, str]:
    """The header of a browser whose session stands on a shared computer."""
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(asker.session)
    session[SHARED] = uuid4().hex
    session.save()
    SignIn.objects.filter(session_key=asker.session).update(active_at=clock.now())
    return {"Cookie": f"linli_session={asker.session}"}


def masked_names(side: Side) -> set[str]:
    """Of families, their members, who agreed for them, and who sent a form in; not of those who claim."""
    names: set[str] = set()
    for model, field in (
        (Household, "head_name"),
        (HouseholdMember, "name"),
        (Consent, "giver_name"),
        (Submission, "head_name"),
    ):
        names |= {getattr(row, field) for row in model.objects.within(side.code)}
    return {masks.name(name) for name in names if name}


def named(side: Side, pages: list[Page], *, worked_with: bool) -> dict[str, set[str]]:
    """Which masked names stand on pages that are, or are not, opened to work with one family, wish or form."""
    names, seen = masked_names(side), defaultdict(set)
    for page in pages:
        route = ALL.get(page.route)
        if route and bool(WORKED_WITH & set(route.parameters)) == worked_with:
            text = page.content.decode("utf-8", "ignore")
            seen[page.route] |= {name for name in names if name in text}
    return {route: found for route, found in seen.items() if found}


def test_no_page_but_that_of_the_family_names_it(here: Side, secretary: Asker) -> None:
    pages = list(crawl(secretary, starts(here, secretary), **looked_on(secretary)))

    assert named(here, pages, worked_with=False) == {}
    assert "household" in named(here, pages, worked_with=True)


def test_control_pages_name_families_where_nobody_looks_on(here: Side, secretary: Asker) -> None:
    pages = list(crawl(secretary, starts(here, secretary)))

    assert {"households", "collecting"} <= set(named(here, pages, worked_with=False))


@pytest.mark.parametrize("route", ["households", "wishes", "claims", "today", "collecting"])
def test_a_shared_computer_is_such_a_screen(route: str, here: Side, secretary: Asker) -> None:
    shown = ask(secretary, "GET", address(route, here), **on_a_shared_computer(secretary))

    assert shown.status_code == 200
    assert [name for name in masked_names(here) if name in shown.content.decode()] == []
    assert "只显示户号" in shown.content.decode()


def test_search_shows_numbers_only(here: Side, secretary: Asker) -> None:
    row = Household.objects.within(here.code).order_by("number").first()
    assert row is not None
    number = f"户号 {row.number:02d}"

    plain = ask(secretary, "POST", address("search", here), {"q": "秦"}).content.decode()
    shown = ask(secretary, "POST", address("search", here), {"q": "秦"}, **looked_on(secretary)).content.decode()

    assert masks.name(row.head_name) in plain
    assert number in shown
    for hidden in (masks.name(row.head_name), masks.phone(row.phone), masks.address(row.address)):
        assert hidden not in shown.replace('value="秦"', "")


def test_intimate_goods_have_general_words(here: Side, secretary: Asker) -> None:
    plain = ask(secretary, "GET", address("wishes", here)).content.decode()
    shown = ask(secretary, "GET", address("wishes", here), **looked_on(secretary)).content.decode()

    assert "尿不湿" in plain
    assert "尿不湿" not in shown
    assert "护理用品" in shown


def test_switch_is_thrown_and_thrown_back(here: Side, secretary: Asker) -> None:
    client = askers.browser(secretary)
    page = address("households", here)
    client.post("/screen", {"screen": LOOKED_ON, "next": page})
    assert "只显示户号" in client.get(page).content.decode()
    client.post("/screen", {"screen": "own", "next": page})
    assert "只显示户号" not in client.get(page).content.decode()


def test_what_others_see_is_over_with_the_answer(here: Side, secretary: Asker) -> None:
    """The next request on the same thread is made for its own screen."""
    ask(secretary, "GET", address("households", here), **looked_on(secretary))

    shown = ask(secretary, "GET", address("households", here)).content.decode()

    assert any(name in shown for name in masked_names(here))
