"""What other programs read and write, by the same rules as the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.core import clock
from linli.integrations.services import end_token
from linli.people.models import Household
from linli.timeline.models import Event
from linli.timeline.services import seal
from linli.wishes.models import Claim, Wish
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, staff
from tests.factories.wishes import open_campaign, ready_wishes
from tests.integrations.programs import API, Program

pytestmark = pytest.mark.django_db


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["status"] == status
    assert said["title"]
    return said


def test_program_reads_the_office_that_its_key_is_for() -> None:
    said = Program("desk.open").get("/office").json()
    assert said == {"code": BELL_TOWER, "name": "钟楼社区", "permissions": ["desk.open"]}


@pytest.mark.parametrize(
    "key", ["", "Bearer", "Bearer linli_140802004008_" + "x" * 43, "Bearer " + "0" * 80, "Basic eA=="]
)
def test_without_a_good_key_nothing_is_read(key: str) -> None:
    answer = Client().get(f"{API}/office", headers={"Authorization": key} if key else {})
    assert problem(answer, 401)["type"] == "no-key"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_thirty_wrong_keys_a_minute_are_the_most_of_one_address() -> None:
    answers = [
        Client().get(f"{API}/office", headers={"Authorization": f"Bearer linli_140802004008_{nth:043d}"})
        for nth in range(31)
    ]
    assert {answer.status_code for answer in answers[:30]} == {401}
    problem(answers[30], 429)
    assert int(answers[30].headers["Retry-After"]) > 0


def test_key_that_was_ended_is_refused_at_the_next_request() -> None:
    program = Program()
    assert program.get("/office").status_code == 200
    end_token(community_id=BELL_TOWER, token_id=program.token.pk, by=staff("secretary"))
    problem(program.get("/office"), 401)


def test_key_is_good_to_the_end_of_its_last_day() -> None:
    program = Program()
    type(program.token).objects.within(BELL_TOWER).update(expires_on=clock.today())
    assert program.get("/office").status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        problem(program.get("/office"), 401)


def test_day_of_last_use_is_noted() -> None:
    program = Program()
    program.get("/office")
    program.token.refresh_from_db()
    assert program.token.last_used_on == clock.today()


def test_families_are_masked() -> None:
    family(name="秦秀芝", phone="19900000001")
    (said,) = Program("households.view").get("/households").json()["items"]
    assert said["name"] == "秦*芝"
    assert said["phone"] == "199****0001"
    assert "302" not in said["address"]


def test_family_and_its_wishes_are_written_down_and_approved() -> None:
    program = Program()
    household = program.post("/households", {"head_name": "谢国强", "categories": ["minimum_living"]})
    assert household.status_code == 201
    wishes = [{"item": "书包", "quantity": 2, "unit": "个", "said": "两个书包"}, {"item": "围巾"}]
    made = program.post("/wishes", {"household_id": household.json()["id"], "wishes": wishes, "until": "review"})
    assert made.status_code == 201
    first, second = made.json()["ids"]

    moved = program.post(f"/wishes/{first}/moves", {"move": "approve"})
    assert moved.json() == {"id": first, "state": "ready"}
    listed = program.get("/wishes", state="ready").json()["items"]
    assert [(wish["id"], wish["item"], wish["amount"]) for wish in listed] == [(first, "书包", "2个")]
    assert Wish.objects.within(BELL_TOWER).get(pk=second).said == ""
    assert {event.actor for event in Event.objects.within(BELL_TOWER).filter(subject_id=first)} == {
        f"program:{program.token.pk}"
    }


def test_campaign_is_prepared_published_and_claimed_by_a_program() -> None:
    program, now = Program(), clock.now()
    wishes = ready_wishes(wishes=2)
    words = {
        "title": "点亮微心愿",
        "issuer": "钟楼社区党支部",
        "notice": "请认领。",
        "opens_at": (now - timedelta(minutes=1)).isoformat(),
        "closes_at": (now + timedelta(days=2)).isoformat(),
        "handover_place": "党群服务中心",
        "handover_until": (now + timedelta(days=5)).date().isoformat(),
        "contact_phone": "0359-2000001",
        "audience": "anyone",
        "wish_ids": [str(wish.pk) for wish in wishes],
    }
    made = program.post("/campaigns", words)
    assert made.status_code == 201, made.content
    campaign = made.json()["id"]
    shown = program.post(f"/campaigns/{campaign}/publish")
    assert len(shown.json()["code"]) == 12
    wall = program.get(f"/campaigns/{campaign}/wishes").json()
    assert sorted(wish["number"] for wish in wall) == [1, 2]

    asked = {"campaign_id": campaign, "number": 1, "name": "高晓东", "phone": "19900010001"}
    won = program.post("/claims", asked)
    assert won.status_code == 201, won.content
    assert 1000 <= won.json()["spoken"] <= 9999
    lost = program.post("/claims", asked | {"name": "林海燕", "phone": "19900010002"})
    assert problem(lost, 409)["type"] == "conflict"
    (claim,) = program.get("/claims").json()["items"]
    assert claim["claimant"] == "高*东"
    assert program.post(f"/claims/{claim['id']}/release", {"reason": "来电取消"}).status_code == 200
    assert program.post(f"/campaigns/{campaign}/close").status_code == 200
    assert program.get(f"/campaigns/{campaign}").json()["phase"] == "closed"


def test_claim_waiting_for_the_desk_is_kept_by_a_program() -> None:
    program, campaign = Program(), open_campaign(wishes=1, households=1)
    asked = {"campaign_id": campaign.pk, "number": 1, "name": "林海燕", "phone": "19900010002"}
    claim = program.post("/claims", asked).json()["id"]
    assert program.post(f"/claims/{claim}/keep").status_code == 200
    assert not Claim.objects.within(BELL_TOWER).get(pk=claim).to_decide


def test_same_key_does_nothing_twice_and_answers_the_same() -> None:
    program = Program()
    first = program.post("/households", {"head_name": "谢国强"}, key="family-0001")
    again = program.post("/households", {"head_name": "谢国强"}, key="family-0001")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert Household.objects.within(BELL_TOWER).count() == 1


def test_same_key_with_another_body_is_a_mistake() -> None:
    program = Program()
    program.post("/households", {"head_name": "谢国强"}, key="family-0001")
    problem(program.post("/households", {"head_name": "罗雪梅"}, key="family-0001"), 422)
    assert Household.objects.within(BELL_TOWER).count() == 1


def test_post_without_a_key_of_its_own_is_refused() -> None:
    program = Program()
    headers = {"Authorization": f"Bearer {program.secret}"}
    answer = Client().post(
        f"{API}/households", '{"head_name":"谢国强"}', content_type="application/json", headers=headers
    )
    assert [error["field"] for error in problem(answer, 422)["errors"]] == ["header.Idempotency-Key"]


def test_what_is_wrong_is_said_at_its_field_in_the_language_asked_for() -> None:
    body = {"head_name": "谢国强", "phone": "123", "people_count": 99}
    chinese = problem(Program().post("/households", body), 422)
    assert chinese["errors"] == [{"field": "body.household.people_count", "message": "这个数字超出了范围。"}]
    english = problem(Program(language="en-GB,en;q=0.9").post("/households", {**body, "people_count": 3}), 422)
    assert [error["field"] for error in english["errors"]] == ["phone"]
    assert english["errors"][0]["message"].startswith("Please enter a telephone")


def test_what_is_no_json_is_said_so() -> None:
    program = Program()
    headers = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": "12345678"}
    answer = Client().post(f"{API}/households", "{", content_type="application/json", headers=headers)
    assert problem(answer, 400)["title"]


def test_what_people_say_is_split_into_wishes() -> None:
    said = Program("wishes.collect").post("/parse", {"text": "两个书包、一条围巾"}).json()
    assert [(wish["item"], wish["unit"], float(wish["quantity"])) for wish in said] == [
        ("书包", "个", 2),
        ("围巾", "条", 1),
    ]


def test_events_come_in_the_order_of_the_chain_without_a_person() -> None:
    program = Program()
    family(name="秦秀芝")
    seal(community_id=BELL_TOWER)
    page = program.get("/events").json()
    assert [event["verb"] for event in page["items"]] == ["program.let_in", "household.add"]
    assert [event["position"] for event in page["items"]] == [1, 2]
    assert "秦秀芝" not in str(page)
    assert program.get("/events", after=page["after"]).json()["items"] == []


def test_lists_go_on_where_the_page_ended() -> None:
    program = Program()
    for nth in range(51):
        assert program.post("/households", {"head_name": f"谢国强{'一二三'[nth % 3]}"}).status_code == 201
    first = program.get("/households").json()
    assert len(first["items"]) == 50
    second = program.get("/households", after=first["after"]).json()
    assert [family["number"] for family in second["items"]] == [51]
    assert second["after"] is None


def test_other_office_does_not_exist_for_a_program() -> None:
    theirs = family(community=WEST_LAKE)
    Program(community=WEST_LAKE)
    program = Program()
    problem(program.get(f"/households/{theirs.pk}"), 404)
    assert program.get("/households").json()["items"] == []
    problem(program.post("/wishes", {"household_id": theirs.pk, "wishes": [{"item": "书包"}]}), 404)


def test_sign_that_no_database_keeps_is_told_as_unreadable() -> None:
    answer = Program("households.edit").post("/households", {"head_name": "谢国\x00强"})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
