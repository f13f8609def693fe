"""Two communities with everything in them that there is, each sensitive value with a mark of its own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from linli.accounts.kinds import ROLES
from linli.core import clock
from linli.core.actor import SYSTEM, Actor
from linli.files.reading.redrawing import redrawn
from linli.files.services import keep_picture
from linli.people.models import Household, Person
from linli.people.services.consents import ConsentGiven, record_consent
from linli.people.services.households import CategoryHeld, HouseholdDetails, add_household, add_member
from linli.people.services.papers import add_paper
from linli.wishes.models import Campaign, Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.collecting import WishSaid, collect_wishes
from linli.wishes.services.covers import set_cover
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.services.publishing import prepare_campaign, publish_campaign
from linli.wishes.services.releasing import release_claim
from linli.wishes.services.submitting import LinkDetails, Sent, decline_submission, open_link, submit
from linli.wishes.services.vouching import claim_at_counter
from linli.wishes.workflow import DRAFT, READY, REVIEW
from tests.factories import acting
from tests.factories.people import exports_asked
from tests.factories.pictures import a_photo
from tests.factories.wishes import claimant_actor, details, member
from tests.trust.canaries import Canaries
from tests.trust.drawn import draw_some
from tests.trust.lines import stand_in_line
from tests.trust.papers import programs, texts
from tests.trust.sides import Side
from tests.trust.stopped import stop_some

HERE, ELSEWHERE, NOWHERE = 140802004008, 140823400012, 110000000001
"""A community, another one of another county, and a code that no community has."""
ABOVE_HERE, ABOVE_ELSEWHERE = 140802004000, 140823000000
FIRST_MARK = {HERE: 0x3500, ELSEWHERE: 0x3900}
GOODS = ("书包", "围巾", "收音机", "大米", "电热毯", "棉鞋", "字典", "水杯")


@transaction.atomic
def furnish(code: int, name: str) -> Side:
    """Open the community and put everything into it."""
    first = FIRST_MARK[code]
    side = Side(code, name, Canaries(first, first * 1000))
    office = acting.office(code, name)
    office.centre_name, office.centre_address, office.phone = f"{name}党群服务中心", "南街88号", "0359-2000000"
    office.hours = "周一至周五 9:00–18:00"
    office.save()
    _appoint(side)
    _families(side)
    _wishes(side)
    _submissions(side)
    _campaigns(side)
    _claims(side)
    texts(side)
    side.things |= exports_asked(code, side["household_id"], map(side.actor, side.staff))
    programs(side)
    return side


def _appoint(side: Side) -> None:
    """Somebody in every role of a community; each has a name there, as colleagues know it."""
    for role in (role for role in ROLES.values() if role.level == "community"):
        user = acting.user(side.canaries.phone(f"User.phone of the {role.code}"))
        granted = acting.grant(role.code, side.code, user)
        side.staff[role.code] = user
        side.things[f"grant of {role.code}"] = granted.pk
        person = Person(community_id=side.code, user_id=user.pk, origin="staff", made_at=clock.now())
        person.set_name(side.canaries.name(f"Person.name of the {role.code}", "李"))
        person.set_phone(user.phone)
        person.save(force_insert=True)
    side.things["grant_id"] = side.things["grant of volunteer"]
    locked_out = acting.grant("volunteer", side.code)
    TOTP.activate(locked_out.user, "JBSWY3DPEHPK3PXP")
    side.things["grant of who lost the phone"] = locked_out.pk
    mailed = side.staff["secretary"]
    mailed.email = side.canaries.email("User.email")
    mailed.save()


def _family(side: Side, of: str) -> Household:
    canary = side.canaries
    household = add_household(
        community_id=side.code,
        details=HouseholdDetails(
            head_name=canary.name("Household.head_name" + of, "秦"),
            phone=canary.phone("Household.phone" + of),
            address=canary.address("Household.address" + of),
            people_count=3,
            note=canary.text("Household.note" + of),
        ),
        categories=[CategoryHeld("minimum_living"), CategoryHeld("disability", "limb:2")],
        by=SYSTEM,
    )
    for purpose in ("help", "publish", "tell_claimant"):
        given = ConsentGiven(
            purposes=[purpose],
            given_by="agent",
            giver_name=canary.name(f"Consent.giver_name for {purpose}" + of, "赵"),
            witness=canary.name(f"Consent.witness for {purpose}" + of, "钱"),
        )
        record_consent(community_id=side.code, household_id=household.pk, consent=given, by=SYSTEM)
    return household


def _families(side: Side) -> None:
    canary = side.canaries
    for nth, of in (("", ""), (" next door", " next door")):
        household = _family(side, of)
        somebody = add_member(
            community_id=side.code,
            household_id=household.pk,
            name=canary.name("HouseholdMember.name" + of, "孙"),
            relation="child",
            note=canary.text("HouseholdMember.note" + of),
            by=SYSTEM,
        )
        side.things |= {
            f"household_id{nth}": household.pk,
            f"member_id{nth}": somebody.pk,
            f"household{nth}": household,
        }
    from_here = {"community_id": side.code, "household_id": side["household_id"]}
    given = ConsentGiven(purposes=["press"], given_by="self", witness=canary.name("Consent.witness", "周"))
    (consent,) = record_consent(consent=given, by=SYSTEM, **from_here)
    side.things["consent_id"] = consent.pk
    _paper(side, from_here)


def _paper(side: Side, place: dict[str, Any]) -> None:
    canary, by = side.canaries, side.actor("worker")
    photo = redrawn(a_photo(), canary.text("Picture.file_name") + ".jpg")
    kept = keep_picture(community_id=side.code, picture=photo, by=by)
    canary.key("Picture.secret", kept.secret)
    add_paper(consent_id=side["consent_id"], picture_id=kept.pk, by=by, **place)


def said(side: Side, item: str, of: str = "", spec: str = "") -> WishSaid:
    """A wish in the family's words, with what staff note about it."""
    mark = side.canaries.text
    why = mark("Wish.price_reason" + of)
    words = {"said": mark("Wish.said" + of), "note": mark("Wish.note" + of), "price": 600, "price_reason": why}
    return WishSaid(item=item, quantity=None, unit="个", spec=spec, **words)


def _wishes(side: Side) -> None:
    """A few in each of the states before publishing."""
    for state, count in ((DRAFT, 1), (REVIEW, 5), (READY, 3)):
        wishes = collect_wishes(
            community_id=side.code,
            household_id=side["household_id"],
            wishes=[said(side, GOODS[place], f" in {state}") for place in range(count)],
            until=state,
            by=SYSTEM,
        )
        side.things[f"wishes in {state}"] = [wish.pk for wish in wishes]
    side.things |= {"wish_id": side["wishes in review"][0], "wish in draft": side["wishes in draft"][0]}


def _published(side: Side, wishes: list[WishSaid], **values: object) -> Campaign:
    rows, half = [], len(wishes) // 2
    for household, part in (("household_id", wishes[:half]), ("household_id next door", wishes[half:])):
        if part:
            rows += collect_wishes(
                community_id=side.code, household_id=side[household], wishes=part, until=READY, by=SYSTEM
            )
    told = details(issuer=f"{side.name}党支部", title=f"{side.name}点亮微心愿", **values)
    campaign = prepare_campaign(community_id=side.code, details=told, wish_ids=[row.pk for row in rows], by=SYSTEM)
    return publish_campaign(community_id=side.code, campaign_id=campaign.pk, by=SYSTEM)


def _campaigns(side: Side) -> None:
    """One that is open, another one beside it, one that asks for a code, and one being prepared."""
    intimate = WishSaid(
        item=side.canaries.hidden("item of an intimate wish", "成人尿不湿"),
        spec=side.canaries.hidden("size of an intimate wish", "中号"),
        said=side.canaries.text("Wish.said of an intimate wish"),
    )
    campaign = _published(side, [*(said(side, item, " on the wall") for item in GOODS), intimate])
    rows = Wish.objects.within(side.code).filter(campaign=campaign)
    side.things |= {
        "campaign": campaign,
        "campaign_id": campaign.pk,
        "code": campaign.code,
        "intimate number": rows.get(intimate=True).public_number,
        "numbers": [row.public_number for row in rows.filter(intimate=False).order_by("public_number")],
        "other campaign": _published(side, [said(side, "书包", " on the other wall")] * 2),
        "campaign with code": _published(side, [said(side, "雨伞", " behind a code")] * 2, needs_code=True),
    }
    _cover(side)
    stop_some(side, _published)
    ready = side["wishes in ready"]
    prepared = prepare_campaign(community_id=side.code, details=details(), wish_ids=ready[:1], by=SYSTEM)
    side.things |= {"prepared": prepared.pk, "wish of prepared": ready[0], "wish_id ready": ready[1]}


def _cover(side: Side) -> None:
    photo, by = redrawn(a_photo(), side.canaries.text("Picture.file_name of a cover")), side.actor()
    kept = keep_picture(community_id=side.code, picture=photo, by=by)
    set_cover(community_id=side.code, campaign_id=side["campaign_id"], picture_id=kept.pk, by=by)
    side["campaign"].refresh_from_db()


def _submissions(side: Side) -> None:
    """A form for residents that is open, and what two of them sent."""
    canary, now = side.canaries, clock.now()
    told = LinkDetails(
        title="说说您家的心愿", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=7),
        contact_phone="0359-2000000",
    )  # fmt: skip
    link = open_link(community_id=side.code, details=told, by=SYSTEM)
    made = []
    for of in ("", " of a declined one"):
        row = {
            "item": "书包", "quantity": "1", "unit": "个", "spec": "", "choice": "take",
            "text": canary.text("Submission.rows" + of),
        }  # fmt: skip
        sent = Sent(
            family=HouseholdDetails(
                head_name=canary.name("Submission.head_name" + of, "秦"),
                phone=canary.phone("Submission.phone" + of),
                address=canary.address("Submission.address" + of),
            ),
            given_by="agent",
            giver_name=canary.name("Submission.giver_name" + of, "赵"),
            said=canary.text("Submission.said" + of),
            rows=[row],
            purposes=["help", "publish"],
        )
        made.append(submit(link=link, sent=sent, by=SYSTEM))
    decline_submission(
        community_id=side.code, submission_id=made[1].pk, reason=canary.text("Submission.reason"), by=SYSTEM
    )
    side.things |= {
        "link_id": link.pk,
        "link code": link.code,
        "submission_id": made[0].pk,
        "submission declined": made[1].pk,
    }


def _claim(
    side: Side, claimant: Claimant, number: int, by: Actor | None = None, campaign: Campaign | None = None
) -> Any:
    campaign = campaign or side.campaign
    by = by or claimant_actor(campaign, claimant.person_id)
    return claim_wish(campaign=campaign, number=number, claimant=claimant, key=f"seed-{number}-{campaign.pk}", by=by)


def _claims(side: Side) -> None:
    canary, campaign = side.canaries, side.campaign
    numbers = list(side["numbers"])
    name, phone = canary.name("Person.name of a claimant", "陈"), canary.phone("Person.phone of a claimant")
    employer = canary.hidden("employer of a claimant", "审计局")
    person = member(side.code, name, phone, employer)
    own = _claim(side, Claimant(person.pk, "roster", to_decide=False), side["intimate number"])
    other = member(
        side.code, canary.name("Person.name of another one", "林"), canary.phone("Person.phone of another one")
    )
    _claim(side, Claimant(other.pk, "roster", to_decide=False), numbers[0])
    elsewhere = _claim(side, Claimant(person.pk, "roster", to_decide=False), 1, campaign=side["other campaign"])
    stranger = {
        "name": canary.name("Person.name of a stranger", "何"),
        "phone": canary.phone("Person.phone of a stranger"),
    }
    unknown = named_claimant(campaign=campaign, **stranger)
    undecided = _claim(side, unknown, numbers[1])
    given_back = _claim(side, Claimant(other.pk, "roster", to_decide=False), numbers[2])
    release_claim(
        community_id=side.code,
        claim_id=UUID(given_back["claim"]),
        reason=canary.text("Outgoing.payload: why a claim was released"),
        by=SYSTEM,
    )
    counter = claim_at_counter(
        campaign=campaign, number=numbers[3], person_id=other.pk, key="seed-counter", by=side.actor("worker")
    )
    stand_in_line(side, person.pk, other.pk)
    side.things |= {
        "claimant": person.pk,
        "another claimant": other.pk,
        "person_id": other.pk,
        "claim_id": UUID(counter["claim"]),
        "claim to decide": UUID(undecided["claim"]),
        "number": numbers[4],
        "next number": numbers[5],
        "own claim": own["number"],
        "own claim elsewhere": elsewhere["number"],
        "released claim": given_back["number"],
        "stranger": unknown.person_id,
    }
    draw_some(side, _published)


def in_a_week() -> str:
    return (clock.today() + timedelta(days=7)).isoformat()
