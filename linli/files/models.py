"""What is known of a picture; its bytes lie sealed in the storage, under a name that tells nothing."""

from django.db import models
from django.db.models import Q

from linli.core.crypto import EncryptedTextField
from linli.files.reading.redrawing import SIDES
from linli.places.models import TenantModel


class Picture(TenantModel):
    """A picture that somebody handed in; `owner_kind` is empty until something has it, and when nothing has it any
    more. `secret` is the key of its files. The file that was handed in is not kept.
    """

    owner_kind = models.CharField(max_length=20, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    file_name = EncryptedTextField()
    secret = EncryptedTextField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, size__gt=0), name="picture_has_something"),
        ]
        indexes = [models.Index(fields=["community_id", "owner_kind", "made_at"], name="picture_by_owner_and_age")]

    def path(self, size: str) -> str:
        """Where one size of it lies: by community, spread over folders by the random end of its key."""
        if size not in SIDES:
            raise KeyError(size)
        name = self.pk.hex
        return f"{self.community_id}/{name[-2:]}/{name[-4:-2]}/{name}.{size}"
