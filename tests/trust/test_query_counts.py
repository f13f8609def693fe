"""How many statements each list costs: one exact figure, the same for one row and for three (issue, section 6)."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.core.actor import SYSTEM
from linli.notifications import kinds
from linli.notifications.services import add_channel, reword, send
from linli.people.models import Household, Person
from linli.people.services.consents import ConsentGiven, record_consent
from linli.people.services.exporting import ask_export
from linli.people.services.households import add_member
from linli.people.services.unmasking import unmask_field
from linli.wishes.models import Campaign
from linli.wishes.models.claims import ON_ROSTER, SELF_NAMED
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.collecting import WishSaid, collect_wishes
from linli.wishes.services.identifying import Claimant
from linli.wishes.workflow import REVIEW
from tests.factories import acting
from tests.factories.people import BELL_TOWER, family, office
from tests.factories.submissions import open_link_of, sent_through
from tests.factories.wishes import claimant_actor, member, open_campaign

pytestmark = pytest.mark.django_db

Place = tuple[Client, str]
Sent = tuple[Client, str, dict[str, str]]
DESK = f"/desk/{BELL_TOWER}/"
SURNAMES = "陈林黄何高"


def _desk(path: str = "", role: str = "secretary") -> Place:
    return acting.client_of(role), f"{DESK}{path}"


def _families(many: int) -> list[object]:
    return [
        family(name=f"{SURNAMES[nth]}秀芝", phone=f"1990000001{nth}", address=f"钟楼小区{nth + 1}号楼1单元101").pk
        for nth in range(many)
    ]


def _wishes(many: int, until: str = REVIEW) -> None:
    for household in _families(many):
        said = [WishSaid(item="书包", unit="个", said="一个书包")]
        collect_wishes(community_id=BELL_TOWER, household_id=household, wishes=said, until=until, by=SYSTEM)


def _members(many: int) -> list[Person]:
    return [
        member(name=f"{SURNAMES[nth]}晓东", phone=f"1990001000{nth}", employer=f"{nth + 1}号单位")
        for nth in range(many)
    ]


def _claimed(many: int, *, undecided: bool = False, by_one: bool = False) -> tuple[Campaign, list[Person]]:
    """A campaign of so many wishes of as many families, each claimed, by as many people or by one."""
    campaign, people = open_campaign(wishes=many, households=many), _members(1 if by_one else many)
    for nth in range(many):
        person = people[0 if by_one else nth]
        claimant = Claimant(person.pk, SELF_NAMED if undecided else ON_ROSTER, to_decide=undecided)
        by = claimant_actor(campaign, person.pk)
        assert claim_wish(campaign=campaign, number=nth + 1, claimant=claimant, key=f"page {nth}", by=by)["won"]
    return campaign, people


def _texts(many: int) -> None:
    for nth in range(many):
        send(
            community_id=BELL_TOWER,
            kind="claim_kept",
            dedupe=f"text {nth}",
            recipient_name=f"{SURNAMES[nth]}晓东",
            recipient_address=f"1990001000{nth}",
            words={"number": 1000 + nth, "campaign": "点亮微心愿"},
        )


def wish_list(many: int) -> Place:
    _wishes(many)
    return _desk("wishes/")


def household_list(many: int) -> Place:
    _families(many)
    return _desk("households/")


def search_by_name(many: int) -> Sent:
    """As many families, members, people on the roster and their claims."""
    _claimed(many)
    for household in Household.objects.within(BELL_TOWER):
        add_member(
            community_id=BELL_TOWER, household_id=household.pk, name="秦晓花", relation="child", note="", by=SYSTEM
        )
    return *_desk("search"), {"q": "xiao"}


def search_by_number(many: int) -> Sent:
    """The last digits of as many telephones."""
    _families(many)
    return *_desk("search"), {"q": "0000"}


def household_page(many: int) -> Place:
    """As many members, consents, wishes and looks at its record."""
    one = family()
    place = {"community_id": BELL_TOWER, "household_id": one.pk}
    for nth in range(many):
        add_member(name=f"秦小{SURNAMES[nth]}", relation="child", note="三年级", by=SYSTEM, **place)
        given = ConsentGiven(purposes=["help", "publish", "press"][nth : nth + 1], given_by="self", witness="任佳怡")
        record_consent(consent=given, by=SYSTEM, **place)
        collect_wishes(wishes=[WishSaid(item="书包")], by=SYSTEM, **place)
        looked = {"kind": "household", "row_id": one.pk, "field": "phone", "reason": "上门前打电话"}
        unmask_field(community_id=BELL_TOWER, by=SYSTEM, **looked)
    return _desk(f"households/{one.pk}/")


def roster(many: int) -> Place:
    _members(many)
    return _desk("roster/")


def sent_by_residents(many: int) -> Place:
    for nth in range(many):
        sent_through(open_link_of(), head_name=f"{SURNAMES[nth]}秀芝")
    return _desk("wishes/collecting/")


def campaign_list(many: int) -> Place:
    for _nth in range(many):
        open_campaign(wishes=1, households=1)
    return _desk("campaigns/")


def campaign_page(many: int) -> Place:
    return _desk(f"campaigns/{_claimed(many)[0].pk}/")


def campaign_live(many: int) -> Place:
    return _desk(f"campaigns/{_claimed(many)[0].pk}/live")


def campaign_claimants(many: int) -> Place:
    return _desk(f"campaigns/{_claimed(many)[0].pk}/claimants")


def list_to_hang_up(many: int) -> Place:
    return _desk(f"campaigns/{_claimed(many)[0].pk}/list")


def campaign_table(many: int) -> Place:
    return _desk(f"campaigns/{_claimed(many)[0].pk}/table.xlsx")


def campaign_counter(many: int) -> Sent:
    campaign = open_campaign(wishes=many, households=many)
    _members(many)
    return *_desk(f"campaigns/{campaign.pk}/counter"), {"q": "晓东", "look": "1"}


def campaign_form(many: int) -> Place:
    _wishes(many, until="ready")
    return _desk("campaigns/new")


def claims_to_decide(many: int) -> Place:
    _claimed(many, undecided=True)
    return _desk("claims/?show=to_decide")


def claims_held(many: int) -> Place:
    _claimed(many)
    return _desk("claims/?show=held")


def outgoing(many: int) -> Place:
    _texts(many)
    return _desk("outgoing/")


def channels(many: int) -> Place:
    for nth in range(many):
        told = {"kind": "feishu", "name": f"{nth}", "address": f"robot-token-{nth}"}
        add_channel(community_id=BELL_TOWER, by=acting.actor("secretary"), **told)
    return _desk("channels/")


def texts(many: int) -> Place:
    for kind in list(kinds.registered())[:many]:
        typed = kinds.as_written(kind, str(kinds.text_of(kind).text))
        reword(community_id=BELL_TOWER, kind=kind, typed=typed, by=acting.actor("secretary"))
    return _desk("channels/texts/")


def exports(many: int) -> Place:
    for _nth in range(many):
        row = family(name="秦秀芝", phone=f"1990000{many}00{_nth}").pk
        ask_export(community_id=BELL_TOWER, kind="households", rows=[row], families=51, by=acting.actor("worker"))
    return _desk("exports/")


def staff(many: int) -> Place:
    for _nth in range(many):
        acting.grant("volunteer")
    return _desk("staff/")


def today(many: int) -> Place:
    """As much of everything that waits there."""
    said = [WishSaid(item="书包")] * many
    collect_wishes(community_id=BELL_TOWER, household_id=family().pk, wishes=said, by=SYSTEM)
    _claimed(many, undecided=True)
    _texts(many)
    return _desk()


def wall(many: int) -> Place:
    return Client(), f"/c/{_claimed(many)[0].code}"


def wall_fragment(many: int) -> Place:
    return Client(), f"/c/{_claimed(many)[0].code}/lamps"


def wish_on_the_wall(many: int) -> Place:
    """Taken; as many others are still open."""
    campaign = open_campaign(wishes=many + 1, households=1)
    person = member()
    claim_wish(
        campaign=campaign,
        number=1,
        claimant=Claimant(person.pk, ON_ROSTER, to_decide=False),
        key="page 1",
        by=claimant_actor(campaign, person.pk),
    )
    return Client(), f"/c/{campaign.code}/1"


def mine(many: int) -> Place:
    campaign, (person,) = _claimed(many, by_one=True)
    return acting.weak_client(BELL_TOWER, campaign.pk, person.pk), f"/c/{campaign.code}/mine"


QUERIES: dict[Callable[[int], Place | Sent], int] = {
    wish_list: 12,
    household_list: 10,
    search_by_name: 17,
    search_by_number: 11,
    household_page: 14,
    roster: 10,
    campaign_list: 9,
    campaign_page: 13,
    campaign_live: 10,
    campaign_claimants: 10,
    list_to_hang_up: 11,
    campaign_table: 7,
    campaign_counter: 13,
    campaign_form: 12,
    claims_to_decide: 11,
    claims_held: 10,
    outgoing: 9,
    channels: 9,
    texts: 7,
    exports: 10,
    staff: 9,
    today: 24,
    sent_by_residents: 10,
    wall: 7,
    wall_fragment: 6,
    wish_on_the_wall: 9,
    mine: 8,
}
"""Each page and its statements. Of the desk six are session, user, roles, office, and of the frame around the page
the person and how much waits to be passed on.
"""


def statements(page: Callable[[int], Place | Sent], many: int) -> list[str]:
    office()
    client, address, *sent = page(many)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(address, *sent) if sent else client.get(address)
    assert answer.status_code == 200
    asked = [query["sql"] for query in seen.captured_queries]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("page", QUERIES, ids=lambda page: page.__name__)
def test_page_costs_the_same_statements_for_one_row_and_for_three(
    page: Callable[[int], Place | Sent], many: int
) -> None:
    asked = statements(page, many)

    assert len(asked) == QUERIES[page], "\n".join(asked)
