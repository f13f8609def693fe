"""A wish: what the family said, what was understood, and what the public may read of it."""

from django.db import models
from django.db.models import F, Q

from linli.core.crypto import EncryptedTextField
from linli.people.models import Household
from linli.places.models import TenantForeignKey, TenantModel
from linli.wishes.kinds.goods import CONFIDENTIAL
from linli.wishes.models.campaigns import Campaign
from linli.wishes.workflow import OFFERED, OPEN, TAKEN, WISH


class Wish(TenantModel):
    """`said` is the family's own words, `note` what staff add, `price_reason` why it may cost more than the office's
    cap; all sealed. `public_title`, `public_spec` and `price` (about how many yuan) are all that the public reads;
    `item`, `quantity`, `unit` and `spec` are shown to the claimant. `source` makes an import repeatable.

    `shares`: of how many shares it consists where several people take it together; `shares_taken` is always the sum of
    those of its live claims.
    """

    household = TenantForeignKey(Household)
    said = EncryptedTextField()
    note = EncryptedTextField()
    item = models.CharField(max_length=60)
    quantity = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    unit = models.CharField(max_length=10, blank=True)
    spec = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20)
    intimate = models.BooleanField(default=False)
    public_title = models.CharField(max_length=60)
    public_spec = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, default=WISH.initial, choices=WISH.choices())
    campaign = TenantForeignKey(Campaign, null=True)
    public_number = models.PositiveSmallIntegerField(null=True)
    price = models.PositiveIntegerField(null=True)
    price_reason = EncryptedTextField()
    shares = models.PositiveSmallIntegerField(null=True)
    shares_taken = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community_id", "campaign", "public_number"], name="wish_number_once_in_campaign"
            ),
            models.UniqueConstraint(
                fields=["community_id", "source"], condition=~Q(source=""), name="wish_imported_once"
            ),
            models.CheckConstraint(condition=Q(state__in=list(WISH.states)), name="wish_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[OPEN, TAKEN, OFFERED]) | Q(campaign__isnull=False, public_number__isnull=False),
                name="wish_shown_has_campaign_and_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CONFIDENTIAL.code) | Q(public_number__isnull=True),
                name="wish_confidential_is_never_shown",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0), name="wish_quantity_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(shares__isnull=True, shares_taken=0)
                | Q(shares__isnull=False, shares__gte=2, shares_taken__gte=0, shares_taken__lte=F("shares")),
                name="wish_shares_are_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(shares__isnull=True)
                | ~Q(state__in=[OPEN, TAKEN, OFFERED])
                | Q(state__in=[OPEN, OFFERED], shares_taken__lt=F("shares"))
                | Q(state=TAKEN, shares_taken=F("shares")),
                name="wish_shared_is_taken_once_it_is_full",
            ),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gt=0), name="wish_price_above_zero"),
        ]
        indexes = [
            models.Index(fields=["community_id", "state", "id"], name="wish_by_state"),
            models.Index(fields=["community_id", "household", "id"], name="wish_by_household"),
            models.Index(fields=["community_id", "item", "id"], condition=Q(price__isnull=False), name="wish_priced"),
        ]
