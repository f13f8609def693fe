"""What people on the roster can do: written down by the office, or brought in with its sheet."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.people.kinds import Skill, read_skills
from linli.people.models import Person, PersonSkill
from linli.people.permissions import may_import_roster
from linli.people.queries.persons import on_roster
from linli.people.services.numbering import ROSTER, take_numbers
from linli.timeline.services import record

MOST_SKILLS = 20


def checked_skills(chosen: Iterable[str], own: str) -> tuple[str, ...]:
    """Known skills that were chosen and words of the office's own. Raises `BadInput` at the field `own`."""
    written, wrong = read_skills(own)
    skills = tuple(dict.fromkeys([*(code for code in chosen if code in Skill.values), *written]))
    if wrong or len(skills) > MOST_SKILLS:
        said = _("A skill is a word of 2 to 12 letters, several with 、 between them; at most 20.")
        raise BadInput(said, {"own": [said]})
    return skills


@transaction.atomic
def set_skills(*, community_id: int, person_id: UUID, skills: Sequence[str], by: Actor) -> None:
    """From now on the person has just these skills. Raises `Refused`, `NotHere` for who is not on the roster."""
    take_numbers(community_id=community_id, name=ROSTER, count=0)
    may_import_roster(by, community_id).enforce()
    if not on_roster(community_id, person_id):
        raise NotHere(_("This person is not on the roster."))
    rows = PersonSkill.objects.within(community_id).filter(person=person_id)
    held = set(rows.values_list("skill", flat=True))
    if held == set(skills):
        return
    rows.exclude(skill__in=list(skills)).erase()
    person = Person.objects.within(community_id).get(pk=person_id)
    learn([(person, tuple(skill for skill in skills if skill not in held))])
    facts = {"fields": ["skills"]}
    record(community_id=community_id, subject=("person", person_id), verb="person.change", facts=facts, by=by)


def learn(what: Iterable[tuple[Person, Sequence[str]]]) -> None:
    """Write down skills beside those that each has, in the caller's transaction."""
    rows = [
        PersonSkill(community_id=person.community_id, person=person, skill=skill)
        for person, skills in what
        for skill in skills
    ]
    PersonSkill.objects.bulk_create(rows, ignore_conflicts=True)
