"""Another community's data looks like nothing at all, and nobody changes it from outside (trust, rows 1 to 3)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.trust import askers
from tests.trust.askers import Asker, ask
from tests.trust.deeds import BODIES, address, body_for, things_of
from tests.trust.house import ABOVE_ELSEWHERE, NOWHERE, Side
from tests.trust.looking import checksum, content_of, same_for_all, undone
from tests.trust.routes import ALL
from tests.trust.rules import CLAIMANT, PUBLIC, RULES

OFFICE = sorted(name for name in RULES if ALL[name].of_an_office)
GUARDED_FORMS = sorted(name for name, rule in RULES.items() if rule.post not in (None, PUBLIC) and ALL[name].parameters)
ROWS = {name for route in ALL.values() for name in route.parameters if name.endswith("_id")} - {"community_id"}
NESTED = [name for name in OFFICE if ROWS & set(ALL[name].parameters)]
WHOLE, FRAGMENT = {}, {"HX-Request": "true"}


def methods_of(route: str) -> list[str]:
    rule = RULES[route]
    return [method for method in ("GET", "POST") if rule.need(method) is not None]


@pytest.fixture(scope="module")
def strangers(house: tuple[Side, Side], django_db_blocker: Any) -> Iterator[list[Asker]]:
    """Who has no business at the first community's desk: from outside, from another office, from another time."""
    here, elsewhere = house
    with django_db_blocker.unblock():
        yield [
            askers.NOBODY,
            askers.weak("claimant elsewhere", elsewhere, elsewhere["campaign_id"], elsewhere["claimant"]),
            askers.weak("claimant of another campaign", here, here["other campaign"].pk, here["claimant"]),
            askers.of_role(elsewhere, "secretary"),
            askers.supervisor(ABOVE_ELSEWHERE),
            askers.of_role(here, "volunteer"),
            askers.of_yesterday(here),
        ]


@pytest.fixture
def secretary(here: Side) -> Asker:
    return askers.of_role(here, "secretary")


@pytest.mark.parametrize("asked_as", [WHOLE, FRAGMENT], ids=["page", "fragment"])
@pytest.mark.parametrize("route", OFFICE)
def test_another_office_looks_like_one_that_does_not_exist(
    route: str, asked_as: dict[str, str], here: Side, elsewhere: Side, secretary: Asker
) -> None:
    """To the last character, whatever is asked for in whatever way: as an address that never was."""
    never_was = same_for_all(ask(secretary, "GET", "/no/such/page", **asked_as))
    for method in methods_of(route):
        body = body_for(route, elsewhere) if method == "POST" else None
        for place in (elsewhere.code, NOWHERE):
            answer = ask(secretary, method, address(route, elsewhere, secretary, community_id=place), body, **asked_as)
            assert (answer.status_code, same_for_all(answer)) == (404, never_was), (method, place)


@pytest.mark.parametrize("route", NESTED)
def test_row_of_another_office_looks_like_one_that_does_not_exist(
    route: str, here: Side, elsewhere: Side, secretary: Asker
) -> None:
    """The own office in the address, and one thing or all of them from the other one."""
    never_was = same_for_all(ask(secretary, "GET", "/no/such/page"))
    names = [name for name in ALL[route].parameters if name in ROWS]
    theirs = things_of(route, elsewhere)
    mixes = [{name: theirs[name]} for name in names]
    mixes += [{name: uuid4()} for name in names] + [{name: theirs[name] for name in names}]
    before = checksum(here.code), checksum(elsewhere.code)
    for method in methods_of(route):
        for mix in mixes:
            body = body_for(route, here) if method == "POST" else None
            answer = ask(secretary, method, address(route, here, secretary, **mix), body)
            assert (answer.status_code, same_for_all(answer)) == (404, never_was), (method, mix)
    assert (checksum(here.code), checksum(elsewhere.code)) == before


@pytest.mark.parametrize(
    ("route", "neighbours"),
    [
        ("household_consent_withdraw", {"household_id": "household_id next door"}),
        ("household_member_end", {"household_id": "household_id next door"}),
        ("household_member_end", {"member_id": "member_id next door"}),
    ],
)
def test_rows_of_one_office_that_do_not_belong_together_are_not_there(
    route: str, neighbours: dict[str, str], here: Side, secretary: Asker
) -> None:
    instead = {name: here[thing] for name, thing in neighbours.items()}
    before = checksum(here.code)

    assert ask(secretary, "POST", address(route, here, **instead), body_for(route, here)).status_code in (404, 409)
    assert checksum(here.code) == before


@pytest.mark.parametrize("route", sorted(name for name, rule in RULES.items() if CLAIMANT in (rule.get, rule.post)))
def test_claim_belongs_to_its_campaign_only(route: str, here: Side, elsewhere: Side) -> None:
    """A claim's number under another campaign's code is nothing, to its own claimant as well."""
    account = askers.account_of_claimant(here)
    claimant = askers.weak("the claimant", here, here["campaign_id"], here["claimant"])
    others = [here["other campaign"].code, here["campaign with code"].code, elsewhere["code"], "0" * 12]
    for method in methods_of(route):
        for asker in (account, claimant, askers.NOBODY):
            for code in others:
                body = body_for(route, here) if method == "POST" else None
                answer = ask(asker, method, address(route, here, code=code), body)
                assert answer.status_code == 404, (method, asker, code)


@pytest.mark.parametrize("route", GUARDED_FORMS)
def test_nobody_changes_anything_from_outside(route: str, here: Side, strangers: list[Asker]) -> None:
    before = checksum(here.code)
    for asker in strangers:
        answer = ask(asker, "POST", address(route, here, asker), body_for(route, here))
        assert answer.status_code in (302, 403, 404), asker
        assert "/accounts/login/" in answer.headers.get("Location", "/accounts/login/"), asker
    assert checksum(here.code) == before


@pytest.mark.parametrize("route", ["roster_sheet", "roster_columns", "wish_sheet", "wish_columns"])
def test_sheet_of_a_colleague_is_not_there(route: str, here: Side, secretary: Asker) -> None:
    """Who uploaded it decides about it."""
    theirs = things_of(route, here, askers.of_role(here, "deputy"))
    before = checksum(here.code)
    for method in ("GET", "POST"):
        answer = ask(secretary, method, address(route, here, secretary, **theirs), {"key": uuid4().hex})
        assert answer.status_code == 404
        assert here.canaries.seen_in(content_of(answer)) == set()
    assert checksum(here.code) == before


def test_checksum_sees_every_change(here: Side, secretary: Asker) -> None:
    """The control: what is let in does change it, and so the test above can fail."""
    unchanging = {
        "claim",
        "own_device_unshare",
        "own_pin_remove",
        "own_seat_end",
        "own_session_end",
        "passkey_remove",
        "public_entry_leave",
        "public_leave",
        "public_offer",
        "public_release",
        "search",
        "setup",
        "wish_parse",
        "wishes_print",
    }
    for route in sorted(set(GUARDED_FORMS) - unchanging):
        before = checksum(here.code)
        with undone():
            answer = ask(secretary, "POST", address(route, here, secretary), body_for(route, here))
            assert answer.status_code in RULES[route].does, (route, answer.content.decode())
            assert checksum(here.code) != before, route
        assert checksum(here.code) == before, route


@pytest.mark.parametrize("route", sorted(name for name in OFFICE if name in BODIES))
def test_form_that_names_rows_of_another_office_does_nothing_there(
    route: str, here: Side, elsewhere: Side, secretary: Asker
) -> None:
    """Sent to the own office with the other one's rows in its fields."""
    before = checksum(elsewhere.code)
    with undone():
        body = body_for(route, elsewhere)
        if route == "wish_new":
            body |= {"household": str(elsewhere["household_id"]), "use_household": str(elsewhere["household_id"])}
        answer = ask(secretary, "POST", address(route, here, secretary), body)
        assert checksum(elsewhere.code) == before
    assert answer.status_code < 500
    assert elsewhere.canaries.seen_in(content_of(answer)) == set()
