"""What the public and claimants can read: the thing that is wished for, and nothing of anybody (trust, row 6)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from linli.accounts.models import User
from linli.core.crypto import EncryptedTextField
from linli.people.models import Household
from linli.places.models import TenantModel
from linli.wishes.models import Wish
from tests.trust import askers
from tests.trust.askers import Asker, ask
from tests.trust.canaries import HIDDEN
from tests.trust.crawling import crawl, page_of, starts
from tests.trust.house import ABOVE_HERE, Side
from tests.trust.looking import content_of, undone
from tests.trust.rules import RULES

pytestmark = pytest.mark.django_db
SEALED = [
    (model, field.name)
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, EncryptedTextField)
]


def _claimant(side: Side) -> Asker:
    return askers.weak("claimant", side, side["campaign_id"], side["claimant"])


PUBLIC: dict[str, Callable[[Side], Asker]] = {
    "nobody": lambda side: askers.NOBODY,
    "another claimant": lambda side: askers.weak("another", side, side["campaign_id"], side["another claimant"]),
    "claimant in another campaign": lambda side: askers.weak("it", side, side["other campaign"].pk, side["claimant"]),
    "stranger whose claim is not decided": lambda side: askers.weak("x", side, side["campaign_id"], side["stranger"]),
    "party member signed in": lambda side: askers.of_role(side, "party_member"),
    "supervisor": lambda side: askers.supervisor(ABOVE_HERE),
    "secretary of yesterday": askers.of_yesterday,
}


@pytest.mark.parametrize(("model", "field"), SEALED, ids=[f"{model.__name__}.{field}" for model, field in SEALED])
def test_every_sealed_column_has_a_canary(model: Any, field: str, here: Side) -> None:
    """A new column that is worth sealing is worth a mark: put one into `house`."""
    if issubclass(model, TenantModel):
        rows = list(model.objects.within(here.code))
    else:
        assert model is User
        rows = list(here.staff.values())

    assert any(here.canaries.seen_in(str(getattr(row, field))) for row in rows)


def leaks(side: Side, asker: Asker, begin: list[str], **headers: str) -> list[str]:
    """What was seen, and where."""
    return [
        f"{what} at {page.address}"
        for page in crawl(asker, begin, **headers)
        for what in sorted(side.canaries.seen_in(page.whole))
    ]


@pytest.mark.parametrize("who", PUBLIC)
def test_nothing_of_anybody_can_be_read(who: str, here: Side) -> None:
    asker = PUBLIC[who](here)

    assert leaks(here, asker, starts(here, asker)) == []


def test_nothing_more_can_be_read_in_english(here: Side) -> None:
    asker = _claimant(here)
    begin = [where for where in starts(here, asker) if where.startswith("/c/")]

    found = leaks(here, asker, begin, Cookie=f"linli_session={asker.session}; linli_lang=en")
    assert found
    assert [leak for leak in found if not leak.startswith(HIDDEN)] == []


def test_claimant_reads_what_exactly_to_buy_on_the_own_pages_only(here: Side) -> None:
    asker = _claimant(here)
    pages = list(crawl(asker, starts(here, asker)))
    seen = {page.route: here.canaries.seen_in(page.whole) for page in pages if here.canaries.seen_in(page.whole)}
    exactly = {f"{HIDDEN} item of an intimate wish", f"{HIDDEN} size of an intimate wish"}

    assert set(seen) == {"public_mine", "public_receipt", "public_release"}
    assert set().union(*seen.values()) == exactly


def test_the_crawl_reaches_every_public_page(here: Side) -> None:
    reached: set[str] = set()
    for asker in (askers.NOBODY, _claimant(here), askers.claimant_at("public_entry", here)):
        reached |= {page.route for page in crawl(asker, starts(here, asker)) if page.status in (200, 302, 503)}
    readable = {name for name, rule in RULES.items() if rule.get in ("public", "claimant")}

    # two names of one address: the second is django-allauth's own name for the sign-in page; no Weixin is set up here
    assert readable - reached == {"account_request_login_code", "weixin_back"}


@pytest.mark.parametrize(
    "plant",
    [
        lambda side, secret: _planted(side, public_title=secret),
        lambda side, secret: _planted(side, public_spec=secret),
    ],
    ids=["title", "size"],
)
def test_a_secret_on_a_wall_is_found(plant: Callable[[Side, str], None], here: Side) -> None:
    """The control: what staff write into public words by mistake, the crawl sees."""
    family = Household.objects.within(here.code).get(pk=here["household_id"])
    with undone():
        plant(here, family.head_name)
        found = leaks(here, askers.NOBODY, [f"/c/{here['code']}"])

    assert {leak.split(" at ")[0] for leak in found} == {"Household.head_name"}


def _planted(side: Side, **words: str) -> None:
    Wish.objects.within(side.code).filter(campaign=side["campaign_id"], public_number=side["number"]).update(**words)


def _claim(side: Side, number: int, **who: str) -> tuple[str, dict[str, str]]:
    return f"/c/{side['code']}/{number}/claim", {"key": uuid4().hex, **who}


def _phone_of(side: Side, what: str) -> str:
    return next(mark for mark, told in side.canaries.known.items() if told == what)


def answers_to_what_is_typed(side: Side) -> list[tuple[str, dict[str, str]]]:
    """Forms that an outsider may send: known phones with wrong names, numbers that are taken, names nobody has."""
    other = {"name": "冯建国", "phone": _phone_of(side, "Person.phone of a claimant")}
    staff = {"name": "冯建国", "phone": _phone_of(side, "User.phone of the secretary")}
    stranger = {"name": "冯建国", "phone": "13800000009"}
    mine = f"/c/{side['code']}/mine"
    return [
        _claim(side, side["number"], **stranger),
        _claim(side, side["number"], **other),
        _claim(side, side["number"], **staff),
        _claim(side, side["intimate number"], **stranger),
        _claim(side, side["number"], name="", phone=""),
        (mine, other),
        (mine, stranger),
        (f"/c/{side['campaign with code'].code}/1/claim", {"key": uuid4().hex, **other}),
        ("/accounts/login/", {"phone": other["phone"]}),
        ("/accounts/login/", {"phone": staff["phone"]}),
    ]


def test_answers_to_forms_tell_no_more_than_was_typed(here: Side) -> None:
    for where, typed in answers_to_what_is_typed(here):
        with undone():
            answer = ask(askers.NOBODY, "POST", where, typed)
            seen = here.canaries.seen_in(page_of(where, answer).whole)
            assert answer.status_code < 500
        assert seen <= {here.canaries.known.get(typed.get("phone", ""), "")}, (where, typed)


def test_known_and_unknown_phones_are_answered_alike_at_the_sign_in(here: Side) -> None:
    """Whoever types a number does not learn whether somebody here has it."""
    told = []
    for phone in (_phone_of(here, "User.phone of the secretary"), "13800000009"):
        with undone():
            answer = ask(askers.NOBODY, "POST", "/accounts/login/", {"phone": phone})
            told.append((answer.status_code, answer.headers.get("Location"), content_of(answer)))

    assert told[0] == told[1]
