"""Forms for residents and what they send, as tests need them, made through the services."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from linli.core import clock
from linli.core.actor import ANONYMOUS, SYSTEM
from linli.people.services.households import HouseholdDetails
from linli.wishes.models import CollectingLink, Submission
from linli.wishes.services.submitting import LinkDetails, Sent, open_link, submit
from tests.factories.people import BELL_TOWER

BAG = {"item": "书包", "quantity": "2", "unit": "个", "spec": "", "choice": "take", "text": "两个书包"}


def open_link_of(community: int = BELL_TOWER, **values: Any) -> CollectingLink:
    """A form that is open since an hour ago, for a week."""
    now = clock.now()
    told = {
        "title": "说说您家的心愿",
        "opens_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=7),
        "contact_phone": "0359-2000000",
    }
    return open_link(community_id=community, details=LinkDetails(**(told | values)), by=SYSTEM)


def sent_through(
    link: CollectingLink,
    head_name: str = "秦秀芝",
    phone: str = "19900000001",
    address: str = "钟楼小区2号楼1单元302",
    said: str = "两个书包",
    rows: Sequence[dict[str, str]] = (BAG,),
    giver_name: str = "",
) -> Submission:
    """What one resident sent."""
    sent = Sent(
        family=HouseholdDetails(head_name=head_name, phone=phone, address=address),
        given_by="agent" if giver_name else "self",
        giver_name=giver_name,
        said=said,
        rows=list(rows),
        purposes=["help", "tell_claimant", "publish"],
    )
    return submit(link=link, sent=sent, by=ANONYMOUS)
