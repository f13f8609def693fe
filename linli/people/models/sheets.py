"""A sheet from its upload to its import: sealed, read and brought in piece by piece, forgotten after a day."""

from django.db import models
from django.db.models import Q

from linli.core.crypto import EncryptedTextField
from linli.places.models import TenantForeignKey, TenantModel

COLUMNS, READING, READY, IMPORTING, DONE = STAGES = ("columns", "reading", "ready", "importing", "done")
"""Somebody says which column is which; it is read; somebody confirms it; it is imported; only figures are left."""


class SheetImport(TenantModel):
    """`rows` are the cells as they were handed in, kept for the marked sheet and emptied once nothing in it is wrong.

    `layout` says where the columns are, `choice` what was chosen when it was confirmed, `outcome` holds figures only.
    `done` of `total` pieces are through the present stage; a `trouble` stops it until somebody lets it go on.
    """

    kind = models.CharField(max_length=20)
    name = EncryptedTextField()
    rows = EncryptedTextField()
    layout = models.JSONField(default=dict)
    stage = models.CharField(max_length=10, default=COLUMNS)
    choice = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    trouble = models.CharField(max_length=10, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="sheet_import_stage_is_known"),
        ]
        indexes = [models.Index(fields=["community_id", "made_at"], name="sheet_import_by_age")]

    @property
    def percent(self) -> int:
        """How much of the present stage is done."""
        return 100 * self.done // max(self.total, 1)


class SheetPart(TenantModel):
    """A piece of a sheet, small enough for one short transaction. All rows of one name are in one piece, so that pieces
    do not depend on one another.

    `rows` is what stands there, `read` what was understood and what is wrong; both are emptied once it is imported,
    but for the errors.
    """

    sheet = TenantForeignKey(SheetImport)
    number = models.PositiveIntegerField()
    rows = EncryptedTextField()
    read = EncryptedTextField()
    figures = models.JSONField(default=dict)
    errors = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "sheet", "number"], name="sheet_part_once"),
        ]


class SheetLayout(TenantModel):
    """Where an office said the columns are under these headings, for the next sheet that has them."""

    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=64)
    places = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "kind", "fingerprint"], name="sheet_layout_once"),
        ]
