"""Every operation x the right it needs x two offices, read from the API itself: one that is new fails until it is
here.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from linli.config.api import api
from linli.core.errors import Refused
from linli.integrations.guards import OfficeKey
from linli.integrations.permissions import GRANTABLE, NEVER
from linli.integrations.services import make_token
from linli.people.services.exporting import ask_export
from linli.wishes.models import Claim, Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff
from tests.factories.pictures import a_photo
from tests.factories.submissions import open_link_of, sent_through
from tests.factories.wishes import claimant_actor, member, open_campaign
from tests.integrations.programs import Program
from tests.trust.looking import checksum

pytestmark = pytest.mark.django_db

NEEDS = {
    "read_office": "",
    "list_events": "timeline.view",
    "list_households": "households.view",
    "read_household": "households.view",
    "add_household": "households.edit",
    "list_roster": "roster.view",
    "list_wishes": "desk.open",
    "read_wish": "desk.open",
    "collect_wishes": "wishes.collect",
    "move_wish": "wishes.collect",
    "parse_wishes": "wishes.collect",
    "list_campaigns": "desk.open",
    "read_campaign": "desk.open",
    "list_campaign_wishes": "desk.open",
    "prepare_campaign": "wishes.publish",
    "publish_campaign": "wishes.publish",
    "close_campaign": "wishes.publish",
    "list_claims": "desk.open",
    "read_claim": "desk.open",
    "claim_wish": "claims.counter",
    "keep_claim": "claims.decide",
    "release_claim": "claims.decide",
    "list_channels": "channels.manage",
    "list_outgoing": "desk.open",
    "pause_campaign": "wishes.publish",
    "resume_campaign": "wishes.publish",
    "extend_campaign": "wishes.publish",
    "withdraw_campaign": "wishes.publish",
    "republish_unclaimed": "wishes.publish",
    "take_off_wall": "wishes.publish",
    "read_line": "desk.open",
    "read_cover": "desk.open",
    "set_cover": "wishes.publish",
    "remove_cover": "wishes.publish",
    "list_links": "wishes.collect",
    "open_link": "wishes.publish",
    "close_link": "wishes.publish",
    "list_submissions": "wishes.collect",
    "read_submission": "wishes.collect",
    "accept_submission": "wishes.collect",
    "decline_submission": "wishes.collect",
    "ask_export": "lists.export",
    "list_exports": "lists.export",
    "read_export": "lists.export",
    "take_export": "lists.export",
}
OFF = {"fate": "ready", "reason": "临时调整"}
LATER = {"closes_at": "2030-01-01T10:00:00+08:00", "handover_until": "2030-01-10"}
WORDS = {
    "title": "点亮微心愿",
    "issuer": "钟楼社区党支部",
    "notice": "请认领。",
    "opens_at": "2030-01-01T10:00:00+08:00",
    "closes_at": "2030-01-02T10:00:00+08:00",
    "handover_place": "党群服务中心",
    "handover_until": "2030-01-10",
    "contact_phone": "0359-2000001",
}
BODIES: dict[str, Any] = {
    "move_wish": {"move": "approve"},
    "release_claim": {"reason": "不再需要"},
    "parse_wishes": {"text": "书包"},
    "pause_campaign": {"reason": "停电"},
    "extend_campaign": LATER,
    "withdraw_campaign": OFF,
    "republish_unclaimed": WORDS,
    "take_off_wall": OFF,
    "accept_submission": {"wishes": [{"item": "书包"}]},
    "decline_submission": {"reason": "重复"},
}
"""What a POST says that is right but for whose it is."""


def operations() -> Iterator[tuple[str, str, str, Any]]:
    """Name, method, path and guard of each operation."""
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield operation.operation_id or "", operation.methods[0], path, operation.auth_param


ALL = {name: (method, path, guard) for name, method, path, guard in operations()}


def test_every_operation_needs_the_right_that_stands_here() -> None:
    assert {name: guard.permission for name, (_method, _path, guard) in ALL.items()} == NEEDS
    assert all(isinstance(guard, OfficeKey) for _method, _path, guard in ALL.values())
    assert set(NEEDS.values()) - {""} <= set(GRANTABLE)


@pytest.fixture
def theirs() -> dict[str, str]:
    """Things of another office, by the names that paths give them."""
    office(WEST_LAKE)
    family(community=WEST_LAKE)
    campaign = open_campaign(WEST_LAKE, wishes=1, households=1)
    person = member(WEST_LAKE)
    by = claimant_actor(campaign, person.pk)
    claim_wish(campaign=campaign, number=1, claimant=Claimant(person.pk, "roster", False), key="theirs 1", by=by)
    link, worker = open_link_of(WEST_LAKE), staff("worker", WEST_LAKE)
    wishes = list(Wish.objects.within(WEST_LAKE).values_list("pk", flat=True))
    export = ask_export(community_id=WEST_LAKE, kind="wishes", rows=wishes, families=1, by=worker)
    return {
        "link_id": str(link.pk),
        "submission_id": str(sent_through(link).pk),
        "export_id": str(export.pk),
        "household_id": str(Wish.objects.within(WEST_LAKE).values_list("household_id", flat=True).first()),
        "wish_id": str(Wish.objects.within(WEST_LAKE).values_list("pk", flat=True).first()),
        "campaign_id": str(campaign.pk),
        "claim_id": str(Claim.objects.within(WEST_LAKE).values_list("pk", flat=True).first()),
    }


def ask(program: Program, name: str, things: dict[str, str]) -> Any:
    method, path, _guard = ALL[name]
    address = path.format(**things)
    if name == "set_cover":
        return program.hand_in(address, a_photo())
    return program.get(address) if method == "GET" else program.post(address, BODIES.get(name))


@pytest.mark.parametrize("name", [name for name, need in NEEDS.items() if need])
def test_program_without_the_right_is_refused(name: str, theirs: dict[str, str]) -> None:
    others = [right for right in GRANTABLE if right != NEEDS[name]]
    before = checksum(WEST_LAKE)
    answer = ask(Program(*others), name, theirs)
    assert answer.status_code == 403, answer.content
    assert answer.json()["type"] == "refused"
    assert checksum(WEST_LAKE) == before


@pytest.mark.parametrize("name", [name for name, (_method, path, _guard) in ALL.items() if "{" in path])
def test_what_is_another_offices_is_answered_as_if_it_did_not_exist(name: str, theirs: dict[str, str]) -> None:
    program, before = Program(), checksum(WEST_LAKE)
    there = ask(program, name, theirs)
    nowhere = ask(program, name, dict.fromkeys(theirs, str(uuid4())))
    assert there.status_code == 404, there.content
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert checksum(WEST_LAKE) == before


@pytest.mark.parametrize("right", sorted(NEVER))
def test_what_only_a_person_may_do_is_given_to_no_program(right: str) -> None:
    office()
    with pytest.raises(Refused):
        make_token(community_id=BELL_TOWER, name="街道系统", permissions=[right], by=staff("secretary"))


@pytest.mark.parametrize("role", ["deputy", "civil_affairs", "worker", "grid_worker"])
def test_only_secretary_and_director_let_programs_in(role: str) -> None:
    office()
    with pytest.raises(Refused):
        make_token(community_id=BELL_TOWER, name="街道系统", permissions=["desk.open"], by=staff(role))
