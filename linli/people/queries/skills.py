"""What people on the roster can do, and who can do what."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from linli.people.kinds import skill_label
from linli.people.models import PersonSkill, RosterEntry
from linli.people.queries.persons import in_force


def skills_of(community_id: int, person_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The skills of each of these persons who has any."""
    rows = PersonSkill.objects.within(community_id).filter(person__in=list(person_ids)).order_by("id")
    found: dict[UUID, tuple[str, ...]] = {}
    for person_id, skill in rows.values_list("person_id", "skill"):
        found[person_id] = (*found.get(person_id, ()), skill)
    return found


def in_words(skills: Iterable[str]) -> str:
    """Skills as a list says them."""
    return "、".join(skill_label(skill) for skill in skills)


def skills_on_roster(community_id: int) -> list[tuple[str, str, int]]:
    """Every skill that somebody on the roster has: its code, its words, how many have it; the most frequent first."""
    listed = RosterEntry.objects.within(community_id).filter(in_force()).values("person_id")
    rows = PersonSkill.objects.within(community_id).filter(person__in=listed)
    counted = Counter(rows.values_list("skill", flat=True))
    return [(skill, skill_label(skill), count) for skill, count in counted.most_common()]
