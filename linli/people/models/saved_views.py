"""A list as somebody narrowed it down, kept under a name."""

from django.db import models

from linli.core.crypto import EncryptedTextField
from linli.places.models import TenantModel


class SavedView(TenantModel):
    """`of` is the list, `query` its filter: codes and keys only, never a word that was looked for. `owner` is a user's
    id; a `shared` one is everybody's in the office. The name is sealed, since it may name a family.
    """

    of = models.CharField(max_length=20)
    name = EncryptedTextField()
    query = models.JSONField()
    owner = models.UUIDField()
    shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community_id", "of"], name="saved_view_by_list")]
