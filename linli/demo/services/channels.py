"""Two robots of the demo's office, tried once. What its groups are told leaves no machine (`notifications.tasks`)."""

from datetime import timedelta

from linli.core import clock
from linli.demo.kinds.calendar import Calendar
from linli.demo.kinds.offices import BELL_TOWER
from linli.demo.kinds.people import SECRETARY
from linli.demo.services.opening import acting
from linli.notifications.models import Outgoing
from linli.notifications.services import add_channel, send_test_message
from linli.notifications.services.delivering import lease, mark_sent
from linli.places.models import Community

ROBOTS = (("wecom", "社区工作群（演示）"), ("dingtalk", "网格员群（演示）"))
NO_TOKEN = "0" * 32


def load_channels(calendar: Calendar) -> None:
    """Added by the secretary some weeks ago, each with a test message that counts as said."""
    office, added_at = Community.objects.get(pk=BELL_TOWER), calendar.before(80, 10)
    for kind, name in ROBOTS:
        with clock.at(added_at):
            by = acting(SECRETARY)
            channel = add_channel(community_id=BELL_TOWER, kind=kind, name=name, address=NO_TOKEN, by=by)
            send_test_message(community_id=BELL_TOWER, channel_id=channel.pk, office=office.name, by=by)
        with clock.at(added_at + timedelta(minutes=2)):
            said = Outgoing.objects.within(BELL_TOWER).filter(via=channel.pk).values_list("pk", flat=True)
            mark_sent(lease(community_id=BELL_TOWER, keys=list(said)))
