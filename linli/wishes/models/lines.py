"""A place in the line for a wish that somebody else has claimed. Who is first gets it offered when it is given back."""

from django.db import models
from django.db.models import Q

from linli.people.models import Person
from linli.places.models import TenantForeignKey, TenantModel
from linli.wishes.models.campaigns import Campaign
from linli.wishes.models.wishes import Wish
from linli.wishes.workflow import IN_LINE, LINE, OFFERED


class PlaceInLine(TenantModel):
    """The line is in the order of `joined_at`, which is read while the wish's row is held."""

    wish = TenantForeignKey(Wish)
    campaign = TenantForeignKey(Campaign)
    person = TenantForeignKey(Person)
    state = models.CharField(max_length=10, default=LINE.initial, choices=LINE.choices())
    joined_at = models.DateTimeField()
    offer_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community_id", "wish", "person"],
                condition=Q(state__in=IN_LINE),
                name="line_each_person_once_for_a_wish",
            ),
            models.UniqueConstraint(
                fields=["community_id", "wish"], condition=Q(state=OFFERED), name="line_one_offer_for_a_wish"
            ),
            models.CheckConstraint(condition=Q(state__in=list(LINE.states)), name="line_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=OFFERED) | Q(offer_until__isnull=False), name="line_offer_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_LINE, ended_at__isnull=True)
                | ~Q(state__in=IN_LINE) & Q(ended_at__isnull=False),
                name="line_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["community_id", "offer_until"], condition=Q(state=OFFERED), name="line_offers_by_their_end"
            ),
            models.Index(fields=["community_id", "campaign", "wish"], name="line_by_campaign_and_wish"),
            models.Index(fields=["community_id", "person"], name="line_by_person"),
        ]
