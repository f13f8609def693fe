"""What an office sets up: channels for its own notices, a message to try them, quiet hours."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.core.ids import new_id
from linli.gate.services import limit
from linli.notifications.kinds.channels import EMAIL, OFFICE, WITH_SECRET
from linli.notifications.models import Channel, QuietHours
from linli.notifications.permissions import may_manage_channels
from linli.notifications.queries import channels_in_use, email_works
from linli.notifications.reading import is_plain_http, read_address
from linli.notifications.services.sending import send
from linli.timeline.services import record

MOST = 10
TESTS_AN_HOUR = 10
OF_USE = timedelta(hours=12)
"""After that a notice tells of a day that is over."""
_WRONG = {
    "email": _("This is not an e-mail address."),
    "webhook": _("A webhook's address begins with https://."),
}


@transaction.atomic
def add_channel(*, community_id: int, kind: str, name: str, address: str, secret: str = "", by: Actor) -> Channel:
    """A new channel for the office's notices. Raises `Refused`, `BadInput`, `Conflict` where there are ten already."""
    may_manage_channels(by, community_id).enforce()
    if kind not in OFFICE:
        raise BadInput(fields={"kind": [_("Please choose one of these.")]})
    if kind == EMAIL and not email_works():
        raise BadInput(fields={"kind": [_("No mail server is set up on this installation.")]})
    try:
        address = read_address(kind, address)
        if is_plain_http(address) and not settings.LINLI_PRIVATE_WEBHOOKS:
            raise ValueError(kind)
    except ValueError:
        wrong = _WRONG.get(kind, _("Paste the whole address of the robot, as the group shows it."))
        raise BadInput(fields={"address": [wrong]}) from None
    secret = secret.strip() if kind in WITH_SECRET else ""
    if not (secret.isascii() and secret.isprintable()):
        raise BadInput(fields={"secret": [_("The secret has letters and digits only.")]})
    if len(channels_in_use(community_id)) >= MOST:
        raise Conflict(_("There are ten channels already; remove one that is not needed."))
    channel = Channel(community_id=community_id, kind=kind, name=name.strip(), address=address, made_at=clock.now())
    channel.secret = secret
    channel.save(force_insert=True)
    record(community_id=community_id, subject=("channel", channel.pk), verb="add_channel", facts={"kind": kind}, by=by)
    return channel


def _in_use(community_id: int, channel_id: UUID) -> Channel:
    found: Channel | None = Channel.objects.within(community_id).filter(pk=channel_id, removed_at=None).first()
    if found is None:
        raise NotHere
    return found


@transaction.atomic
def remove_channel(*, community_id: int, channel_id: UUID, by: Actor) -> None:
    """Nothing goes there any more; address and secret are erased. Raises `NotHere`, `Refused`."""
    may_manage_channels(by, community_id).enforce()
    rows = Channel.objects.within(community_id).filter(pk=channel_id, removed_at=None)
    if not rows.update(removed_at=clock.now(), address=b"", secret=b""):
        raise NotHere
    record(community_id=community_id, subject=("channel", channel_id), verb="remove_channel", by=by)


def send_test_message(*, community_id: int, channel_id: UUID, office: str, by: Actor) -> None:
    """Put a message on its way by which somebody in the group sees that the channel works.

    Raises `NotHere`, `Refused`, `TooMany` above ten an hour.
    """
    may_manage_channels(by, community_id).enforce()
    channel = _in_use(community_id, channel_id)
    limit(purpose="channel.test", subject=channel_id.hex, most=TESTS_AN_HOUR, seconds=3600)
    with transaction.atomic():
        _tell(channel, "channel_test", f"test:{new_id()}", {"community": office}, timedelta(minutes=30))


@transaction.atomic
def tell_staff(*, community_id: int, kind: str, dedupe: str, words: Mapping[str, object]) -> None:
    """Put a notice for the staff on its way by every channel of the office; the same `dedupe` again adds nothing."""
    for channel in channels_in_use(community_id):
        _tell(channel, kind, dedupe, words, OF_USE)


def _tell(channel: Channel, kind: str, dedupe: str, words: Mapping[str, object], good_for: timedelta) -> None:
    send(
        community_id=channel.community_id,
        kind=kind,
        dedupe=f"{dedupe}:{channel.pk.hex}",
        recipient_name="",
        recipient_address="",
        words=words,
        channel=channel.kind,
        via=channel.pk,
        permission="",
        good_for=good_for,
    )


@transaction.atomic
def set_quiet_hours(*, community_id: int, begin: int, end: int, by: Actor) -> None:
    """From which hour until which one nothing but codes leaves by machine; the same hour twice: at any time."""
    may_manage_channels(by, community_id).enforce()
    if not (0 <= begin < 24 and 0 <= end < 24):
        raise BadInput(_("An hour is a number from 0 to 23."))
    row = QuietHours.objects.within(community_id).first() or QuietHours(community_id=community_id)
    row.begin, row.end = begin, end
    row.save()
    facts = {"begin": begin, "end": end}
    record(community_id=community_id, subject=("quiet_hours", row.pk), verb="set_quiet_hours", facts=facts, by=by)
