"""Wishes that residents send themselves: read and confirmed on the phone, counting for nothing until staff check."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from linli.core import clock
from linli.core.crypto import blind_index
from linli.core.errors import BadInput, Refused
from linli.people.models import Consent, Household
from linli.people.queries.consents import consent_text
from linli.timeline.models import Detail, Event
from linli.wishes.models import CollectingLink, Submission, Wish
from linli.wishes.services.collecting import WishSaid
from linli.wishes.services.submitting import Checked, accept_submission, close_link, decline_submission
from linli.wishes.workflow import REVIEW
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff
from tests.factories.submissions import open_link_of, sent_through

pytestmark = pytest.mark.django_db

WHO = {
    "given_by": "self",
    "head_name": "秦秀芝",
    "giver_name": "",
    "phone": "199 0000 0001",
    "address": "钟楼小区2号楼1单元302",
    "purposes": ["help", "publish"],
}


@pytest.fixture(autouse=True)
def _offices() -> None:
    office()
    office(WEST_LAKE, "西湖社区")


@pytest.fixture
def link() -> CollectingLink:
    return open_link_of()


def send(link: CollectingLink, said: str, client: Client | None = None, **more: Any) -> Any:
    return (client or Client()).post(f"/w/{link.code}", {"key": uuid4().hex, "said": said, **WHO, **more})


def shown(answer: Any) -> dict[str, str]:
    """The rows that the page shows, as a browser would send them back."""
    values: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", answer.content.decode()):
        name, value = re.search(r'name="((?:row-\d+-[a-z]+|rows|parsed))"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            values[name[1]] = value[1] if value else ""
    return values


def sent(link: CollectingLink, said: str, **more: Any) -> Any:
    """Both presses, as a resident makes them without script."""
    return send(link, said, step="send", **(shown(send(link, said, step="read")) | more))


def check(submission: Submission, **values: Any) -> Any:
    told = {"wishes": [WishSaid(item="书包", unit="个")], "until": REVIEW}
    return accept_submission(
        community_id=BELL_TOWER, submission_id=submission.pk, checked=Checked(**(told | values)), by=staff()
    )


def test_words_are_shown_as_understood_before_anything_is_kept(link: CollectingLink) -> None:
    answer = send(link, "两个书包、十斤鸡蛋", step="read")
    rows = shown(answer)

    assert (answer.status_code, rows["rows"]) == (200, "2")
    assert (rows["row-0-item"], rows["row-0-quantity"], rows["row-1-item"], rows["row-1-choice"]) == (
        "书包",
        "2",
        "鸡蛋",
        "take",
    )
    assert not Submission.objects.within(BELL_TOWER).exists()


def test_what_was_sent_is_kept_sealed_and_is_no_wish_yet(link: CollectingLink) -> None:
    answer = sent(link, "两个书包")
    submission = Submission.objects.within(BELL_TOWER).get()

    assert answer.status_code == 302
    assert (submission.head_name, submission.phone, submission.said) == ("秦秀芝", "19900000001", "两个书包")
    assert bytes(submission.phone_index) == blind_index("phone", "19900000001")
    assert [text["purpose"] for text in submission.consents] == ["help", "publish"]
    assert submission.consents[0]["hash"] == consent_text("help").hash
    assert not Wish.objects.within(BELL_TOWER).exists()
    assert not Household.objects.within(BELL_TOWER).exists()


def test_receipt_tells_the_number_what_next_and_whom_to_call_and_nothing_of_what_was_written(
    link: CollectingLink,
) -> None:
    page = Client().get(sent(link, "两个书包").headers["Location"]).content.decode()

    assert "0359-2000000" in page
    assert '<span class="receipt-number number">1</span>' in page
    assert not any(words in page for words in ("秦秀芝", "19900000001", "书包", "302"))


def test_receipt_of_one_form_is_not_found_under_another(link: CollectingLink) -> None:
    submission = sent_through(link)
    assert Client().get(f"/w/{open_link_of().code}/{submission.pk}").status_code == 404


def test_words_changed_after_they_were_shown_are_shown_again(link: CollectingLink) -> None:
    rows = shown(send(link, "两个书包", step="read"))
    answer = send(link, "三条围巾", step="send", **rows)

    assert answer.status_code == 422
    assert shown(answer)["row-0-item"] == "围巾"
    assert not Submission.objects.within(BELL_TOWER).exists()


def test_medicine_is_left_out_with_where_to_turn_and_reaches_staff_as_words(link: CollectingLink) -> None:
    answer = send(link, "12盒降压药", step="read")
    assert "家庭医生" in answer.content.decode()
    assert shown(answer)["row-0-choice"] == "drop"

    assert sent(link, "12盒降压药").status_code == 302
    assert Submission.objects.within(BELL_TOWER).get().said == "12盒降压药"


def test_medicine_taken_for_a_wish_all_the_same_is_not_sent(link: CollectingLink) -> None:
    assert sent(link, "12盒降压药", **{"row-0-choice": "take"}).status_code == 422
    assert not Submission.objects.within(BELL_TOWER).exists()


def test_words_in_which_nothing_is_understood_are_sent_as_they_are(link: CollectingLink) -> None:
    assert sent(link, "家里有难处，请来看看").status_code == 302
    assert Submission.objects.within(BELL_TOWER).get().said == "家里有难处，请来看看"


def test_without_agreeing_nothing_is_kept_and_what_was_typed_stays(link: CollectingLink) -> None:
    answer = send(link, "两个书包", step="read", purposes=["publish"])
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "秦秀芝" in page
    assert "两个书包" in page
    assert not Submission.objects.within(BELL_TOWER).exists()


def test_whoever_writes_for_another_family_gives_a_name(link: CollectingLink) -> None:
    assert send(link, "两个书包", step="read", given_by="agent").status_code == 422
    rows = shown(send(link, "两个书包", step="read", given_by="agent", giver_name="赵敏"))
    assert send(link, "两个书包", step="send", given_by="agent", giver_name="赵敏", **rows).status_code == 302
    assert Submission.objects.within(BELL_TOWER).get().giver_name == "赵敏"


def test_form_sent_twice_is_kept_once(link: CollectingLink) -> None:
    rows, key = shown(send(link, "两个书包", step="read")), uuid4().hex
    places = {send(link, "两个书包", step="send", key=key, **rows).headers["Location"] for _time in range(2)}
    assert (len(places), Submission.objects.within(BELL_TOWER).count()) == (1, 1)


@pytest.mark.parametrize("days", [-2, 8])
def test_form_takes_nothing_outside_its_time(days: int, link: CollectingLink) -> None:
    with clock.at(clock.now() + timedelta(days=days)):
        answer = sent(link, "两个书包")
        assert answer.status_code == 403
        assert "0359-2000000" in Client().get(f"/w/{link.code}").content.decode()
    assert not Submission.objects.within(BELL_TOWER).exists()


def test_form_that_was_closed_takes_nothing_more(link: CollectingLink) -> None:
    close_link(community_id=BELL_TOWER, link_id=link.pk, by=staff("secretary"))
    assert sent(link, "两个书包").status_code == 403


def test_worker_opens_no_form_and_closes_none(link: CollectingLink) -> None:
    client = acting.client_of("worker")
    assert client.get(f"/desk/{BELL_TOWER}/wishes/collecting/links/new").status_code == 403
    with pytest.raises(Refused):
        close_link(community_id=BELL_TOWER, link_id=link.pk, by=staff("worker"))


def test_office_opens_a_form_and_gets_code_poster_and_text(link: CollectingLink) -> None:
    client, desk = acting.client_of("secretary"), f"/desk/{BELL_TOWER}/wishes/collecting/links/"
    now = clock.local(clock.now())
    data = {"title": "冬日心愿", "contact_phone": "0359-2000000", "opens_at": now.strftime("%Y-%m-%dT%H:%M")}
    data["closes_at"] = (now + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    page = client.post(f"{desk}new", {"key": uuid4().hex, **data}).headers["Location"]
    made = CollectingLink.objects.within(BELL_TOWER).get(title="冬日心愿")

    assert f"/w/{made.code}" in client.get(page).content.decode()
    assert client.get(f"{page}code.png").content[:4] == b"\x89PNG"
    assert b"<svg" in client.get(f"{page}code.svg").content
    assert "冬日心愿" in client.get(f"{page}poster").content.decode()
    assert Client().get(f"/w/{made.code.lower()}").status_code == 302
    backwards = data | {"closes_at": data["opens_at"], "key": uuid4().hex}
    assert client.post(f"{desk}new", backwards).status_code == 422


def test_accepted_for_a_new_family_with_the_consent_that_was_given_on_the_page(link: CollectingLink) -> None:
    submission = sent_through(link, giver_name="赵敏")
    written = check(submission, family={"address": "钟楼小区2号楼2单元302", "phone": ""})
    household = Household.objects.within(BELL_TOWER).get(pk=written.household_id)
    consent = Consent.objects.within(BELL_TOWER).get(household=household, purpose="help")

    assert (household.head_name, household.phone) == ("秦秀芝", "19900000001")
    assert household.address == "钟楼小区2号楼2单元302"
    assert (consent.given_by, consent.giver_name, consent.text_version) == ("agent", "赵敏", "1")
    assert (consent.given_at, consent.text_hash) == (submission.made_at, consent_text("help").hash)
    assert Wish.objects.within(BELL_TOWER).get().state == REVIEW
    submission.refresh_from_db()
    assert (submission.state, submission.household_id) == ("accepted", household.pk)


def test_hash_of_the_words_that_were_shown_is_kept_whatever_they_are_by_then(link: CollectingLink) -> None:
    submission = sent_through(link)
    submission.consents = [{"purpose": "help", "version": "1", "hash": "5" * 64}]
    submission.save()
    check(submission)
    assert Consent.objects.within(BELL_TOWER).get().text_hash == "5" * 64


def test_accepted_for_a_family_on_record_changes_nothing_of_it(link: CollectingLink) -> None:
    known = family(phone="19900000002")
    check(sent_through(link), household_id=known.pk)
    household = Household.objects.within(BELL_TOWER).get()
    assert (household.pk, household.phone) == (known.pk, "19900000002")


def test_decided_once(link: CollectingLink) -> None:
    submission = sent_through(link)
    check(submission)
    with pytest.raises(Refused):
        check(submission)
    with pytest.raises(Refused):
        decline_submission(community_id=BELL_TOWER, submission_id=submission.pk, reason="重复", by=staff())
    assert Wish.objects.within(BELL_TOWER).count() == 1


def test_declined_for_a_reason_that_is_kept(link: CollectingLink) -> None:
    submission = sent_through(link)
    with pytest.raises(BadInput):
        decline_submission(community_id=BELL_TOWER, submission_id=submission.pk, reason=" ", by=staff())
    decline_submission(community_id=BELL_TOWER, submission_id=submission.pk, reason="已另行登记", by=staff())
    event = Event.objects.within(BELL_TOWER).get(verb="submission.decline")

    assert Detail.objects.within(BELL_TOWER).get(event=event).text == "已另行登记"
    assert not Wish.objects.within(BELL_TOWER).exists()
    page = Client().get(f"/w/{link.code}/{submission.pk}").content.decode()
    assert "已另行登记" not in page


def test_desk_proposes_the_family_that_name_and_phone_belong_to(link: CollectingLink) -> None:
    same = family()
    family(name="王秀芝", phone="19900000009", address="钟楼小区2号楼1单元302")
    submission = sent_through(link)
    page = acting.client_of("worker").get(f"/desk/{BELL_TOWER}/wishes/collecting/{submission.pk}/").content.decode()

    assert re.search(rf'value="{same.pk}"[^>]*checked', page)
    assert "姓名相同、电话相同、地址相同" in page
    assert "19900000001" not in page


def test_desk_takes_over_what_was_confirmed_and_keeps_what_is_left_out(link: CollectingLink) -> None:
    medicine = {"item": "降压药", "quantity": "12", "unit": "盒", "spec": "", "choice": "drop", "text": "12盒降压药"}
    bag = {"item": "书包", "quantity": "2", "unit": "个", "spec": "", "choice": "take", "text": "两个书包"}
    submission = sent_through(link, said="两个书包、12盒降压药", rows=[bag, medicine])
    client, desk = acting.client_of("worker"), f"/desk/{BELL_TOWER}/wishes/collecting/{submission.pk}/"
    rows = shown(client.get(desk))
    answer = client.post(desk, {"key": uuid4().hex, "family": "new", **rows})

    assert answer.status_code == 302
    assert [row.item for row in Wish.objects.within(BELL_TOWER)] == ["书包"]
    event = Event.objects.within(BELL_TOWER).get(verb="wish.left_out")
    assert Detail.objects.within(BELL_TOWER).get(event=event).text == "12盒降压药"


def test_desk_keeps_what_was_typed_where_something_is_missing(link: CollectingLink) -> None:
    submission = sent_through(link)
    client, desk = acting.client_of("worker"), f"/desk/{BELL_TOWER}/wishes/collecting/{submission.pk}/"
    answer = client.post(desk, {"key": uuid4().hex, "address": "东街5号", **shown(client.get(desk)), "family": ""})

    assert answer.status_code == 422
    assert "东街5号" in answer.content.decode()


def test_what_waits_stands_on_todays_page(link: CollectingLink) -> None:
    sent_through(link)
    assert "1份居民自填" in acting.client_of("worker").get(f"/desk/{BELL_TOWER}/").content.decode()


def test_desk_takes_nothing_over_without_any_row(link: CollectingLink) -> None:
    submission = sent_through(link)
    desk = f"/desk/{BELL_TOWER}/wishes/collecting/{submission.pk}/"
    answer = acting.client_of("worker").post(desk, {"key": uuid4().hex, "family": "new"})
    assert (answer.status_code, Wish.objects.within(BELL_TOWER).exists()) == (422, False)
