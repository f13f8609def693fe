"""What a program does with forms for residents and what comes in through them; how it sees what is sent."""

from datetime import timedelta

import pytest

from linli.core import clock
from linli.notifications.models import Channel
from linli.wishes.models import Submission, Wish
from tests.factories.people import BELL_TOWER, office
from tests.factories.submissions import BAG, open_link_of, sent_through
from tests.integrations.programs import Program
from tests.notifications.noon import robot, tell

pytestmark = pytest.mark.django_db
CANARIES = ("秦秀芝", "19900000001", "2号楼1单元302", "邻居说的")


def test_form_is_opened_listed_and_closed() -> None:
    program, now = Program(), clock.now()
    said = {"title": "说说心愿", "opens_at": now, "closes_at": now + timedelta(days=3), "contact_phone": "0359-2000000"}
    opened = program.post("/collecting-links", said)
    assert opened.status_code == 201, opened.content
    (link,) = program.get("/collecting-links").json()["items"]
    assert (link["id"], link["state"], link["sent"]) == (opened.json()["id"], "open", 0)
    assert link["address"].endswith(opened.json()["code"])
    assert program.post(f"/collecting-links/{link['id']}/close").status_code == 200
    assert program.get("/collecting-links").json()["items"][0]["state"] == "closed"
    assert program.post(f"/collecting-links/{link['id']}/close").status_code == 409
    wrong = program.post("/collecting-links", said | {"closes_at": now - timedelta(days=1)})
    assert wrong.json()["errors"][0]["field"] == "closes_at"


def test_forms_go_on_where_the_page_ended() -> None:
    program = Program()
    made = [str(open_link_of(title=f"第{nth}张").pk) for nth in range(21)]
    page = program.get("/collecting-links").json()
    rest = program.get("/collecting-links", before=page["before"]).json()
    assert [link["id"] for link in page["items"] + rest["items"]] == made[::-1]
    assert rest["before"] is None


def test_submission_is_read_masked_and_taken_over() -> None:
    program = Program()
    left_out = {"item": "台灯", "quantity": "", "unit": "", "spec": "", "choice": "drop", "text": "邻居说的台灯"}
    sent = sent_through(open_link_of(), said="两个书包，邻居说的台灯", rows=[BAG, left_out])
    listed, one = program.get("/submissions", state="waiting"), program.get(f"/submissions/{sent.pk}")
    assert [row["id"] for row in listed.json()["items"]] == [str(sent.pk)]
    assert not [canary for canary in CANARIES if canary in listed.content.decode() + one.content.decode()]
    assert [(wish["item"], wish["wished"]) for wish in one.json()["wishes"]] == [("书包", True), ("台灯", False)]

    taken = {"wishes": [{"item": "书包", "quantity": 2, "unit": "个"}], "until": "review"}
    accepted = program.post(f"/submissions/{sent.pk}/accept", taken, key="accept-it-once")
    assert accepted.status_code == 201, accepted.content
    assert program.post(f"/submissions/{sent.pk}/accept", taken, key="accept-it-once").json() == accepted.json()
    assert Wish.objects.within(BELL_TOWER).get().pk.hex == accepted.json()["wish_ids"][0].replace("-", "")
    assert program.get(f"/submissions/{sent.pk}").json()["household_id"] == accepted.json()["household_id"]
    assert program.post(f"/submissions/{sent.pk}/decline", {"reason": "重复了"}).status_code == 403


def test_submission_is_not_taken_over_for_a_reason_that_is_kept() -> None:
    program, sent = Program(), sent_through(open_link_of())
    assert program.post(f"/submissions/{sent.pk}/decline", {"reason": "重复了"}).status_code == 200
    row = Submission.objects.within(BELL_TOWER).get()
    assert (row.state, row.reason) == ("declined", "重复了")


def test_program_sees_how_texts_fare_and_neither_to_whom_nor_what() -> None:
    program = Program()
    words = {"goods": "书包", "number": "0419", "reason": "x", "campaign": "点亮微心愿", "place": "中心"}
    told = tell("receipt:1", kind="claim_released", words=words)
    tell(
        "code:1",
        kind="claim_code",
        words={"code": "837261", "minutes": 10, "campaign": "点亮"},
        permission="codes.hand_out",
    )
    answer = program.get("/outgoing")
    (text,) = answer.json()["items"]
    assert (text["id"], text["kind"], text["way"], text["state"]) == (str(told.pk), "claim_released", "desk", "waiting")
    said = answer.content.decode()
    assert not [canary for canary in ("王小旭", "18600001402", "0419", "837261", "*") if canary in said]
    assert program.get("/outgoing", subject_id=told.pk).json() == {"items": [], "before": None}


def test_program_sees_channels_without_their_secrets() -> None:
    office()
    channel = robot(kind="feishu", address="0a1b2c3d-token", secret="quietsecret")
    Channel.objects.within(BELL_TOWER).filter(pk=channel.pk).update(problem="rules", problem_at=clock.now())
    answer = Program(language="en").get("/channels")
    (shown,) = answer.json()
    assert (shown["name"], shown["kind"], shown["on_its_way"]) == ("工作群", "feishu", False)
    assert shown["problem"]
    assert not [secret for secret in ("0a1b2c3d", "quietsecret") if secret in answer.content.decode()]
