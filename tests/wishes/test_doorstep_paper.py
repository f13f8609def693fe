"""The signed paper photographed while wishes are taken down, or with a consent recorded at the desk."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.files.models import Picture
from linli.people.models import Consent, Household
from linli.timeline.models import Event
from tests.factories import acting
from tests.factories.people import BELL_TOWER, family, office
from tests.factories.pictures import a_photo
from tests.wishes.test_hints import door

pytestmark = pytest.mark.django_db
WHERE = f"/desk/{BELL_TOWER}/wishes/new"


@pytest.fixture
def worker() -> Client:
    office()
    return acting.client_of("worker")


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("同意书.jpg", a_photo() if content is None else content)


def kept(page: Any) -> str:
    found = re.search(r'name="kept_paper" value="([0-9a-f]{32})"', page.content.decode())
    return found[1] if found else ""


def papers() -> set[Any]:
    return set(Consent.objects.within(BELL_TOWER).values_list("paper_id", flat=True))


def test_photo_taken_at_the_door_stands_with_the_consent(worker: Client) -> None:
    assert worker.post(WHERE, door(paper=photo(), purposes=["help", "publish"])).status_code == 302
    picture = Picture.objects.within(BELL_TOWER).get()

    assert papers() == {picture.pk}
    assert picture.owner_kind == "consent"
    assert Event.objects.within(BELL_TOWER).filter(verb="consent.paper").count() == 1


def test_sent_twice_the_photo_is_kept_once(worker: Client) -> None:
    sent = door()
    places = {worker.post(WHERE, sent | {"paper": photo()}).headers["Location"] for _time in range(2)}
    assert (len(places), Picture.objects.within(BELL_TOWER).count()) == (1, 1)


def test_photo_stays_at_hand_while_the_rest_is_mended(worker: Client) -> None:
    refused = worker.post(WHERE, door(paper=photo(), head_name=""))
    assert refused.status_code == 422
    assert worker.post(WHERE, door(kept_paper=kept(refused))).status_code == 302
    assert papers() == {Picture.objects.within(BELL_TOWER).get().pk}


def test_photo_stays_at_hand_while_the_wishes_are_read_without_script(worker: Client) -> None:
    read = worker.post(WHERE, door(paper=photo(), step="parse"))
    again = worker.post(WHERE, door(kept_paper=kept(read), step="parse"))

    assert kept(read)
    assert kept(again) == kept(read)
    assert "照片已经在这里了" in again.content.decode()


def test_what_is_no_photo_is_said_at_every_press(worker: Client) -> None:
    bad = b"no picture"
    assert "照片" in worker.post(WHERE, door(paper=photo(bad), step="parse")).content.decode()
    assert worker.post(WHERE, door(paper=photo(bad))).status_code == 422
    assert not Household.objects.within(BELL_TOWER).exists()


def test_photo_of_a_colleague_cannot_be_taken_for_ones_own(worker: Client) -> None:
    refused = acting.client_of("secretary").post(WHERE, door(paper=photo(), head_name=""))
    answer = worker.post(WHERE, door(kept_paper=kept(refused)))

    assert answer.status_code == 422
    assert "这张图片已经不在了" in answer.content.decode()
    assert kept(answer) == ""
    assert not Household.objects.within(BELL_TOWER).exists()


def test_consent_at_the_desk_takes_its_photo_along(worker: Client) -> None:
    household = family()
    where = f"/desk/{BELL_TOWER}/households/{household.pk}/consent"
    told = {"purposes": ["help"], "given_by": "self", "witness": "任佳怡"}
    refused = worker.post(where, {**told, "witness": "", "key": uuid4().hex, "paper": photo()})
    sent = {**told, "key": uuid4().hex, "kept_paper": kept(refused)}

    assert refused.status_code == 422
    assert {worker.post(where, sent).status_code for _time in range(2)} == {302}
    assert papers() == {Picture.objects.within(BELL_TOWER).get().pk}
    assert Consent.objects.within(BELL_TOWER).count() == 1
