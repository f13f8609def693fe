"""Shared templates and the public pages, drawn with invented content."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from linli.core import clock
from linli.core.decision import ALLOWED, refuse
from linli.places.templatetags.linli_forms import error_summary, field
from tests.frontend.build import parts, weight

OPENED = clock.moment(date(2024, 12, 1), 15, 13)
PLACE = {"name": "钟楼社区", "venue": "党群服务中心", "phone": "0359-0000000", "mine_url": "/c/x/mine"}
CAMPAIGN = {
    "title": "点亮微心愿",
    "url": "/c/x",
    "opens_at": OPENED,
    "hand_over_by": date(2024, 12, 8),
    "hand_over_place": "钟楼社区党群服务中心",
}


class WhoForm(forms.Form):
    name = forms.CharField(label="姓名")
    phone = forms.CharField(label="手机号")


def page(template: str, cookies: dict[str, str] | None = None, **context: Any) -> str:
    request = RequestFactory().get("/c/x")
    request.COOKIES.update(cookies or {})
    return render_to_string(template, {"place": PLACE, "campaign": CAMPAIGN, **context}, request)


def lamp(number: int, state: str = "open") -> dict[str, Any]:
    when = None if state == "open" else OPENED
    return {
        "number": f"{number:02d}",
        "title": f"书包 {number}个",
        "spec": "小学用",
        "state": state,
        "state_label": state,
        "url": f"/c/x/{number}",
        "when": when,
    }


def wall(**changes: Any) -> dict[str, Any]:
    states = ["open"] * 20 + ["held"] * 18 + ["delivered"] * 7
    return {
        "state": "open",
        "campaign": CAMPAIGN,
        "figures": {"open": 20, "claimed": 18, "lit": 7, "total": 45},
        "garland": states,
        "chips": [{"label": "全部", "count": 45, "url": "?", "current": True}],
        "lamps": [lamp(number, state) for number, state in enumerate(states, start=1)],
        "poll_url": "/c/x/lamps",
        "poll_every": 5,
        "refresh_url": "/c/x",
        "now": OPENED,
        **changes,
    }


def wall_page(**changes: Any) -> str:
    """The whole page around the part that everybody is served."""
    content = wall(**changes)
    return page(
        "wishes/public/wall.html", wall={**content, "fragment": page("wishes/public/wall.html#lamps", wall=content)}
    )


def claim(**changes: Any) -> dict[str, Any]:
    return {"may": ALLOWED, "action_url": "/c/x/3/claim", "key": "k1", "step": "who", **changes}


def test_the_wall_weighs_little_at_first_and_less_after() -> None:
    content = wall_page().encode()
    once = sum(weight(path.read_bytes()) for path in parts("src/phone.ts"))

    assert weight(content) <= 15 * 1024
    assert once + weight(content) <= 60 * 1024


def test_the_fragment_is_the_walls_own_part_and_carries_no_form() -> None:
    fragment = page("wishes/public/wall.html#lamps", wall=wall())

    assert fragment in wall_page()
    assert "<form" not in fragment
    assert "csrf" not in fragment
    assert fragment.count("data-lamp=") == 45


def test_a_wall_not_yet_open_counts_down_by_the_servers_clock() -> None:
    with clock.at(OPENED - timedelta(hours=2, minutes=14)):
        content = wall_page(state="before", lamps=[], now=clock.now())

    assert f'data-countdown="{OPENED.isoformat()}"' in content
    assert "2小时14分钟" in content


def test_a_wall_on_which_all_are_taken_says_so() -> None:
    figures = {"open": 0, "claimed": 45, "lit": 0, "total": 45}

    assert "每盏灯都有人认领了" in wall_page(figures=figures, taken_in=19)


def test_a_claim_is_one_button_for_somebody_this_phone_knows() -> None:
    known = claim(known={"name": "高*强", "phone": "186****1402"}, other_url="?who=other", remaining=2)
    content = page("wishes/public/wish.html", wish=lamp(3), claim=known)

    assert "186****1402" in content
    assert 'name="phone"' not in content
    assert 'name="key" value="k1"' in content


def test_a_refused_claim_shows_the_reason_in_place_of_the_form() -> None:
    content = page("wishes/public/wish.html", wish=lamp(3), claim=claim(may=refuse("活动还没有开始。")), form=WhoForm())

    assert "活动还没有开始。" in content
    assert "/c/x/3/claim" not in content


def test_an_error_stands_on_top_and_beside_its_field_and_what_was_typed_is_kept() -> None:
    form = WhoForm({"name": "", "phone": "1860359"})
    form.add_error("phone", "手机号是11位，这里只有7位。")
    content = page("wishes/public/wish.html", wish=lamp(3), claim=claim(), form=form)

    assert "<title>错误：" in content
    assert content.count("手机号是11位，这里只有7位。") == 2
    assert content.count("请填写：姓名") == 2
    assert '<a href="#id_phone">' in content
    assert 'value="1860359"' in content
    control = re.search(r"<input[^>]*id=\"id_phone\"[^>]*>", content)
    assert control
    assert 'aria-invalid="true"' in control.group()
    assert 'aria-describedby="id_phone-hint id_phone-error"' in control.group()
    assert 'id="id_phone-error"' in content


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("tel", 'type="tel"'), ("code", 'autocomplete="one-time-code"'), ("name", 'autocomplete="name"')],
)
def test_the_keyboard_fits_the_field(kind: str, wanted: str) -> None:
    control = field(WhoForm()["name"], kind=kind)["control"]

    assert wanted in control
    assert control.count("type=") == 1


def test_a_date_is_written_the_way_browsers_read_it() -> None:
    class DayForm(forms.Form):
        day = forms.DateField()
        at = forms.DateTimeField()

    form = DayForm(initial={"day": date(2024, 12, 1), "at": OPENED})

    assert 'type="date" name="day" value="2024-12-01"' in field(form["day"])["control"]
    assert 'type="datetime-local" name="at" value="2024-12-01T15:13"' in field(form["at"])["control"]


def test_no_errors_no_summary() -> None:
    assert error_summary(WhoForm()) == {"errors": []}
    assert "error-summary" not in page("wishes/public/wish.html", wish=lamp(3), claim=claim(), form=WhoForm())


def test_care_mode_is_remembered_and_can_be_left() -> None:
    content = page("wishes/public/wall.html", {"care": "on"}, wall=wall())

    assert re.search(r"<html[^>]* data-care", content)
    assert 'name="care" value="off"' in content
    assert "标准字号" in content


def test_an_unknown_theme_in_the_cookie_is_not_repeated() -> None:
    assert "data-theme" not in page("wishes/public/wall.html", {"theme": '"><b>'}, wall=wall())
    assert 'data-theme="dark"' in page("wishes/public/wall.html", {"theme": "dark"}, wall=wall())


def test_every_page_has_the_switches_for_print_and_language() -> None:
    for content in (page("wishes/public/wall.html", wall=wall()), page("errors/404.html"), page("portal/gallery.html")):
        assert 'action="/care"' in content
        assert 'action="/language"' in content


def test_a_switch_on_a_page_that_was_posted_leads_back_to_the_page_before() -> None:
    request = RequestFactory().post("/c/x/3/claim", headers={"referer": "http://testserver/c/x/3"})
    content = render_to_string("errors/404.html", {}, request)

    assert content.count('name="next" value="http://testserver/c/x/3"') == 2


def test_demo_pages_say_so() -> None:
    assert "演示数据，人物均为虚构" in page("errors/404.html", demo=True)
    assert "演示数据" not in page("errors/404.html", demo=False)


def test_the_gallery_draws_every_component() -> None:
    content = page("portal/gallery.html")

    for part in ("curve-line", "stat-bar", "garland", "error-summary", "copy-box", "pager", "tile", "feed", "steps"):
        assert part in content


@pytest.mark.parametrize("template", ["errors/500.html", "errors/503.html"])
def test_the_last_pages_stand_without_anything(template: str) -> None:
    content = render_to_string(template)

    assert "{%" not in content
    assert "/static/dist/error.css" in content
