"""A sheet between its dry run and its confirmation: what was read from it, sealed, for as long as somebody decides."""

from django.db import models

from linli.core.crypto import EncryptedTextField
from linli.places.models import TenantModel


class SheetImport(TenantModel):
    """`rows` is what was read (JSON, sealed, emptied once imported); the file itself is not kept. `outcome` holds
    figures only.
    """

    kind = models.CharField(max_length=20)
    rows = EncryptedTextField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community_id", "made_at"], name="sheet_import_by_age")]
