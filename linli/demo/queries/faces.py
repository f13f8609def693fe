"""Who there is to be: staff and supervisors as they were invented, party members as the rosters have them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.accounts.kinds import label_of
from linli.demo.kinds.offices import BELL_TOWER, OFFICES, WEST_LAKE
from linli.demo.kinds.people import OFFICIALS, Official
from linli.people.models import Person
from linli.people.queries.persons import roster_persons
from linli.places.models import Community
from linli.places.queries import path_of

SHOWN_MEMBERS = 3
"""The others stand folded away: they can all do the same."""
WITH_ROSTER = (BELL_TOWER, WEST_LAKE)


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody one can be with one click."""

    name: str
    phone: str
    role: str
    can: str


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one place. `more` are party members folded away, `about` says where the place lies."""

    title: str
    about: str
    faces: list[Face]
    more: list[Face]


def groups() -> list[Group]:
    """Community by community, then those who look after several."""
    opened = {office.pk: office for office in Community.objects.filter(pk__in=[office.code for office in OFFICES])}
    found = [_group(opened[office.code]) for office in OFFICES if office.code in opened]
    above = [_official(official) for official in OFFICIALS if official.role == "supervisor"]
    return [*found, Group(_("Above the communities"), "", above, [])]


def _group(office: Community) -> Group:
    members = [_member(person) for person in roster_persons(office.pk)] if office.pk in WITH_ROSTER else []
    staff = [_official(official) for official in OFFICIALS if official.place == office.pk]
    about = " ".join(path_of(office)[:-1])
    return Group(office.name, about, [*staff, *members[:SHOWN_MEMBERS]], members[SHOWN_MEMBERS:])


def _official(official: Official) -> Face:
    return Face(official.name, official.phone, str(label_of(official.role)), str(official.can))


def _member(person: Person) -> Face:
    employer = person.organisation.name if person.organisation else ""
    return Face(person.name, person.phone, str(label_of("party_member")), employer)


def member_called(phone: str) -> Person | None:
    """Somebody with this telephone on one of the rosters."""
    found = (person for place in WITH_ROSTER for person in roster_persons(place) if person.phone == phone)
    return next(found, None)
