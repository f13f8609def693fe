"""A form that is sent again after a time-out happens once and is answered the same way (trust, row 9)."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.pictures import a_photo
from tests.trust import askers
from tests.trust.askers import Asker, ask
from tests.trust.deeds import SentAgain, address, body_for
from tests.trust.house import Side
from tests.trust.looking import checksum, same_for_all
from tests.trust.rules import CLAIMANT, DEMO_RULES, PUBLIC, RULES

pytestmark = pytest.mark.django_db

NO_KEY: dict[str, str] = {
    "language": "sets a cookie; the same again is the same",
    "care": "sets a cookie; the same again is the same",
    "screen_switch": "sets a cookie; the same again is the same",
    "lock": "each try is counted; who is let in is in, and the same again is the same",
    "lock_now": "locks; the same again is the same",
    "lock_leave": "ends the session; there is nothing to end twice",
    "own_pin": "the same again is the same",
    "own_pin_remove": "takes away; there is nothing to take away twice",
    "own_device_share": "marks the computer, which then has a cookie; the same again is the same",
    "own_device_unshare": "takes away; there is nothing to take away twice",
    "own_seat_end": "takes away; there is nothing to take away twice",
    "keys_switch": "sets a cookie; the same again is the same",
    "setup": "the one-time link is used up by the first",
    "account_login": "each asking for a code is counted, and the new code makes the one before void",
    "account_request_login_code": "another name of the address above",
    "account_confirm_login_code": "a code is used up by the first, each try is counted",
    "account_logout": "ends the session; there is nothing to end twice",
    "account_login_by_password": "each try is counted; whoever is signed in stays so",
    "own_password": "asks for the old password, which the first one changed; the same again is the same",
    "own_password_remove": "takes away; there is nothing to take away twice",
    "own_email": "writes nothing of an office but a text to oneself; at most five a day",
    "own_email_code": "a code is used up by the first, each try is counted",
    "own_email_remove": "takes away; there is nothing to take away twice",
    "mfa_authenticate": "each try is counted, a code is used up by the first",
    "second_factor_app": "there is one app; the second time it is told that it is set up",
    "weixin_sign_in": "leads on; writes nothing of an office",
    "weixin_link": "leads on; writes nothing of an office",
    "weixin_unlink": "takes away; there is nothing to take away twice",
    "passkey_new": "the browser's answer to one question is taken once",
    "passkey_remove": "takes away; there is nothing to take away twice",
    "second_factor_codes": "a sheet printed before is void; whoever presses twice prints the last",
    "second_factor_remove": "takes away; there is nothing to take away twice",
    "own_session_end": "ends a session; there is nothing to end twice",
    "own_sessions_end": "ends sessions; there is nothing to end twice",
    "demo": "becomes somebody else; writes nothing of an office",
    "public_mine": "finds claims or forgets a name; writes nothing of an office",
    "consent_paper_look": "each look is one of its own and leaves a row of its own",
    "unmask": "each look is one of its own and leaves a row of its own",
    "wish_parse": "writes nothing",
    "export_fetch": "what is asked for is taken once, whatever key its page had",
    "search": "writes nothing",
    "wishes_print": "writes nothing",
    "claim": "looks for somebody on the roster; writes nothing",
    "wish_import": "keeps what was read until it is confirmed; nothing comes of a second one",
    "roster_import": "keeps what was read until it is confirmed; nothing comes of a second one",
}
"""Forms without a key, and why. All others happen once."""
BY_ITSELF = {
    "wish_sheet": "the sheet is what is confirmed once, whatever key its page had",
    "wish_columns": "the sheet is laid out once, whatever key its page had",
    "roster_columns": "the sheet is laid out once, whatever key its page had",
    "roster_sheet": "the sheet is what is confirmed once, whatever key its page had",
}
"""Forms that happen once, but not by their key: they have no other body to be sent with."""
ONCE = sorted(name for name, rule in (RULES | DEMO_RULES).items() if rule.post is not None and name not in NO_KEY)


def test_every_form_happens_once_or_says_why_not() -> None:
    takers = {name for name, rule in (RULES | DEMO_RULES).items() if rule.post is not None}

    assert set(NO_KEY) - takers == set()
    assert set(BY_ITSELF) - set(ONCE) == set()
    assert takers - set(NO_KEY) == set(ONCE)
    assert all(len(reason) > 10 for reason in (*NO_KEY.values(), *BY_ITSELF.values()))


def sender(route: str, side: Side) -> Asker:
    """Who sends this form, with the right to."""
    need = RULES[route].post
    if need == CLAIMANT:
        return askers.account_of_claimant(side)
    return askers.NOBODY if need == PUBLIC else askers.of_role(side, "secretary")


def send(route: str, side: Side, asker: Asker, body: Mapping[str, Any], **instead: Any) -> tuple[int, str, str]:
    """Status, where it leads, and what it says."""
    answer = ask(asker, "POST", address(route, side, asker, **instead), dict(body))
    return answer.status_code, answer.headers.get("Location", ""), same_for_all(answer)


@pytest.mark.parametrize("route", ONCE)
def test_form_sent_three_times_has_one_effect_and_one_answer(route: str, here: Side) -> None:
    asker, body = sender(route, here), body_for(route, here)
    before = checksum(here.code)
    first = send(route, here, asker, body)
    after = checksum(here.code)

    assert first[0] in RULES[route].does
    assert after != before
    for _time in range(2):
        assert send(route, here, asker, body) == first
        assert checksum(here.code) == after


@pytest.mark.parametrize("route", [name for name in ONCE if name not in BY_ITSELF])
def test_key_in_the_header_counts_as_one_in_the_form(route: str, here: Side) -> None:
    asker, body = sender(route, here), body_for(route, here)
    key = body.pop("key")
    answers = [ask(asker, "POST", address(route, here, asker), body, **{"Idempotency-Key": key}) for _time in range(2)]

    assert {answer.status_code for answer in answers} <= RULES[route].does
    assert len({answer.headers.get("Location", "") for answer in answers}) == 1


@pytest.mark.parametrize("route", [name for name in ONCE if name not in BY_ITSELF])
def test_form_without_a_key_is_not_taken(route: str, here: Side) -> None:
    asker, body = sender(route, here), body_for(route, here)
    before = checksum(here.code)
    for key in ("", "short", "x" * 65):
        assert send(route, here, asker, body | {"key": key})[0] == 422
    assert checksum(here.code) == before


OTHER_WORDS: dict[str, Any] = {
    "household_new": {"head_name": "吴菊花"},
    "household_edit": {"address": "钟楼小区7号楼2单元202"},
    "household_categories": {"held-child_in_need": "on"},
    "household_member": {"name": "吴小草"},
    "household_consent": {"purposes": ["press"]},
    "consent_paper": lambda side: {"paper": SentAgain("同意书.jpg", a_photo(colour="green"))},
    "prices": {"cap": "700"},
    "wish_new": {"note": "独居多年"},
    "wish_kept": {"note": "独居多年"},
    "wish_edit": {"item": "水壶"},
    "wish_share": {"parts": "4"},
    "wish_split": {"parts": "一个书包\n一条围巾"},
    "wishes_approve": lambda side: {"wish": side["wishes in review"][1:2]},
    "wishes_merge": lambda side: {"wish": side["wishes in review"][1:3]},
    "wish_paste": {"who-0": "吴菊花"},
    "collect_form": {"address": "钟楼小区9号楼1单元102"},
    "collecting_link_new": {"title": "说说心愿"},
    "submission": {"row-0-item": "双肩书包"},
    "submission_decline": {"reason": "已另行登记"},
    "export_new": lambda side: {"wish": side["wishes in review"][1:2]},
    "campaign_new": {"title": "第三次点亮"},
    "campaign_change": {"title": "第三次点亮"},
    "campaign_titles": lambda side: {f"title-{side['wish of prepared'].hex}": "旧书包"},
    "campaign_handover": {"handover_until": "2099-12-01"},
    "campaign_cover": {"cover": SentAgain("灯会.jpg", a_photo(colour="green"))},
    "campaign_pause": {"reason": "清单有误，正在更正"},
    "campaign_extend": {"handover_until": "2099-12-09"},
    "campaign_withdraw": {"fate": "withdrawn"},
    "wish_take_off": {"fate": "ready"},
    "campaign_counter": lambda side: {"number": str(side["next number"])},
    "claim_keep": lambda side: {"same_as": str(side["claimant"])},
    "claim_decline": {"reason": "不在名册上"},
    "claims_decide": {"decision": "keep"},
    "claim_release": {"reason": "认领人搬走了"},
    "roster_skills": {"own": "下棋"},
    "view_new": {"name": "要看的"},
    "view_rename": {"name": "要发布的"},
    "channels": {"name": "另一个群"},
    "channels_quiet": {"begin": "20"},
    "text": {"text": "编号【编号】，已确认。"},
    "programs": {"name": "区里的系统"},
    "webhook_new": {"hook-url": "https://hooks.example.cn/other"},
    "staff": {"name": "任佳慧"},
}
"""What else the same page could have been sent with."""
OTHER_PLACES: dict[str, Any] = {
    "public_claim": lambda side: {"number": side["next number"]},
    "public_line": lambda side: {"number": side["number waited for"]},
    "public_leave": lambda side: {"number": side["number offered"]},
    "public_offer": lambda side: {"number": side["number waited for"]},
    "public_enter": lambda side: {"number": side["number entered"]},
    "public_entry_leave": lambda side: {"number": side["other number entered"]},
    "public_release": lambda side: {"code": side["other campaign"].code, "number": side["own claim elsewhere"]},
    "household_member_end": lambda side: {
        "household_id": side["household_id next door"],
        "member_id": side["member_id next door"],
    },
    "household_consent_withdraw": lambda side: {"consent_id": uuid4()},
    "wish_move": lambda side: {"move": "approve"},
    "wish_accept": lambda side: {"wish_id": side["wish waited for"]},
    "collecting_link_close": lambda side: {"link_id": uuid4()},
    "campaign_publish": lambda side: {"campaign_id": side["campaign_id"]},
    "campaign_close": lambda side: {"campaign_id": side["other campaign"].pk},
    "export_allow": lambda side: {"export_id": uuid4()},
    "campaign_resume": lambda side: {"campaign_id": side["another paused"]},
    "campaign_republish": lambda side: {"campaign_id": side["another closed"]},
    "outgoing_sent": lambda side: {"outgoing_id": uuid4()},
    "view_delete": lambda side: {"view_id": uuid4()},
    "channel_test": lambda side: {"channel_id": uuid4()},
    "channel_remove": lambda side: {"channel_id": uuid4()},
    "text_standard": lambda side: {"kind": "claim_receipt"},
    "roster_end": lambda side: {"person_id": side["claimant"]},
    "program_end": lambda side: {"token_id": uuid4()},
    "webhook_end": lambda side: {"webhook_id": uuid4()},
    "webhook_resume": lambda side: {"webhook_id": uuid4()},
    "staff_end": lambda side: {"grant_id": side["grant of partner"]},
    "staff_second_factor_drop": lambda side: {"grant_id": side["grant of partner"]},
    "outgoing_show": lambda side: {"outgoing_id": uuid4()},
}
"""Where else the same key could be sent, for forms that say all in their address."""
BESIDE_EACH_OTHER = {
    "roster_end": "one page has one key for a button beside each person, so the person belongs to the key",
    "campaign_paste": "each line of the page has a key of its own, so that a line may be tried anew by itself",
}
"""Forms whose key may come with other words, and why."""


def test_every_form_is_tried_with_other_words() -> None:
    tried = set(OTHER_WORDS) | set(OTHER_PLACES) | set(BESIDE_EACH_OTHER)

    assert tried - set(ONCE) == set()
    assert set(ONCE) - tried == set(BY_ITSELF)


def _of(table: Mapping[str, Any], route: str, side: Side) -> dict[str, Any]:
    found = table.get(route, {})
    return dict(found(side) if callable(found) else found)


@pytest.mark.parametrize("route", sorted((set(OTHER_WORDS) | set(OTHER_PLACES)) - set(BESIDE_EACH_OTHER)))
def test_key_sent_with_other_words_is_told_and_does_nothing(route: str, here: Side) -> None:
    asker, body = sender(route, here), body_for(route, here)
    assert send(route, here, asker, body)[0] in RULES[route].does
    after = checksum(here.code)
    other = send(route, here, asker, body | _of(OTHER_WORDS, route, here), **_of(OTHER_PLACES, route, here))

    assert other[0] == 422
    assert checksum(here.code) == after


def test_key_of_one_person_is_nothing_to_another(here: Side) -> None:
    """Two colleagues who, by whatever accident, have the same key each get their own answer."""
    body = body_for("household_new", here)
    places = {send("household_new", here, askers.of_role(here, role), body)[1] for role in ("secretary", "worker")}

    assert len(places) == 2


def test_lost_claim_is_lost_again_though_the_wish_is_open_by_then(here: Side) -> None:
    asker, body = sender("public_claim", here), body_for("public_claim", here)
    first = send("public_claim", here, asker, body, number=here["intimate number"])
    holder = askers.account_of_claimant(here)
    assert ask(holder, "POST", address("public_release", here), body_for("public_release", here)).status_code == 303
    again = send("public_claim", here, asker, body, number=here["intimate number"])
    fresh = send("public_claim", here, asker, body_for("public_claim", here), number=here["intimate number"])

    assert (first[0], again[0], fresh[0]) == (409, 409, 303)
