"""What an office has set about prices: the cap above which a wish needs a reason, and what things usually cost."""

from django.db import models
from django.db.models import Q

from linli.places.models import TenantModel


class PriceRules(TenantModel):
    """One row for each office that has set anything. `cap` in whole yuan, none for no cap; `typical` has the lowest and
    the highest usual price by the code of a kind of goods, only where the office says otherwise than `kinds.prices`."""

    cap = models.PositiveIntegerField(null=True)
    typical = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id"], name="price_rules_once_for_each_office"),
            models.CheckConstraint(condition=Q(cap__isnull=True) | Q(cap__gt=0), name="price_cap_above_zero"),
        ]
