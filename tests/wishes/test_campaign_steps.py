"""The pages on which a published campaign is paused, given more time, withdrawn, and published again."""

import pytest
from django.core.cache import cache
from django.test import Client

from linli.wishes.models import Wish
from tests.factories.wishes import BELL_TOWER, open_campaign
from tests.wishes.office import Desk, words_of

pytestmark = pytest.mark.django_db


def test_paused_campaign_says_why_on_the_wall_and_on_the_wish() -> None:
    desk, campaign = Desk(), open_campaign(wishes=2)
    page = words_of(desk.at(f"campaigns/{campaign.pk}/pause"))
    desk.send(f"campaigns/{campaign.pk}/pause", reason="正在核对清单，下午四点继续")
    cache.clear()
    wall, wish = Client().get(f"/c/{campaign.code}"), Client().get(f"/c/{campaign.code}/1")

    assert "2个" in page
    for shown in (words_of(wall), words_of(wish)):
        assert "认领已暂停" in shown
        assert "正在核对清单，下午四点继续" in shown
    assert "我来认领" not in words_of(wish)
    assert "正在核对清单" in words_of(desk.at(f"campaigns/{campaign.pk}/"))
    desk.send(f"campaigns/{campaign.pk}/resume")
    cache.clear()
    assert "认领已暂停" not in words_of(Client().get(f"/c/{campaign.code}"))


def test_step_that_does_not_fit_the_campaign_is_not_offered() -> None:
    desk, campaign = Desk(), open_campaign(wishes=1, households=1)

    assert desk.at(f"campaigns/{campaign.pk}/resume").status_code == 409
    assert desk.at(f"campaigns/{campaign.pk}/republish").status_code == 409
    desk.send(f"campaigns/{campaign.pk}/withdraw", reason="街道统一安排", fate="ready")
    for step in ("pause", "extend", "withdraw", "republish", "resume"):
        assert desk.at(f"campaigns/{campaign.pk}/{step}").status_code == 409
    page = desk.at(f"campaigns/{campaign.pk}/")
    assert "已撤回" in words_of(page)
    assert "/withdraw" not in page.content.decode()


def test_step_that_cannot_be_keeps_what_was_typed() -> None:
    desk, campaign = Desk(), open_campaign(wishes=1, households=1)
    long = "很长的理由" * 50
    page = desk.send(f"campaigns/{campaign.pk}/withdraw", reason=long, fate="ready")

    assert page.status_code == 422
    assert long in page.content.decode()
    early = {"closes_at": "2020-01-01T08:00", "handover_until": "2020-01-02"}
    page = desk.send(f"campaigns/{campaign.pk}/extend", **early)
    assert page.status_code == 422
    assert "2020-01-01T08:00" in page.content.decode()


def test_withdrawn_campaign_is_gone_for_the_public() -> None:
    desk, campaign = Desk(), open_campaign(wishes=2)
    assert Client().get(f"/c/{campaign.code}").status_code == 200
    desk.send(f"campaigns/{campaign.pk}/withdraw", reason="街道统一安排", fate="ready")
    cache.clear()

    for path in ("", "/lamps", "/1", "/mine"):
        assert Client().get(f"/c/{campaign.code}{path}").status_code == 404


def test_wish_is_taken_off_the_wall_from_its_own_page() -> None:
    desk, campaign = Desk(), open_campaign(wishes=2)
    wish = Wish.objects.within(BELL_TOWER).get(campaign=campaign, public_number=1)
    assert f"wishes/{wish.pk}/take-off" in desk.at(f"wishes/{wish.pk}/").content.decode()
    answer = desk.send(f"wishes/{wish.pk}/take-off", reason="家里已有", fate="withdrawn")
    page = words_of(desk.get(answer.headers["Location"]))

    assert "已撤回" in page
    assert desk.at(f"wishes/{wish.pk}/take-off").status_code == 409


def test_what_was_left_over_becomes_a_new_campaign_to_check() -> None:
    desk, campaign = Desk(), open_campaign(wishes=3)
    desk.send(f"campaigns/{campaign.pk}/close")
    assert "republish" in desk.at(f"campaigns/{campaign.pk}/").content.decode()
    assert "3个心愿" in words_of(desk.at(f"campaigns/{campaign.pk}/republish")).replace(" ", "")
    answer = desk.send(f"campaigns/{campaign.pk}/republish")
    page = words_of(desk.get(answer.headers["Location"]))

    assert campaign.title in page
    assert "准备中" in page
    assert "republish" not in desk.at(f"campaigns/{campaign.pk}/").content.decode()
