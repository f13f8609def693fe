"""What an office's staff hear in the morning of a working day: how much waits and how much is late."""

from django.conf import settings
from django.urls import reverse

from linli.core import clock
from linli.notifications.queries import channels_in_use, count_all_waiting
from linli.notifications.services import tell_staff
from linli.places.models import Community
from linli.wishes.queries.desk import counts_in_hand
from linli.wishes.queries.desk_claims import claim_counts
from linli.wishes.workflow import REVIEW


def tell_of_the_day(*, office: Community) -> bool:
    """Tell the office's channels what waits, once a day. Whether there was anything to tell, and anywhere to."""
    if not channels_in_use(office.pk):
        return False
    counts = claim_counts(office.pk)
    figures = {
        "late": counts["late"],
        "to_decide": counts["to_decide"],
        "to_check": counts_in_hand(office.pk)[REVIEW],
        "to_pass_on": count_all_waiting(office.pk),
    }
    if not any(figures.values()):
        return False
    link = f"{settings.LINLI_PUBLIC_URL}{reverse('today', args=[office.pk])}"
    words = {"community": office.name, "link": link, **figures}
    tell_staff(community_id=office.pk, kind="staff_day", dedupe=f"day:{clock.today().isoformat()}", words=words)
    return True
