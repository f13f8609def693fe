"""Guessing finds nothing, and whoever tries too often is told so and when to come back (trust, row 26)."""

import ast
import re
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

from linli.accounts.models import User
from linli.accounts.services import own_account
from linli.config.env import Weixin
from linli.core import clock
from linli.gate.services import ALPHABET
from linli.wishes.models import Claim
from linli.wishes.views.public import claiming, collecting, identity
from tests.architecture.sources import PACKAGE, files, tree
from tests.trust import askers
from tests.trust.askers import NOBODY, ask
from tests.trust.deeds import address, body_for
from tests.trust.house import Side
from tests.trust.looking import content_of, same_for_all, undone

pytestmark = pytest.mark.django_db

GUESSES, NUMBERS = 1_000, 300
PAGES = ("", "/lamps", "/mine", "/1", "/1/claim", "/claims/1234", "/draw", "/draw.json", "/1/entry")
FRAGMENT = {"HX-Request": "true"}
_MINUTE = timedelta(minutes=1)
_PURPOSE = re.compile(r"(?:claim|codes|sign_in|submit)\.[a-z_]+")


def random_code(luck: Random) -> str:
    return "".join(luck.choices(ALPHABET, k=12))


def test_a_thousand_random_codes_hit_nothing(here: Side, elsewhere: Side) -> None:
    luck = Random(20241206)
    answers = [
        ask(NOBODY, "GET", f"/c/{random_code(luck)}{PAGES[nth % len(PAGES)]}", **FRAGMENT) for nth in range(GUESSES)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({content_of(answer) for answer in answers}) == 1


def test_code_that_is_nearly_right_is_as_wrong_as_any_other(here: Side) -> None:
    """One character off, in each of the twelve places."""
    never_was = same_for_all(ask(NOBODY, "GET", "/no/such/page"))
    for place in range(12):
        for letter in ALPHABET.replace(here["code"][place], "")[:3]:
            near = here["code"][:place] + letter + here["code"][place + 1 :]
            answer = ask(NOBODY, "GET", f"/c/{near}")
            assert (answer.status_code, same_for_all(answer)) == (404, never_was)


@pytest.mark.parametrize("path", PAGES[1:])
def test_code_of_what_is_no_campaign_opens_nothing(path: str, here: Side) -> None:
    for code in (str(here.code), here["campaign_id"].hex[:12].upper(), "0" * 12, str(here["prepared"])):
        assert ask(NOBODY, "GET", f"/c/{code}{path}").status_code == 404


def test_spoken_numbers_of_others_tell_nothing_to_a_claimant(here: Side) -> None:
    """Who holds a claim may try all numbers of the campaign: a number that is somebody's looks like one that is not."""
    asker = askers.weak("another claimant", here, here["campaign_id"], here["another claimant"])
    luck, others = Random(20241206), {here["own claim"]}
    tried = [here["own claim"], *(luck.randrange(1000, 10_000) for _guess in range(NUMBERS))]
    own = set(
        Claim.objects.within(here.code).filter(claimant=here["another claimant"]).values_list("number", flat=True)
    )
    answers = {
        number: ask(asker, "GET", address("public_receipt", here, number=number), **FRAGMENT)
        for number in tried
        if number not in own
    }

    assert others <= set(answers)
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({content_of(answer) for answer in answers.values()}) == 1


# --- limits -----------------------------------------------------------------------------------------------------------


def _claim(side: Side, name: str, phone: str, number: int | None = None, code: str = "") -> HttpResponse:
    where = address("public_claim", side, number=number or side["number"], **({"code": code} if code else {}))
    return ask(NOBODY, "POST", where, {"name": name, "phone": phone, "key": uuid4().hex})


def names_for_one_phone(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    for letter in "一二三四五六七八":
        _claim(side, f"冯{letter}", "13800000009", side["intimate number"])
    return _claim(side, "冯九", "13800000009")


def names_from_one_address(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(identity, "NAMED_FROM_ONE_ADDRESS_A_MINUTE", 3)
    for nth in range(3):
        _claim(side, "冯建国", f"1380000001{nth}", side["intimate number"])
    return _claim(side, "冯建国", "13800000019")


def names_that_no_roster_has(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(identity, "UNKNOWN_FROM_ONE_ADDRESS_AN_HOUR", 2)
    for nth in range(2):
        _claim(side, "冯建国", f"1380000002{nth}", side["intimate number"])
    return _claim(side, "冯建国", "13800000029")


def claims_that_are_lost(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(claiming, "LOSSES_A_MINUTE", 2)
    asker = askers.weak("fast", side, side["campaign_id"], side["another claimant"])
    taken = address("public_claim", side, number=side["intimate number"])
    for _time in range(2):
        assert ask(asker, "POST", taken, {"key": uuid4().hex}).status_code == 409
    return ask(asker, "POST", taken, {"key": uuid4().hex})


def names_to_find_claims_by(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    mine = address("public_mine", side)
    for letter in "一二三四五六七八":
        ask(NOBODY, "POST", mine, {"name": f"冯{letter}", "phone": "13800000009"})
    return ask(NOBODY, "POST", mine, {"name": "冯九", "phone": "13800000009"})


def codes_within_a_minute(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    ask(NOBODY, "POST", "/accounts/login/", {"phone": "13800000009"})
    return ask(NOBODY, "POST", "/accounts/login/", {"phone": "13800000009"})


def codes_within_a_day(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    begin = clock.now()
    for minute in range(0, 10, 2):
        with clock.at(begin.replace(microsecond=0) + minute * _MINUTE):
            assert ask(NOBODY, "POST", "/accounts/login/", {"phone": "13800000009"}).status_code == 302
    with clock.at(begin + 10 * _MINUTE):
        return ask(NOBODY, "POST", "/accounts/login/", {"phone": "13800000009"})


def phones_from_one_address(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    for nth in range(30):
        ask(NOBODY, "POST", "/accounts/login/", {"phone": f"138000001{nth:02d}"})
    return ask(NOBODY, "POST", "/accounts/login/", {"phone": "13800000199"})


def _wrong_codes(phone: str, tries: int) -> HttpResponse:
    """Ask for a code for this phone in a fresh browser, and type wrong ones."""
    client = askers.browser(NOBODY)
    assert client.post("/accounts/login/", {"phone": phone}).status_code == 302
    answers = [client.post("/accounts/login/code/", {"code": "000000"}) for _try in range(tries)]
    return answers[-1]


def wrong_codes_for_one_phone(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    """In whatever browsers: each one may ask for a code of its own, and gets five tries with it."""
    begin = clock.now()
    for nth in range(2):
        with clock.at(begin + nth * 2 * _MINUTE):
            _wrong_codes("13800000009", 5)
    with clock.at(begin + 4 * _MINUTE):
        return _wrong_codes("13800000009", 1)


def wrong_codes_from_one_address(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    for nth in range(12):
        _wrong_codes(f"138000002{nth:02d}", 5)
    return _wrong_codes("13800000299", 1)


def _passwords(phone: str, tries: int) -> HttpResponse:
    where = "/accounts/login/password/"
    return [ask(NOBODY, "POST", where, {"login": phone, "password": "guess"}) for _try in range(tries)][-1]


def passwords_for_one_phone(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    return _passwords("13800000009", 11)


def passwords_within_a_day(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    begin = clock.now()
    for nth in range(5):
        with clock.at(begin + nth * 11 * _MINUTE):
            assert _passwords("13800000009", 10).status_code == 200
    with clock.at(begin + 60 * _MINUTE):
        return _passwords("13800000009", 1)


def _own(side: Side, path: str, tries: int, **words: str) -> HttpResponse:
    """A form of one's own account, sent that often."""
    worker = askers.of_role(side, "worker")
    return [ask(worker, "POST", f"/account/{path}", words) for _try in range(tries)][-1]


def old_passwords_on_ones_own_page(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(User, "has_usable_password", lambda user: True)
    return _own(side, "password", 11, old="guess", new="better lamplight at nine")


def addresses_that_codes_are_sent_to(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(own_account, "email_works", lambda: True)
    return _own(side, "email", 6, email="somebody@example.cn")


def codes_for_a_new_address(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    return _own(side, "email/code", 11, code="000000")


def _send_wish(side: Side, nth: int, phone: str) -> HttpResponse:
    body = body_for("collect_form", side) | {"phone": phone, "head_name": f"吴桂{'一二三四五六七'[nth]}"}
    return ask(NOBODY, "POST", address("collect_form", side), body)


def wishes_through_one_link(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(collecting, "SENT_THROUGH_ONE_LINK_AN_HOUR", 2)
    return [_send_wish(side, nth, f"1380000003{nth}") for nth in range(3)][-1]


def wishes_from_one_phone(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    return [_send_wish(side, nth, "13800000030") for nth in range(6)][-1]


def wishes_from_one_address(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(collecting, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 2)
    return [_send_wish(side, nth, f"1380000004{nth}") for nth in range(3)][-1]


def codes_of_an_app(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    secretary = askers.of_role(side, "secretary")
    return [ask(secretary, "POST", "/account/second-factor/app", {"code": "000000"}) for _try in range(11)][-1]


def code_of_an_app_used_twice(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    """In two processes, each with a cache of its own."""
    user = User.objects.get(pk=side.staff["worker"].pk)
    user.set_password("good lamplight at eight")
    user.save()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answers = []
    for _process in range(2):
        cache.clear()
        client = askers.browser(NOBODY)
        client.post("/accounts/login/password/", {"login": user.phone, "password": "good lamplight at eight"})
        answers.append(client.post("/accounts/login/second/", {"code": code}))
    return answers[-1]


def scans_from_one_address(side: Side, patch: pytest.MonkeyPatch) -> HttpResponse:
    patch.setattr(settings, "LINLI_WEIXIN", Weixin("wx", "secret"))
    return [ask(NOBODY, "POST", "/accounts/login/weixin/", {}) for _try in range(31)][-1]


LIMITS: dict[str, list[Callable[[Side, pytest.MonkeyPatch], HttpResponse]]] = {
    "claim.phone": [names_for_one_phone, names_to_find_claims_by],
    "claim.address": [names_from_one_address],
    "claim.unknown": [names_that_no_roster_has],
    "claim.lost": [claims_that_are_lost],
    "codes.minute": [codes_within_a_minute],
    "codes.day": [codes_within_a_day],
    "submit.link": [wishes_through_one_link],
    "submit.phone": [wishes_from_one_phone],
    "submit.address": [wishes_from_one_address],
    "sign_in.address": [phones_from_one_address],
    "sign_in.try": [wrong_codes_for_one_phone],
    "sign_in.password": [passwords_for_one_phone, old_passwords_on_ones_own_page],
    "sign_in.password_day": [passwords_within_a_day],
    "sign_in.second": [codes_of_an_app],
    "sign_in.second_used": [code_of_an_app_used_twice],
    "sign_in.weixin": [scans_from_one_address],
    "sign_in.email": [addresses_that_codes_are_sent_to],
    "sign_in.email_try": [codes_for_a_new_address],
    "sign_in.try_from": [wrong_codes_from_one_address],
}
"""Every limit of the house, and how somebody reaches it."""


def limits_in_the_code() -> set[str]:
    """The purposes of all calls of `limit()`, by name or as the words handed to a function around it."""
    return {
        node.value
        for path in files(".py")
        if PACKAGE in path.parents and "limit" in path.read_text("utf-8")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PURPOSE.fullmatch(node.value)
    }


def test_every_limit_is_reached_here() -> None:
    assert limits_in_the_code() == set(LIMITS)


@pytest.mark.parametrize(
    "reach", [reach for ways in LIMITS.values() for reach in ways], ids=lambda reach: reach.__name__
)
def test_limit_is_told_with_the_time_to_wait(
    reach: Callable[[Side, pytest.MonkeyPatch], HttpResponse], here: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    with undone():
        answer = reach(here, monkeypatch)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 24 * 3600
    assert re.search("请.*再试|请稍", answer.content.decode())


def test_limit_of_one_is_not_that_of_another(here: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever guesses keeps nobody else out."""
    with undone():
        assert names_for_one_phone(here, monkeypatch).status_code == 429
        assert _claim(here, "冯建国", "13800000008").status_code == 303
