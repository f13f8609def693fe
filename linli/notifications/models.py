"""Texts on their way. Recipient and words are sealed, and erased once sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.crypto import EncryptedTextField
from linli.places.models import TenantModel

WAITING, SENT, FAILED, EXPIRED = "waiting", "sent", "failed", "expired"
DESK, EMAIL = "desk", "email"


class Outgoing(TenantModel):
    """One text for one recipient over one channel. `dedupe` makes it one, however often it is asked for.

    `permission` is what somebody at the desk needs to see it; empty for nobody. After `expires_at` it is of no use.
    """

    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=[(DESK, _("Pass on by hand")), (EMAIL, _("E-mail"))])
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
