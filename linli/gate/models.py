"""Small tables that every request may touch. Only the public code's table is global, since it finds the community."""

from django.db import models

from linli.places.models import TenantModel


class IdempotencyKey(TenantModel):
    """What a POST with this key came to, losses included, so that a retry gets the same answer. Kept 24 hours."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    outcome = models.JSONField()
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "actor", "key"], name="gate_once_per_actor_and_key"),
        ]
        indexes = [models.Index(fields=["community_id", "made_at"], name="gate_idempotency_by_age")]


class OneTimeCode(TenantModel):
    """A code of six digits for one phone and one purpose, kept as a hash; five tries, ten minutes."""

    purpose = models.CharField(max_length=40)
    phone_index = models.BinaryField(max_length=16)
    code_hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community_id", "purpose", "phone_index"], name="gate_code_by_phone")]


class Throttle(models.Model):
    """How often something was tried since the first try. `bucket` is a hash: neither phone nor address stands here."""

    bucket = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    tries = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["since"], name="gate_throttle_by_age")]


class PublicCode(models.Model):
    """From a public code to the community and the thing it names: the one global look-up (12 characters, Crockford
    base 32).
    """

    code = models.CharField(max_length=12, primary_key=True)
    community_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    target_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target_id"], name="gate_one_code_per_target")]


class Pulse(models.Model):
    """When the worker was last alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
