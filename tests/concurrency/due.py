"""An office in which much is due at once, and what its workers made of it. Run in a process of its own."""

import json
from datetime import timedelta

from django.db import transaction

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.notifications.models import DESK, EMAIL, WAITING, Outgoing
from linli.notifications.services import set_quiet_hours
from linli.timeline.models import Event
from linli.wishes.models import PlaceInLine
from linli.wishes.workflow import OFFERED
from tests.factories.people import BELL_TOWER, office
from tests.factories.wishes import member, open_campaign
from tests.notifications.noon import tell
from tests.wishes.test_waiting import claim, give_back, join

LETTERS, OFFERS = 8, 3


def seed() -> None:
    """Letters that may leave now; offers that nobody took since yesterday; campaigns that have opened or are over."""
    office()
    set_quiet_hours(community_id=BELL_TOWER, begin=0, end=0, by=SYSTEM)
    with clock.at(clock.now() - timedelta(hours=25)):
        for nth in range(OFFERS):
            campaign = open_campaign(wishes=1, households=1, closes_at=clock.now() + timedelta(hours=24, minutes=30))
            first = member(name="陈晓东", phone=f"1990003{nth:02d}01")
            second = member(name="林海燕", phone=f"1990003{nth:02d}02")
            claim(campaign, first)
            join(campaign, second)
            give_back(campaign)
    for _nth in range(OFFERS):
        open_campaign(wishes=1, households=1)
    words = {"campaign": "点亮微心愿", "number": "0419"}
    with transaction.atomic():
        Outgoing.objects.within(BELL_TOWER).erase()
        for nth in range(LETTERS):
            told = {"kind": "claim_kept", "words": words, "channel": EMAIL, "address": f"letter{nth}@example.cn"}
            tell(f"letter:{nth}", **told)
        Outgoing.objects.within(BELL_TOWER).update(due_at=clock.now())


def time_passes() -> None:
    """Whatever a worker holds at this moment, it has held for too long."""
    with transaction.atomic():
        held = Outgoing.objects.within(BELL_TOWER).filter(leased_until__isnull=False, state=WAITING)
        held.update(leased_until=clock.now())


def look() -> None:
    """What became of it all, as JSON."""
    letters = Outgoing.objects.within(BELL_TOWER).filter(kind="claim_kept")
    about_hours = Outgoing.objects.within(BELL_TOWER).filter(kind__startswith="campaign_")
    events = Event.objects.within(BELL_TOWER)
    found = {
        "letters": sorted(letters.filter(channel=EMAIL).values_list("state", flat=True)),
        "problems": sorted(letters.exclude(problem="").values_list("problem", flat=True)),
        "desk": [row.recipient_address for row in letters.filter(channel=DESK, state=WAITING)],
        "hours": sorted(about_hours.values_list("kind", flat=True)),
        "offered": PlaceInLine.objects.within(BELL_TOWER).filter(state=OFFERED).count(),
        "opened_up": events.filter(verb="open_up").count(),
    }
    print(json.dumps(found))
