"""What one does at each address: which rows it names, and a form that would be taken from the right person."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.core import clock
from linli.core.sheets import write_sheet
from linli.wishes.kinds.prices import TYPICAL
from tests.factories.pictures import a_photo
from tests.trust.askers import Asker
from tests.trust.house import Side, in_a_week
from tests.trust.routes import ALL

DATA = Path(__file__).parent.parent / "data"
_WHICH: dict[str, dict[str, str]] = {
    "campaign_change": {"campaign_id": "prepared"},
    "campaign_titles": {"campaign_id": "prepared"},
    "campaign_handover": {"campaign_id": "prepared"},
    "campaign_publish": {"campaign_id": "prepared"},
    "campaign_preview": {"campaign_id": "prepared"},
    "campaign_resume": {"campaign_id": "paused"},
    "campaign_republish": {"campaign_id": "closed"},
    "wish_take_off": {"wish_id": "wish on the wall"},
    "wish_accept": {"wish_id": "wish offered"},
    "claim_keep": {"claim_id": "claim to decide"},
    "claim_decline": {"claim_id": "claim to decide"},
    "public_receipt": {"number": "own claim"},
    "public_release": {"number": "own claim"},
    "public_line": {"number": "number of another"},
    "public_leave": {"number": "number waited for"},
    "public_offer": {"number": "number offered"},
    "public_draw": {"code": "drawn code"},
    "public_draw_file": {"code": "drawn code"},
    "public_enter": {"code": "draw code", "number": "number to enter"},
    "public_entry": {"code": "draw code", "number": "number entered"},
    "public_entry_leave": {"code": "draw code", "number": "number entered"},
    "household_consent_withdraw": {"consent_id": "consent_id"},
    "wish_move": {"wish_id": "wish in draft"},
    "collect_form": {"code": "link code"},
    "collect_receipt": {"code": "link code"},
    "outgoing_show": {"outgoing_id": "sign-in code"},
    "staff_second_factor_drop": {"grant_id": "grant of who lost the phone"},
}
"""Where an address does not name the usual thing called like its parameter."""
NONE = "00000000-0000-7000-8000-000000000000"
_GIVEN = {
    "token": "no-such-token",
    "form": "svg",
    "kind": "claim_kept",
    "language": "zh-hans",
    "move": "submit",
    "name": "wish-register.xlsx",
    "sign_in_id": NONE,
    "passkey_id": "1",
    "seat_id": NONE,
}
"""Parameters that are no rows of a community."""
_SHEETS = {
    **dict.fromkeys(("roster_sheet", "roster_columns", "roster_marked"), "roster"),
    **dict.fromkeys(("wish_sheet", "wish_columns", "wish_marked"), "wishes"),
}


def things_of(route: str, side: Side, asker: Asker | None = None) -> dict[str, Any]:
    """What stands in this address when it is asked for in this community."""
    which = _WHICH.get(route, {})
    found: dict[str, Any] = {}
    for name in ALL[route].parameters:
        if name == "community_id":
            found[name] = side.code
        elif name == "sheet_id":
            mine = f"{_SHEETS[route]} sheet of {asker.key}" if asker else ""
            found[name] = side.things.get(mine) or side[f"{_SHEETS[route]} sheet of user:{side.staff['secretary'].pk}"]
        elif route == "export_fetch" and name == "export_id":
            mine = f"export of {asker.key}" if asker else ""
            found[name] = side.things.get(mine) or side["export_id"]
        elif name in _GIVEN:
            found[name] = _GIVEN[name]
        else:
            found[name] = side[which.get(name, name)]
    return found


def written(route: str, things: Mapping[str, Any]) -> str:
    """The address with these things in it. Written here and not by `reverse()`, which would take no impossible ones."""
    parts = []
    for part in ALL[route].pattern.replace("<", "\n<").replace(">", ">\n").split("\n"):
        is_place = part.startswith("<")
        parts.append(quote(str(things[part.strip("<>").split(":")[-1]]), safe="") if is_place else part)
    return "/" + "".join(parts)


def address(route: str, side: Side, asker: Asker | None = None, **instead: Any) -> str:
    """Where this is in this community, for whoever asks; with other things in it where given."""
    return written(route, things_of(route, side, asker) | instead)


Body = Callable[[Side], dict[str, Any]]


class SentAgain(SimpleUploadedFile):
    """A file that a form can be sent with several times."""

    def read(self, *args: Any) -> Any:
        self.seek(0)
        return super().read(*args)


def _fixed(**words: Any) -> Body:
    return lambda side: dict(words)


def _household(side: Side) -> dict[str, Any]:
    return {
        "head_name": "吴桂花",
        "phone": "13800000007",
        "address": "钟楼小区9号楼1单元101",
        "people_count": "2",
        "categories": ["elderly"],
        "note": "独居",
    }


def _consent(side: Side) -> dict[str, Any]:
    return {"purposes": ["photo"], "given_by": "self", "giver_name": "", "witness": "任佳怡"}


def _wish(side: Side) -> dict[str, Any]:
    return {"item": "保温杯", "quantity": "2", "unit": "个", "spec": "大号", "public_title": "保温杯", "note": "要带盖"}


def _doorstep(side: Side) -> dict[str, Any]:
    row = {"quantity": "2", "unit": "个", "item": "书包", "spec": "", "choice": "take", "text": "两个书包"}
    said = {
        "said": "两个书包",
        "parsed": "两个书包",
        "rows": "1",
        **{f"row-0-{name}": value for name, value in row.items()},
    }
    consent = {"purposes": ["help", "publish"], "given_by": "self", "witness": "任佳怡"}
    return {"step": "save", **_household(side), **consent, **said}


def _chat(side: Side) -> dict[str, Any]:
    row = {"quantity": "2", "unit": "个", "item": "书包", "spec": "", "choice": "take", "text": "两个书包"}
    message = {"text-0": "吴桂花 两个书包", "family-0": "new", "who-0": "吴桂花", "of-0": "0"}
    rows = {f"row-0-{name}": value for name, value in row.items()}
    return {"step": "confirm", "messages": "1", "rows": "1", **message, **rows}


def _resident(side: Side) -> dict[str, Any]:
    row = {"quantity": "2", "unit": "个", "item": "书包", "spec": "", "choice": "take", "text": "两个书包"}
    return {
        "step": "send",
        "given_by": "agent",
        "head_name": "吴桂花",
        "giver_name": "吴小花",
        "phone": "13800000007",
        "address": "钟楼小区9号楼1单元101",
        "purposes": ["help", "publish"],
        "said": "两个书包",
        "parsed": "两个书包",
        "rows": "1",
        **{f"row-0-{name}": value for name, value in row.items()},
    }


def _link(side: Side) -> dict[str, Any]:
    now = clock.local(clock.now())
    return {
        "title": "说说您家的心愿",
        "opens_at": now.strftime("%Y-%m-%dT%H:%M"),
        "closes_at": f"{in_a_week()}T18:00",
        "contact_phone": "0359-2000000",
    }


def _submission(side: Side) -> dict[str, Any]:
    row = {"quantity": "1", "unit": "个", "item": "书包", "spec": "", "choice": "take", "text": "一个书包"}
    return {"family": "new", "rows": "1", **{f"row-0-{name}": value for name, value in row.items()}}


def _campaign(side: Side) -> dict[str, Any]:
    now = clock.local(clock.now())
    return {
        "title": "再点亮一次",
        "issuer": f"{side.name}党支部",
        "notice": "请认领。",
        "opens_at": now.strftime("%Y-%m-%dT%H:%M"),
        "closes_at": f"{in_a_week()}T18:00",
        "handover_place": "党群服务中心",
        "handover_until": in_a_week(),
        "contact_phone": "0359-2000000",
        "audience": "roster",
        "wishes": [side["wish_id ready"]],
    }


def _change(side: Side) -> dict[str, Any]:
    return _campaign(side) | {"wishes": [side["wish of prepared"]]}


def _titles(side: Side) -> dict[str, Any]:
    return {f"title-{side['wish of prepared'].hex}": "新书包", f"spec-{side['wish of prepared'].hex}": "大号"}


def _paste(side: Side) -> dict[str, Any]:
    return {
        "step": "confirm",
        "take-0": "on",
        "text-0": f"{side['number']}号 林",
        "number-0": str(side["number"]),
        "person-0": str(side["person_id"]),
    }


def _sheet(headings: list[str], row: list[Any]) -> Body:
    def body(side: Side) -> dict[str, Any]:
        return {"file": SimpleUploadedFile("sheet.xlsx", write_sheet(title="表", headings=headings, rows=[row]))}

    return body


def _prices(side: Side) -> dict[str, Any]:
    usual = {f"{kind}-{end}": str(price) for kind in TYPICAL for end, price in (("low", 10), ("high", 90))}
    return {"cap": "800", **usual}


BODIES: dict[str, Body] = {
    "language": _fixed(language="en"),
    "care": _fixed(care="on"),
    "keys_switch": _fixed(keys="off"),
    "screen_switch": _fixed(screen="looked-on"),
    **dict.fromkeys(("lock", "lock_now", "lock_leave"), _fixed(seat=NONE, pin="271846")),
    **dict.fromkeys(("own_pin_remove", "own_device_share", "own_device_unshare", "own_seat_end"), _fixed()),
    "own_pin": _fixed(pin="271846"),
    "setup": _fixed(community="140802004009", name="贾文静", phone="19900009001"),
    "account_login": _fixed(phone="13800000001"),
    "account_request_login_code": _fixed(phone="13800000001"),
    "account_confirm_login_code": _fixed(code="123456"),
    "account_logout": _fixed(),
    "account_login_by_password": _fixed(login="13800000001", password="no such password"),
    "own_password": _fixed(new="good lamplight at eight"),
    "own_password_remove": _fixed(),
    "own_email": _fixed(email="somebody@example.cn"),
    "own_email_code": _fixed(code="123456"),
    "own_email_remove": _fixed(),
    "own_session_end": _fixed(),
    "mfa_authenticate": _fixed(code="123456"),
    "second_factor_app": _fixed(code="123456"),
    "second_factor_codes": _fixed(),
    "second_factor_remove": _fixed(),
    "weixin_sign_in": _fixed(),
    "weixin_link": _fixed(),
    "weixin_unlink": _fixed(),
    "passkey_new": _fixed(name="PC", credential="{}"),
    "passkey_remove": _fixed(),
    "staff_second_factor_drop": _fixed(),
    "own_sessions_end": _fixed(),
    "demo": _fixed(person="19900009001"),
    "public_mine": _fixed(forget="1"),
    "public_claim": _fixed(name="冯建国", phone="13800000009"),
    "public_line": _fixed(name="冯建国", phone="13800000009"),
    "public_leave": _fixed(),
    "public_offer": _fixed(),
    "public_enter": _fixed(name="冯建国", phone="13800000009"),
    "public_entry_leave": _fixed(),
    "public_release": _fixed(),
    "household_new": _household,
    "household_edit": _fixed(address="钟楼小区8号楼2单元202"),
    "household_categories": _fixed(**{"held-elderly": "on"}),
    "household_member": _fixed(name="吴小花", relation="child", note="三年级"),
    "household_member_end": _fixed(),
    "household_consent": _consent,
    "household_consent_withdraw": _fixed(),
    "consent_paper": lambda side: {"paper": SentAgain("同意书.jpg", a_photo())},
    "consent_paper_look": _fixed(reason="核对签字"),
    "unmask": lambda side: {
        "kind": "household",
        "row": str(side["household_id"]),
        "field": "phone",
        "reason": "上门前打电话",
    },
    "prices": _prices,
    "wish_new": _doorstep,
    "wish_kept": _doorstep,
    "wish_parse": _fixed(said="两个书包"),
    "wish_edit": _wish,
    "wish_share": _fixed(how="parts", parts="3"),
    "wish_split": _fixed(parts="两个书包\n一条围巾"),
    "wish_move": _fixed(),
    "wishes_approve": lambda side: {"wish": side["wishes in review"][1:3]},
    "wishes_merge": lambda side: {"wish": side["wishes in review"][2:4]},
    "wishes_print": lambda side: {"wish": side["wishes in review"][1:3]},
    "wish_paste": _chat,
    "collect_form": _resident,
    "collecting_link_new": _link,
    "collecting_link_close": _fixed(),
    "submission": _submission,
    "submission_decline": _fixed(reason="已电话说明"),
    "wish_import": _sheet(["户主姓名", "微心愿", "数量"], ["吴桂花", "书包", 2]),
    "wish_sheet": _fixed(),
    "wish_columns": _fixed(heading_row="2", column_0="name", column_2="item", column_3="phone"),
    "campaign_new": _campaign,
    "campaign_change": _change,
    "campaign_titles": _titles,
    "campaign_handover": lambda side: {"handover_until": in_a_week()},
    "campaign_publish": _titles,
    "campaign_close": _fixed(),
    "campaign_cover": lambda side: {"cover": SentAgain("灯会.jpg", a_photo(colour="gold"))},
    "campaign_pause": _fixed(reason="正在核对清单"),
    "campaign_resume": _fixed(),
    "campaign_extend": lambda side: {"closes_at": "2099-12-01T18:00", "handover_until": "2099-12-08"},
    "campaign_withdraw": _fixed(reason="街道统一安排", fate="ready"),
    "campaign_republish": _fixed(),
    "wish_accept": lambda side: {"person": str(side["claimant"])},
    "wish_take_off": _fixed(reason="已由单位解决", fate="withdrawn"),
    "campaign_counter": lambda side: {"number": str(side["number"]), "name": "冯建国", "phone": "13800000009"},
    "campaign_paste": _paste,
    "claim": _fixed(q="冯建国"),
    "search": _fixed(q="吴桂花"),
    "claim_keep": _fixed(same_as="nobody", note="楼栋长认识"),
    "claim_decline": _fixed(reason="电话打不通"),
    "claims_decide": lambda side: {"claim": side["claim to decide"], "decision": "decline", "reason": "电话打不通"},
    "claim_release": _fixed(reason="认领人来电取消"),
    "export_new": lambda side: {"list": "wishes", "wish": side["wishes in review"][1:3]},
    "export_allow": _fixed(),
    "export_fetch": _fixed(),
    "outgoing_sent": _fixed(),
    "outgoing_show": _fixed(),
    "roster_end": _fixed(),
    "roster_skills": _fixed(known=["electrician"], own="书法"),
    "roster_import": _sheet(["姓名", "工作单位", "手机号"], ["冯建国", "审计局", "13800000009"]),
    "roster_sheet": _fixed(),
    "channels": lambda side: {
        "kind": "dingtalk",
        "name": "工作群",
        "address": "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec",
        "secret": "SECabc",
    },
    "channels_quiet": _fixed(begin="22", end="7"),
    "view_new": _fixed(of="wishes", state="review", name="待审核"),
    "view_rename": _fixed(name="待发布"),
    "view_delete": _fixed(),
    "channel_test": _fixed(),
    "channel_remove": _fixed(),
    "text": _fixed(text="您的认领已确认，编号【编号】。"),
    "text_standard": _fixed(),
    "programs": _fixed(name="街道系统", permissions=["desk.open"], expires_on=""),
    "program_end": _fixed(),
    "webhook_new": _fixed(**{"hook-url": "https://hooks.example.cn/linli"}),
    "webhook_end": _fixed(),
    "webhook_resume": _fixed(),
    "staff": _fixed(name="任佳怡", phone="13800000005", role="worker", since="", until=""),
    "roster_columns": _fixed(heading_row="2", column_0="name", column_2="phone"),
    "staff_end": _fixed(),
}
"""A form for every address that takes one."""


TYPED = (
    "吴桂花",
    "13800000007",
    "9号楼1单元101",
    "冯建国",
    "13800000009",
    "13800000005",
    "任佳怡",
    "吴小花",
    "8号楼2单元",
)
"""Names, phones and addresses in these forms."""


def body_for(route: str, side: Side, key: str = "") -> dict[str, Any]:
    """The form as its page sends it, with the key that makes it happen once."""
    return BODIES[route](side) | {"key": key or uuid4().hex}
