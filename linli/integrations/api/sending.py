"""How what is sent fares: the office's channels without their addresses, and texts without recipient or words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from linli.integrations.guards import ApiRequest, needs
from linli.notifications.kinds.channels import problem_in_words
from linli.notifications.models import Channel
from linli.notifications.queries import channels_awaited, channels_in_use, told_about

router = Router(tags=["sending"])


class ChannelOut(Schema):
    """A robot, mailbox or webhook of the office. Its address and secret are shown to nobody."""

    id: UUID
    name: str
    kind: str = Field(description="wecom, dingtalk, feishu, email or webhook.")
    on_its_way: bool = Field(description="A message waits for it.")
    worked_at: datetime | None
    problem: str = Field(description="What went wrong the last time, in words; empty where nothing did.")
    problem_at: datetime | None


class TextOut(Schema):
    """How one text fares: which kind about what, by which way; never to whom, nor its words."""

    id: UUID
    kind: str
    label: str
    way: str = Field(description="desk (passed on by hand), email, sms, wecom, dingtalk, feishu or webhook.")
    state: str = Field(description="waiting, sent, failed (moved to the desk) or expired.")
    attempts: int
    problem: str = Field(description="What went wrong the last time, in words; empty where nothing did.")
    subject_kind: str = Field(description="What it is about: claim, campaign, …")
    subject_id: UUID | None
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None


class TextPage(Schema):
    items: list[TextOut]
    before: UUID | None = Field(description="Ask with this `before` for the next page; null on the last one.")


@router.get("/channels", response=list[ChannelOut], auth=needs("channels.manage"), operation_id="list_channels")
def list_channels(request: ApiRequest) -> list[dict[str, Any]]:
    """The office's channels, the oldest first: at most ten."""
    awaited = channels_awaited(request.office.pk)
    return [_channel_out(channel, channel.pk in awaited) for channel in channels_in_use(request.office.pk)]


def _channel_out(channel: Channel, on_its_way: bool) -> dict[str, Any]:
    told = {name: getattr(channel, name) for name in ("id", "name", "kind", "worked_at", "problem_at")}
    return {**told, "on_its_way": on_its_way, "problem": str(problem_in_words(channel.problem))}


@router.get("/outgoing", response=TextPage, auth=needs("desk.open"), operation_id="list_outgoing")
def list_outgoing(request: ApiRequest, subject_id: UUID | None = None, before: UUID | None = None) -> dict[str, Any]:
    """Texts on their way and sent ones, the newest first, 50 at a time; sign-in and claim codes are not among them."""
    texts, older = told_about(request.office.pk, subject_id=subject_id, before=before)
    return {"items": texts, "before": older}
