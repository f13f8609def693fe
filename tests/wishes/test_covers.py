"""The cover picture of a campaign: chosen at the desk, on the wall once it is published, gone when it is taken off."""

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.core.actor import ANONYMOUS, SYSTEM
from linli.core.errors import Refused
from linli.files.models import Picture
from linli.files.queries import picture_for
from linli.files.services import erase_unused
from linli.timeline.models import Event
from linli.wishes.kinds.shown import COVER
from linli.wishes.models import Campaign
from linli.wishes.services.publishing import prepare_campaign
from tests.factories.pictures import CAMERA, a_photo
from tests.factories.wishes import details, open_campaign, ready_wishes
from tests.wishes.office import Desk

pytestmark = pytest.mark.django_db


def chosen(desk: Desk, campaign: Campaign, photo: bytes = b"", **more: Any) -> Any:
    file = {"cover": SimpleUploadedFile("吴桂花家.jpg", photo)} if photo else {}
    return desk.send(f"campaigns/{campaign.pk}/cover", **file, **more)


def wall_of(campaign: Campaign) -> str:
    """As it is once the server has forgotten what it read a moment ago."""
    cache.clear()
    return Client().get(f"/c/{campaign.code}").content.decode()


def test_picture_stands_on_the_wall_and_says_nothing_of_itself() -> None:
    desk, campaign = Desk(), open_campaign()
    assert "wall-cover" not in wall_of(campaign)
    assert chosen(desk, campaign, a_photo(1600, 900)).status_code == 302
    where = f"/c/{campaign.code}/cover.jpg"
    assert f'src="{where}?' in wall_of(campaign)

    answer = Client().get(where)
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).size == (640, 360)
    assert [word for word in (b"Exif", b"GPS", CAMERA.encode()) if word in answer.content] == []
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'inline; filename="cover.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]


def test_picture_of_a_campaign_being_prepared_is_the_desks_own() -> None:
    desk = Desk()
    wishes = [wish.pk for wish in ready_wishes()]
    campaign = prepare_campaign(community_id=desk.community, details=details(), wish_ids=wishes, by=SYSTEM)
    chosen(desk, campaign, a_photo())
    campaign.refresh_from_db()

    assert desk.at(f"campaigns/{campaign.pk}/cover.jpg").status_code == 200
    assert f"campaigns/{campaign.pk}/cover.jpg" in desk.at(f"campaigns/{campaign.pk}/preview").content.decode()
    asked = {"community_id": desk.community, "picture_id": campaign.cover_id, "kind": COVER, "size": "small"}
    with pytest.raises(Refused):
        picture_for(by=ANONYMOUS, **asked)


def test_picture_that_is_taken_off_is_gone_at_once() -> None:
    desk, campaign = Desk(), open_campaign()
    chosen(desk, campaign, a_photo())
    assert chosen(desk, campaign, take_off="on").status_code == 302

    assert Client().get(f"/c/{campaign.code}/cover.jpg").status_code == 404
    assert "wall-cover" not in wall_of(campaign)
    assert erase_unused() == 1
    assert not Picture.objects.within(desk.community).exists()
    verbs = Event.objects.within(desk.community).filter(subject_id=campaign.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True))[-2:] == ["cover", "uncover"]


def test_other_picture_has_another_address() -> None:
    desk, campaign = Desk(), open_campaign()
    addresses = set()
    for colour in ("red", "green"):
        chosen(desk, campaign, a_photo(colour=colour))
        addresses.add(wall_of(campaign).split('class="wall-cover" src="')[1].split('"')[0])

    assert len(addresses) == 2


def test_form_without_a_picture_asks_for_one() -> None:
    desk, campaign = Desk(), open_campaign()

    assert "请先选择一张照片" in chosen(desk, campaign).content.decode()
    assert "HEIC 格式" in chosen(desk, campaign, b"\0\0\0\x18ftypheic").content.decode()


def test_campaign_without_a_picture_has_none_to_show() -> None:
    campaign = open_campaign()

    assert Client().get(f"/c/{campaign.code}/cover.jpg").status_code == 404
    assert Desk().at(f"campaigns/{campaign.pk}/cover.jpg").status_code == 404
