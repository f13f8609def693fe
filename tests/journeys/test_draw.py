"""A campaign that is given out by a draw, from its preparing to the citizen who checks it."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.office import Office
from linli.core import clock
from linli.core.draw import faults
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]

DRAW = """
import django; django.setup()
from datetime import timedelta
from linli.core import clock
from linli.wishes.models import Campaign
from linli.wishes.services.drawing import LIST_STANDS, draw_due_in
C = {community}
at = Campaign.objects.within(C).get(code="{code}").draw_at
for late in (timedelta(0), LIST_STANDS):
    with clock.at(at + late):
        assert draw_due_in(community_id=C) == 1
"""


def at(when: datetime) -> str:
    return f"{clock.local(when):%Y-%m-%dT%H:%M}"


def prepared(secretary: Visitor, desk: str) -> str:
    """The office chooses a draw, and publishes; the address of its wall."""
    now = clock.now()
    secretary.go(f"{desk}/campaigns/new")
    secretary.page.get_by_label("抽签：").check()
    secretary.fill("抽签时间", at(now + timedelta(days=1)))
    secretary.fill("开始时间", at(now - timedelta(hours=1)))
    secretary.fill("每人最多认领", "2")
    secretary.look("new campaign, by a draw")
    secretary.press("保存，去检查")
    secretary.look("prepared campaign, by a draw")
    secretary.press("发布")
    secretary.look("campaign by a draw, published")
    assert "抽签封条" in secretary.page.locator("#share").inner_text()
    return secretary.page.locator("#address").inner_text().strip().rsplit("/", 1)[-1]


def test_people_enter_until_the_draw_and_anybody_can_check_it(
    visit: Visit, office: Office, town: dict[str, Any], tmp_path: Path
) -> None:
    secretary = visit(on="pc", session=town["secretary"]["session"])
    code = prepared(secretary, f"/desk/{town['community']}")
    phones = [visit() for _person in town["people"][:3]]
    for nth, (phone, person) in enumerate(zip(phones, town["people"], strict=False)):
        phone.go(f"/c/{code}")
        phone.look("wall, entering")
        phone.press(phone.page.locator('[data-lamp="1"] a'))
        phone.look("wish to enter for")
        phone.fill("您的姓名", person["name"])
        phone.fill("您的手机号", person["phone"])
        phone.press("我来报名")
        assert phone.heading() == "您已报名"
        phone.look("entry, entered")
        assert nth or "撤回报名" in phone.text()
    phones[0].go(f"/c/{code}/draw")
    phones[0].look("draw, to come")

    office.run("-c", DRAW.format(community=town["community"], code=code))
    headings = []
    for phone in phones:
        phone.go(f"/c/{code}/1/entry")
        headings.append(phone.heading())
        phone.look(f"entry, {phone.heading()}")
    assert sorted(headings) == sorted(["您中签了", "这次没有抽中", "这次没有抽中"])
    anybody = visit()
    anybody.go(f"/c/{code}/draw")
    anybody.look("draw, made")
    with anybody.page.expect_download() as saved:
        anybody.page.get_by_role("link", name="下载全部内容自行核对").click()
    file = tmp_path / "draw.json"
    saved.value.save_as(file)
    assert faults(json.loads(file.read_text("utf-8"))) == []
    command = [sys.executable, "-m", "linli.config.cli", "check-draw", str(file)]
    checked = subprocess.run(command, capture_output=True, check=False)  # -- our own command
    assert checked.returncode == 0, checked.stderr.decode()
