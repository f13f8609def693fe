"""Texts on their way, sealed and erased once sent; the channels, quiet hours and wordings of an office."""

from django.db import models
from django.utils.translation import pgettext_lazy

from linli.core.crypto import EncryptedTextField
from linli.notifications.kinds.channels import DESK, EMAIL, LABELS, OFFICE, SMS
from linli.places.models import TenantForeignKey, TenantModel

__all__ = [
    "DESK",
    "EMAIL",
    "EXPIRED",
    "FAILED",
    "SENT",
    "SMS",
    "WAITING",
    "Channel",
    "Outgoing",
    "QuietHours",
    "Wording",
]

WAITING, SENT, FAILED, EXPIRED = "waiting", "sent", "failed", "expired"


class Channel(TenantModel):
    """Where an office's own notices to its staff go: a robot in a group, a mailbox, a webhook. No text to one person.

    `address` is a robot's token, an e-mail address or a webhook's address; it and the signing secret are never shown
    again. A removed channel stays as a row without them, so that what went by it keeps its name.
    """

    kind = models.CharField(max_length=10, choices=[(kind, LABELS[kind]) for kind in OFFICE])
    name = models.CharField(max_length=40)
    address = EncryptedTextField()
    secret = EncryptedTextField()
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)
    problem_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["community_id", "made_at"], name="channel_in_use", condition=models.Q(removed_at=None))
        ]


class QuietHours(TenantModel):
    """From and until which hour of the day an office's machines keep silent; the same hour twice means never."""

    begin = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id"], name="quiet_hours_once"),
            models.CheckConstraint(condition=models.Q(begin__lt=24, end__lt=24), name="quiet_hours_are_of_a_day"),
        ]


class Wording(TenantModel):
    """An office's own words for one kind of text, its places kept as `%(number)s`."""

    kind = models.CharField(max_length=40)
    text = models.TextField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "kind"], name="wording_once"),
        ]


class Outgoing(TenantModel):
    """One text for one recipient over one way. `dedupe` makes it one, however often it is asked for.

    `via` is the office's channel, for its own notices. `lease` names the one try that a worker is making of it.
    `permission` is what somebody at the desk needs to see it; empty for nobody. After `expires_at` it is of no use.
    """

    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=list(LABELS.items()))
    via = TenantForeignKey(Channel, null=True)
    state = models.CharField(
        max_length=10,
        default=WAITING,
        choices=[
            (WAITING, pgettext_lazy("outgoing state", "Waiting")),
            (SENT, pgettext_lazy("outgoing state", "Sent")),
            (FAILED, pgettext_lazy("outgoing state", "Failed")),
            (EXPIRED, pgettext_lazy("outgoing state", "Out of date")),
        ],
    )
    dedupe = models.CharField(max_length=120)
    recipient_name = EncryptedTextField()
    recipient_address = EncryptedTextField()
    payload = EncryptedTextField()
    permission = models.CharField(max_length=40, blank=True, default="outgoing.pass_on")
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "dedupe", "channel"], name="outgoing_once"),
            models.CheckConstraint(
                condition=models.Q(state=SENT, sent_at__isnull=False) | ~models.Q(state=SENT),
                name="outgoing_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["community_id", "channel", "due_at"], name="outgoing_due", condition=models.Q(state=WAITING)
            ),
            models.Index(
                fields=["community_id", "expires_at"],
                name="outgoing_expiring",
                condition=models.Q(state=WAITING, expires_at__isnull=False),
            ),
        ]
