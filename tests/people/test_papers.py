"""The signed paper of a consent: a photo for all that was agreed to on the sheet, each look with its reason."""

from base64 import b64decode
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.core.ids import new_id
from linli.files.models import Picture
from linli.files.services import erase_unused
from linli.people.models import Consent
from linli.people.services.consents import ConsentGiven, record_consent
from linli.timeline.models import Detail, Event
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff
from tests.factories.pictures import CAMERA, a_photo, photos

pytestmark = pytest.mark.django_db
DATA = b"data:image/jpeg;base64,"


@pytest.fixture(autouse=True)
def _offices() -> None:
    office()
    office(WEST_LAKE, "西湖社区")


def given(household: UUID, community: int = BELL_TOWER) -> UUID:
    """Help and publishing, agreed to on one sheet."""
    consent = ConsentGiven(purposes=["help", "publish"], given_by="self", witness="任佳怡")
    by = staff(community=community)
    key: UUID = record_consent(community_id=community, household_id=household, consent=consent, by=by)[0].pk
    return key


def place(household: UUID, consent: UUID, community: int = BELL_TOWER) -> str:
    return f"/desk/{community}/households/{household}/consents/{consent}/paper"


def handed_in(client: Client, where: str, photo: bytes | None = None, name: str = "同意书.jpg") -> Any:
    file = SimpleUploadedFile(name, a_photo() if photo is None else photo)
    return client.post(where, {"key": new_id().hex, "paper": file})


def looked(client: Client, where: str, reason: str = "核对签字") -> Any:
    return client.post(f"{where}/look", {"reason": reason})


def verbs(household: UUID) -> list[str]:
    rows = Event.objects.within(BELL_TOWER).filter(subject_id=household).order_by("pk")
    return [verb for verb in rows.values_list("verb", flat=True) if verb.startswith("consent.")]


def test_photo_stands_for_all_that_was_agreed_to_on_its_sheet() -> None:
    household = family().pk
    consent = given(household)
    given(household)
    answer = handed_in(acting.client_of("worker"), place(household, consent))

    assert answer.status_code == 302
    papers = Consent.objects.within(BELL_TOWER).order_by("pk").values_list("paper_id", flat=True)
    assert [paper is not None for paper in papers] == [True, True, False, False]
    assert verbs(household)[-1] == "consent.paper"


def test_paper_is_shown_for_a_reason_that_stays() -> None:
    household = family().pk
    where = place(household, given(household))
    secretary = acting.client_of("secretary")
    handed_in(acting.client_of("worker"), where)
    page = looked(secretary, where)

    assert page.status_code == 200
    assert DATA in page.content
    assert "同意书.jpg" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert verbs(household)[-1] == "consent.look"
    assert Detail.objects.within(BELL_TOWER).get().text == "核对签字"
    assert "查看了同意书签字件" in secretary.get(f"/desk/{BELL_TOWER}/households/{household}/").content.decode()


def test_paper_is_not_shown_without_a_reason() -> None:
    household = family().pk
    where = place(household, given(household))
    secretary = acting.client_of("secretary")
    handed_in(secretary, where)
    for reason in ("", "  ", "看"):
        page = looked(secretary, where, reason)
        assert page.status_code == 422
        assert DATA not in page.content
        assert 'class="field-error"' in page.content.decode()
    assert "consent.look" not in verbs(household)


def test_page_of_the_family_shows_that_there_is_a_paper_and_not_the_paper() -> None:
    household = family().pk
    where = place(household, given(household))
    secretary = acting.client_of("secretary")
    handed_in(secretary, where)
    page = secretary.get(f"/desk/{BELL_TOWER}/households/{household}/").content.decode()

    assert f"{where}/look" in page
    assert DATA.decode() not in page
    assert "同意书.jpg" not in page


def test_nobody_else_sees_it() -> None:
    """Neither colleagues whose role does not unmask, nor another office, nor by the key of another family."""
    household, elsewhere = family().pk, family(WEST_LAKE).pk
    consent, there = given(household), given(elsewhere, WEST_LAKE)
    handed_in(acting.client_of("secretary"), place(household, consent))
    answers = [
        looked(acting.client_of("volunteer"), place(household, consent)).status_code,
        looked(acting.client_of("secretary", WEST_LAKE), place(household, consent)).status_code,
        looked(acting.client_of("secretary", WEST_LAKE), place(elsewhere, consent, WEST_LAKE)).status_code,
        looked(acting.client_of("secretary"), place(household, there)).status_code,
        looked(acting.client_of("secretary"), place(family(name="高秀兰").pk, consent)).status_code,
        looked(Client(), place(household, consent)).status_code,
    ]

    assert answers == [403, 404, 404, 404, 404, 302]
    assert "consent.look" not in verbs(household)


def test_consent_without_a_paper_has_none_to_show() -> None:
    household = family().pk

    assert looked(acting.client_of("secretary"), place(household, given(household))).status_code == 404


def test_new_photo_takes_the_place_of_the_old_one_which_is_erased() -> None:
    household = family().pk
    where = place(household, given(household))
    worker = acting.client_of("worker")
    handed_in(worker, where)
    (old,) = Picture.objects.within(BELL_TOWER).values_list("pk", flat=True)
    handed_in(worker, where, a_photo(colour="green"))
    assert erase_unused() == 1
    (new,) = Picture.objects.within(BELL_TOWER).values_list("pk", flat=True)

    assert new != old
    assert set(Consent.objects.within(BELL_TOWER).values_list("paper_id", flat=True)) == {new}


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (b"", "这个文件是空的"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不能用 SVG 图形"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "HEIC 格式"),
        (a_photo()[:-500], "已损坏"),
        (b"GIF89a" + bytes(99), "不能用动图"),
        (a_photo() + bytes(12 * 1024 * 1024), "超过 12 MB"),
        (a_photo() + bytes(17 * 1024 * 1024), "超过 12 MB"),
    ],
)
def test_file_that_is_no_photo_is_refused_with_a_sentence(photo: bytes, sentence: str) -> None:
    household = family().pk
    answer = handed_in(acting.client_of("worker"), place(household, given(household)), photo)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Picture.objects.within(BELL_TOWER).exists()


def test_form_without_a_file_asks_for_one() -> None:
    household = family().pk
    answer = acting.client_of("worker").post(place(household, given(household)), {"key": new_id().hex})

    assert answer.status_code == 422
    assert "请先选择一张照片" in answer.content.decode()


def test_what_is_shown_says_nothing_of_where_it_was_taken() -> None:
    household = family().pk
    where = place(household, given(household))
    secretary = acting.client_of("secretary")
    for photo in photos(6):
        assert handed_in(secretary, where, photo).status_code == 302
        page = looked(secretary, where)
        packed = page.content.split(DATA)[1].split(b'"')[0]
        drawn = b64decode(packed)
        assert [word for word in (b"Exif", b"GPS", CAMERA.encode()) if word in drawn] == []
