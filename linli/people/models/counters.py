"""Numbers given out one after the other within a community, and the place where writers of one kind queue."""

from django.db import models

from linli.places.models import TenantModel


class Counter(TenantModel):
    """`value` is the last number given out under this name. Raising it locks the row, so that two writers queue
    here.
    """

    name = models.CharField(max_length=20)
    value = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "name"], name="counter_once_per_name"),
        ]
