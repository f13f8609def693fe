"""A claim on a wish. One live claim for each wish and slot: the database has the last word on it."""

from django.db import models
from django.db.models import F, Q

from linli.people.models import Person
from linli.places.models import TenantForeignKey, TenantModel
from linli.wishes.models.campaigns import Campaign
from linli.wishes.models.wishes import Wish
from linli.wishes.workflow import CLAIM, HELD, LIVE, RELEASED

ON_ROSTER, SELF_NAMED, WITH_CODE, SIGNED_IN, AT_COUNTER, BY_PASTE = (
    "roster",
    "self",
    "code",
    "account",
    "counter",
    "paste",
)


class Claim(TenantModel):
    """`number` is the short spoken number written on the parcel. `basis` says what the claimant's identity rests on;
    where it rests on nothing yet, `to_decide` is set and the desk decides while the wish is held. Of a shared wish it
    has `shares`, and a slot of its own.
    """

    wish = TenantForeignKey(Wish)
    campaign = TenantForeignKey(Campaign)
    claimant = TenantForeignKey(Person)
    slot = models.PositiveSmallIntegerField(default=1)
    shares = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=CLAIM.initial, choices=CLAIM.choices())
    basis = models.CharField(max_length=10)
    to_decide = models.BooleanField(default=False)
    counted = models.BooleanField(default=False)
    claimed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community_id", "wish", "slot"],
                condition=Q(state__in=LIVE),
                name="claim_one_live_per_wish_and_slot",
            ),
            models.UniqueConstraint(
                fields=["community_id", "campaign", "number"], name="claim_number_once_in_campaign"
            ),
            models.CheckConstraint(condition=Q(state__in=list(CLAIM.states)), name="claim_state_is_known"),
            models.CheckConstraint(condition=Q(shares__gte=1), name="claim_has_a_share"),
            models.CheckConstraint(
                condition=Q(number__gte=1000, number__lte=9999), name="claim_number_has_four_digits"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True) | ~Q(state__in=LIVE) & Q(ended_at__isnull=False),
                name="claim_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "campaign", "claimed_at"], name="claim_by_campaign_and_time"),
            models.Index(fields=["community_id", "claimant"], name="claim_by_claimant"),
            models.Index(
                fields=["community_id", "id"],
                condition=Q(state=HELD, to_decide=True),
                name="claim_waiting_for_the_desk",
            ),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def was_released(self) -> bool:
        return self.state == RELEASED


class ClaimCount(TenantModel):
    """How many a person holds in a campaign with a cap. Raised by a guarded statement; the constraint is the last
    word."""

    campaign = TenantForeignKey(Campaign)
    claimant = TenantForeignKey(Person)
    live = models.PositiveSmallIntegerField()
    cap = models.PositiveSmallIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "campaign", "claimant"], name="claim_count_once"),
            models.CheckConstraint(condition=Q(live__gte=0) & Q(live__lte=F("cap")), name="claim_count_within_cap"),
        ]
