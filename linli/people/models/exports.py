"""A list that somebody takes out of the house as a sheet: which rows, for whom, and who else agreed to it."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from linli.places.models import TenantModel

ALONE_UP_TO = 50
"""Families that one person may take out without somebody else's consent."""
VALID_FOR = timedelta(hours=24)
"""How long a second person has to allow it, and then how long it can be taken."""


class Export(TenantModel):
    """`rows`: the keys of what was on the screen. Taken once, by whoever asked; users by their ids."""

    kind = models.CharField(max_length=10)
    rows = models.JSONField()
    families = models.PositiveIntegerField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    allowed_by = models.UUIDField(null=True)
    allowed_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(allowed_by__isnull=True) | Q(allowed_at__isnull=False) & ~Q(allowed_by=F("asked_by")),
                name="export_allowed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(fetched_at__isnull=True) | Q(families__lte=ALONE_UP_TO) | Q(allowed_by__isnull=False),
                name="export_of_many_families_is_allowed_first",
            ),
        ]
        indexes = [models.Index(fields=["community_id", "asked_at"], name="export_by_time")]
