"""An office at noon: what it sends, what the worker does a while later, and a text message service to look into."""

from datetime import UTC, datetime, timedelta
from typing import Any

from linli.core import clock
from linli.notifications import tasks
from linli.notifications.models import SMS, Channel, Outgoing
from linli.notifications.services import add_channel, send
from tests.factories.acting import actor
from tests.factories.people import BELL_TOWER

NOON = datetime(2026, 12, 7, 4, tzinfo=UTC)
"""Twelve o'clock in China, on a Monday."""
PHONE, OTHER = "18600001402", "18600001403"
LATER = timedelta(minutes=2)


class Phones:
    """A text message service in the place of the real ones."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, dict[str, str]]] = []
        self.problem: Exception | None = None

    def __call__(self, phone: str, template: str, parameters: list[tuple[str, str]]) -> None:
        if self.problem:
            raise self.problem
        self.got.append((phone, template, dict(parameters)))


def robot(**more: Any) -> Channel:
    told = {"kind": "wecom", "name": "工作群", "address": "693a91f6-robot-key"}
    return add_channel(**({"community_id": BELL_TOWER, "by": actor("secretary")} | told | more))


def tell(dedupe: str, number: str = "0419", address: str = PHONE, **more: Any) -> Outgoing:
    words = {"number": number, "goods": "热水袋", "place": "服务中心"}
    told = send(
        **{
            "community_id": BELL_TOWER,
            "kind": "receipt",
            "dedupe": dedupe,
            "recipient_name": "王小旭",
            "recipient_address": address,
            "words": words,
        }
        | more
    )
    assert told is not None
    return told


def code(dedupe: str, **more: Any) -> Outgoing:
    return tell(dedupe, kind="code", words={"code": "123456"}, **more)


def states(channel: str = SMS) -> list[str]:
    return list(
        Outgoing.objects.within(BELL_TOWER).filter(channel=channel).order_by("id").values_list("state", flat=True)
    )


def work(after: timedelta = LATER) -> int:
    with clock.at(NOON + after):
        return tasks.send_due()
