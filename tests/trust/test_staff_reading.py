"""What staff see: masked lists, one field at a time for a reason that stays, what their work needs (trust, row 19)."""

import re
from collections import defaultdict
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client

from linli.accounts.kinds import ROLES
from linli.people.models import Consent
from linli.people.services.unmasking import FIELDS
from linli.timeline.models import Detail, Event
from tests.trust import askers
from tests.trust.askers import Asker, ask, browser
from tests.trust.crawling import Page, crawl, starts
from tests.trust.deeds import address, body_for
from tests.trust.house import Side
from tests.trust.looking import content_of, undone

pytestmark = pytest.mark.django_db

WHOLE_TO_STAFF = {
    # who was there when the family agreed, mostly a colleague; and why colleagues looked
    "household": ["Consent.witness", "Detail.text of an unmask"],
    # the text that is to be passed on word by word, without whom it is for
    "outgoing": ["Outgoing.payload"],
    # where one's own codes go
    "own_account": ["User.email"],
    # where events are sent, and what a receiver needs to check them
    "programs": ["Webhook."],
    # one's own sheet of today, as one handed it in: nobody else opens it, and it is forgotten after a day
    "roster_columns": ["SheetImport.rows", "SheetImport.name"],
    "wish_columns": ["SheetImport.rows", "SheetImport.name"],
    "roster_marked": ["SheetImport.rows"],
    "wish_marked": ["SheetImport.rows"],
    "roster_import": ["SheetImport.name"],
    "wish_import": ["SheetImport.name"],
    "today": ["SheetImport.name"],
    # whom one works with
    "staff": ["Person.name of the"],
    "workload": ["Person.name of the"],
    # the resident's words about the thing, without whom they are from; and why a colleague declined
    "submission": ["Submission.said", "Submission.rows", "Submission.reason"],
    # which colleague asks for a list
    # what somebody calls a list that all of the office may open
    "views": ["SavedView.name"],
    "wishes": ["SavedView.name"],
    "exports": ["Person.name of the"],
    # the family's words about the thing, and what staff noted of it: without them nobody can check a wish
    "wish": [
        "Wish.said",
        "Wish.note",
        "Wish.price_reason",
        "Detail.text of a move",
        "Outgoing.payload: why a claim was released",
    ],
    "wish_edit": ["Wish.said", "Wish.note", "Wish.price_reason"],
    "wish_split": ["Wish.said"],
}
"""The pages that show something whole without a reason, and what it is. All else is masked or left out everywhere."""


def shown(side: Side, page: Page, asker: Asker) -> set[str]:
    """What the page shows whole, but one's own name and what only the public must not see."""
    role = asker.roles[0][0]
    seen = {what for what in side.canaries.seen_in(page.whole) if not what.startswith("hidden")}
    return seen - {f"Person.name of the {role}"}


def seen_by_route(side: Side, pages: list[Page], asker: Asker) -> dict[str, set[str]]:
    seen: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        seen[page.route] |= shown(side, page, asker)
    return seen


def beyond_the_table(seen: dict[str, set[str]]) -> dict[str, set[str]]:
    """What was seen and is not allowed, by route."""
    allowed = {route: tuple(WHOLE_TO_STAFF.get(route, ())) for route in seen}
    beyond = {route: {what for what in whats if not what.startswith(allowed[route])} for route, whats in seen.items()}
    return {route: whats for route, whats in beyond.items() if whats}


@pytest.mark.parametrize("role", ["secretary", "grid_worker"])
def test_desk_shows_whole_only_what_the_work_needs(role: str, here: Side, elsewhere: Side) -> None:
    asker = askers.of_role(here, role)
    pages = list(crawl(asker, starts(here, asker)))
    seen = seen_by_route(here, pages, asker)

    assert beyond_the_table(seen) == {}
    assert dead_links(pages) == []
    assert [page.address for page in pages if elsewhere.canaries.seen_in(page.whole)] == []
    if role == "secretary":
        assert named_in_vain(seen) == []


def named_in_vain(seen: dict[str, set[str]]) -> list[str]:
    """What the table allows and no page shows: it may only shrink."""
    return [
        f"{what} at {route}"
        for route, whats in WHOLE_TO_STAFF.items()
        for what in whats
        if not any(found.startswith(what) for found in seen[route])
    ]


def dead_links(pages: list[Page]) -> list[str]:
    """Links on pages of somebody that lead this very person nowhere, or to a refusal."""
    status = {page.address: page.status for page in pages}
    found = []
    for page in pages:
        links = re.findall(r'<a\b[^>]*\bhref="([^"#]+)', page.content.decode("utf-8", "ignore"))
        targets = {urljoin(page.address, link.replace("&amp;", "&")) for link in links}
        found += [f"{page.address} to {target}" for target in targets if status.get(target, 200) >= 400]
    return found


ROW_OF = {
    "household": "household_id",
    "member": "member_id",
    "consent": "consent given for",
    "person": "person_id",
    "submission": "submission_id",
}
CANARY_OF = {
    ("household", "head_name"): "Household.head_name",
    ("household", "phone"): "Household.phone",
    ("household", "address"): "Household.address",
    ("household", "note"): "Household.note",
    ("member", "name"): "HouseholdMember.name",
    ("member", "note"): "HouseholdMember.note",
    ("consent", "giver_name"): "Consent.giver_name for help",
    ("submission", "head_name"): "Submission.head_name",
    ("submission", "phone"): "Submission.phone",
    ("submission", "address"): "Submission.address",
    ("submission", "giver_name"): "Submission.giver_name",
    ("person", "name"): "Person.name of another one",
    ("person", "phone"): "Person.phone of another one",
}
FIELD_NAMES = [(kind, field) for kind, (_model, fields) in FIELDS.items() for field in sorted(fields)]


def test_every_field_that_can_be_unmasked_is_tried_here() -> None:
    assert set(CANARY_OF) == set(FIELD_NAMES)


def row_of(side: Side, kind: str) -> str:
    if kind != "consent":
        return str(side[ROW_OF[kind]])
    rows = Consent.objects.within(side.code).filter(household=side["household_id"], purpose="help")
    return str(rows.get().pk)


def unmask(asker: Asker, side: Side, kind: str, field: str, reason: str = "上门前打电话", **headers: str) -> Any:
    asked = {"kind": kind, "row": row_of(side, kind), "field": field, "reason": reason}
    return ask(asker, "POST", address("unmask", side), asked, **headers)


def looks(side: Side) -> int:
    return int(Event.objects.within(side.code).filter(verb="unmask").count())


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "in place"])
@pytest.mark.parametrize(("kind", "field"), FIELD_NAMES)
def test_unmasking_shows_exactly_one_field_and_leaves_a_row(
    kind: str, field: str, headers: dict[str, str], here: Side
) -> None:
    asker = askers.of_role(here, "worker")
    before = looks(here)
    answer = unmask(asker, here, kind, field, **headers)
    seen = here.canaries.seen_in(content_of(answer)) - {"Person.name of the worker"}

    assert (answer.status_code, seen) == (200, {CANARY_OF[kind, field]})
    assert looks(here) == before + 1
    row = Event.objects.within(here.code).filter(verb="unmask").latest("id")
    assert row.facts == {"kind": kind, "row": row_of(here, kind).replace("-", ""), "field": field}
    assert (row.actor, row.actor_role) == (asker.key, "worker")
    assert Detail.objects.within(here.code).get(event=row).text == "上门前打电话"


@pytest.mark.parametrize("role", sorted(role.code for role in ROLES.values() if role.level == "community"))
def test_who_may_not_unmask_sees_nothing_and_leaves_no_row(role: str, here: Side) -> None:
    if "households.unmask" in ROLES[role].permissions:
        assert unmask(askers.of_role(here, role), here, "household", "phone").status_code == 200
        return
    before = looks(here)
    answer = unmask(askers.of_role(here, role), here, "household", "phone")

    assert answer.status_code == 403
    assert "Household.phone" not in here.canaries.seen_in(content_of(answer))
    assert looks(here) == before


@pytest.mark.parametrize("reason", ["", " ", "查", "长" * 201])
def test_without_a_reason_nothing_is_shown(reason: str, here: Side) -> None:
    before = looks(here)
    answer = unmask(askers.of_role(here, "secretary"), here, "household", "phone", reason)

    assert answer.status_code == 422
    assert "Household.phone" not in here.canaries.seen_in(content_of(answer))
    assert looks(here) == before


def test_no_row_no_unmask(here: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the record cannot be written, nothing is shown."""

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("linli.people.services.unmasking.record", full)
    client: Client = browser(askers.of_role(here, "secretary"))
    client.raise_request_exception = False
    asked = {"kind": "household", "row": row_of(here, "household"), "field": "phone", "reason": "上门前打电话"}
    answer = client.post(address("unmask", here), asked)

    assert answer.status_code == 500
    assert here.canaries.seen_in(content_of(answer)) == set()


def test_field_that_is_not_for_unmasking_is_not_shown(here: Side) -> None:
    asker = askers.of_role(here, "secretary")
    for kind, field in (("household", "id"), ("household", "phone_index"), ("wish", "said"), ("person", "user_id")):
        asked = {"kind": kind, "row": row_of(here, "household"), "field": field, "reason": "上门前打电话"}
        assert ask(asker, "POST", address("unmask", here), asked).status_code == 404


def test_family_shows_who_looked_at_its_record(here: Side) -> None:
    asker = askers.of_role(here, "secretary")
    with undone():
        unmask(asker, here, "household", "note", reason="核对护理情况")
        page = ask(asker, "GET", address("household", here)).content.decode()

    assert "核对护理情况" in page


@pytest.mark.parametrize("role", ["worker", "deputy"])
def test_text_for_few_eyes_is_read_and_passed_on_by_those_only(role: str, here: Side) -> None:
    """A sign-in code, say: whoever reads it can be that person."""
    few, others = askers.of_role(here, "secretary"), askers.of_role(here, role)
    on_its_way = "Outgoing.payload for few eyes"
    assert on_its_way in here.canaries.seen_in(content_of(ask(few, "GET", address("outgoing", here))))
    assert on_its_way not in here.canaries.seen_in(content_of(ask(others, "GET", address("outgoing", here))))

    marked = address("outgoing_sent", here, outgoing_id=here["text for few"])
    assert ask(others, "POST", marked, body_for("outgoing_sent", here)).status_code == 404
    assert ask(few, "POST", marked, body_for("outgoing_sent", here)).status_code == 302
