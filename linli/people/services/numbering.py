"""Numbers given out one after the other, and the queue in which writers of one kind wait for each other."""

from django.db.models import F

from linli.people.models import Counter

HOUSEHOLDS, ROSTER, SUBMISSIONS = "household", "roster", "submission"


def take_numbers(*, community_id: int, name: str, count: int = 1) -> int:
    """The first of `count` consecutive numbers, in the caller's transaction.

    Its row stays locked until that transaction ends, so whoever takes numbers, or none (`count=0`), at the start of a
    longer write waits here for another one of the same community.
    """
    rows = Counter.objects.within(community_id).filter(name=name)
    if not rows.update(value=F("value") + count):
        Counter.objects.bulk_create([Counter(community_id=community_id, name=name)], ignore_conflicts=True)
        rows.update(value=F("value") + count)
    last: int = rows.values_list("value", flat=True).get()
    return last - count + 1
