"""What a messenger shows for a link that was passed on."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from linli.wishes.models import Wish
from tests.factories import acting
from tests.factories.pictures import a_photo
from tests.factories.submissions import open_link_of
from tests.factories.wishes import BELL_TOWER, open_campaign
from tests.wishes.office import Desk

pytestmark = pytest.mark.django_db

SITE = "https://linli.example.cn"
_META = re.compile(r'<meta (?:property|name)="(og:\w+|description)" content="([^"]*)">')


@pytest.fixture(autouse=True)
def office(settings: Settings) -> None:
    settings.LINLI_PUBLIC_URL = SITE
    acting.office(BELL_TOWER)


def card(path: str) -> dict[str, str]:
    return dict(_META.findall(Client().get(path).content.decode()))


def test_link_to_a_wall_shows_the_campaign_with_its_times_and_a_lantern() -> None:
    campaign = open_campaign(wishes=1, title="点亮微心愿")
    shown = card(f"/c/{campaign.code}")

    assert shown["og:title"] == "点亮微心愿"
    assert "钟楼社区党支部" in shown["og:description"]
    assert shown["og:description"] == shown["description"]
    assert shown["og:url"] == f"{SITE}/c/{campaign.code}"
    assert re.fullmatch(rf"{SITE}/static/.*icon-512.*\.png", shown["og:image"])


def test_link_to_one_wish_shows_its_campaign_and_not_the_wish() -> None:
    campaign = open_campaign(wishes=1)
    wish = Wish.objects.within(BELL_TOWER).get(campaign=campaign)
    shown = card(f"/c/{campaign.code}/{wish.public_number}")

    assert shown["og:url"] == f"{SITE}/c/{campaign.code}"
    assert wish.public_title not in " ".join(shown.values())


def test_link_to_a_wall_with_a_picture_shows_the_picture_which_opens_for_whoever_got_the_link() -> None:
    desk, campaign = Desk(), open_campaign(wishes=1)
    desk.send(f"campaigns/{campaign.pk}/cover", cover=SimpleUploadedFile("封面.jpg", a_photo(1600, 900)))
    cache.clear()
    picture = card(f"/c/{campaign.code}")["og:image"]

    assert picture.startswith(f"{SITE}/c/{campaign.code}/cover.jpg?")
    assert Client().get(picture.removeprefix(SITE)).headers["Content-Type"] == "image/jpeg"


def test_link_to_a_form_for_residents_says_who_asks_and_until_when() -> None:
    link = open_link_of(title="说说您的小心愿")
    shown = card(f"/w/{link.code}")

    assert shown["og:title"] == "说说您的小心愿"
    assert shown["og:description"].startswith("钟楼社区想知道您家需要什么")
    assert shown["og:url"] == f"{SITE}/w/{link.code}"


@pytest.mark.parametrize("page", ["mine", "claims/1234"])
def test_page_about_oneself_has_no_card(page: str) -> None:
    assert card(f"/c/{open_campaign(wishes=1).code}/{page}") == {}
