"""Other programs that work with an office's records: what they may do, and where they are told of what happened."""

from django.db import models
from django.db.models import Q

from linli.core.crypto import EncryptedTextField
from linli.places.models import TenantModel


class ApiToken(TenantModel):
    """A program's key to the API, for one office. Only a keyed hash of it is kept: it is shown once, when it is made.

    `permissions` are codes of `accounts.kinds.PERMISSIONS`.
    """

    name = models.CharField(max_length=60)
    secret_hash = models.BinaryField(max_length=32)
    permissions = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    expires_on = models.DateField(null=True)
    last_used_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "secret_hash"], name="api_token_once"),
        ]


class Webhook(TenantModel):
    """An address that is told what happened, in the order of the office's chain.

    `position` is the last link of the chain that was delivered; `problem` what went wrong the last time, as a code.
    Many failures in a row set it aside (`paused_at`) until somebody starts it again.
    """

    url = EncryptedTextField()
    secret = EncryptedTextField()
    verbs = models.JSONField(default=list)
    position = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    delivered_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(
                fields=["community_id", "due_at"],
                condition=Q(ended_at__isnull=True, paused_at__isnull=True),
                name="webhook_due",
            ),
        ]
