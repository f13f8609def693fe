"""A campaign (活动): which wishes are shown to whom, from when until when, and how claimed goods come back."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.files.models import Picture
from linli.places.models import TenantForeignKey, TenantModel
from linli.wishes.workflow import CAMPAIGN, PAUSED, PREPARED, PUBLISHED

__all__ = ["ANYONE", "PAUSED", "PREPARED", "PUBLISHED", "ROSTER", "Campaign"]

ROSTER, ANYONE = "roster", "anyone"


class Campaign(TenantModel):
    """`cap` is the most that one person may hold at a time: none, or at least 2, since one would split a family's
    pair. In the first `first_minutes` after the opening it is `first_cap` instead. `offer_hours` is how long a wish
    that was given back is kept for whoever is first in line; `pause_reason` is read by the public while claiming is
    paused. With a `draw_at` people enter until then and a draw gives out, `drawn_at`; what is left over is first-come
    afterwards. `told_…` is when the worker wrote the text that it is open, about to close, closed."""

    title = models.CharField(_("title"), max_length=60)
    issuer = models.CharField(_("issuing body"), max_length=60)
    notice = models.CharField(_("notice"), max_length=500)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    handover_place = models.CharField(_("hand-over place"), max_length=120)
    handover_hours = models.CharField(_("hours"), max_length=80, blank=True)
    handover_until = models.DateField(_("hand over by"))
    contact_phone = models.CharField(_("contact telephone"), max_length=30)
    cap = models.PositiveSmallIntegerField(_("most wishes per person"), null=True)
    first_minutes = models.PositiveSmallIntegerField(_("first minutes"), null=True)
    first_cap = models.PositiveSmallIntegerField(_("most wishes per person in the first minutes"), null=True)
    offer_hours = models.PositiveSmallIntegerField(_("hours an offer is kept"), default=24)
    audience = models.CharField(
        max_length=10,
        default=ROSTER,
        choices=[
            (ROSTER, _("In-service party members on the roster")),
            (ANYONE, _("Anyone with the link and a phone")),
        ],
    )
    needs_code = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=CAMPAIGN.initial, choices=CAMPAIGN.choices())
    pause_reason = models.CharField(max_length=120, blank=True, default="")
    code = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    draw_at = models.DateTimeField(_("draw"), null=True)
    drawn_at = models.DateTimeField(null=True)
    told_open_at = models.DateTimeField(null=True)
    told_soon_at = models.DateTimeField(null=True)
    told_closed_at = models.DateTimeField(null=True)
    cover = TenantForeignKey(Picture, null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(condition=Q(cap__isnull=True) | Q(cap__gte=2), name="campaign_cap_none_or_two"),
            models.CheckConstraint(
                condition=Q(first_minutes__isnull=True, first_cap__isnull=True)
                | Q(first_minutes__gte=1, first_cap__gte=2),
                name="campaign_first_minutes_and_cap_together",
            ),
            models.CheckConstraint(condition=Q(offer_hours__gte=1), name="campaign_offer_lasts_an_hour"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="campaign_opens_before_it_closes"),
            models.CheckConstraint(
                condition=Q(state=PREPARED, published_at__isnull=True)
                | (~Q(state=PREPARED) & Q(published_at__isnull=False) & ~Q(code="")),
                name="campaign_published_has_time_and_code",
            ),
            models.CheckConstraint(condition=Q(state__in=list(CAMPAIGN.states)), name="campaign_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=PAUSED) & ~Q(pause_reason="") | ~Q(state=PAUSED) & Q(pause_reason=""),
                name="campaign_paused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(draw_at__isnull=True) | Q(draw_at__gt=F("opens_at"), draw_at__lt=F("closes_at")),
                name="campaign_draws_while_it_is_open",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(draw_at__isnull=False, drawn_at__gte=F("draw_at")),
                name="campaign_drawn_in_its_time",
            ),
            models.CheckConstraint(
                condition=Q(draw_at__isnull=True) | Q(first_minutes__isnull=True),
                name="campaign_first_minutes_only_without_draw",
            ),
        ]
        indexes = [models.Index(fields=["community_id", "made_at"], name="campaign_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def awaits_draw(self) -> bool:
        """Whether wishes are entered for, not claimed, since the draw is yet to come."""
        return self.draw_at is not None and self.drawn_at is None

    @property
    def first_minutes_end_at(self) -> datetime | None:
        """Until when the gentler cap of the first minutes holds; None where there is none."""
        return self.opens_at + timedelta(minutes=self.first_minutes) if self.first_minutes else None

    def is_on_hold(self, now: datetime) -> bool:
        """Paused, and not closed meanwhile: a pause lasts no longer than the time for claiming."""
        return bool(self.state == PAUSED and now < self.closes_at)

    def cap_at(self, now: datetime) -> int | None:
        """The most that one person may hold at this moment; None for no limit."""
        gentle_until = self.first_minutes_end_at
        if gentle_until is not None and now < gentle_until:
            return self.first_cap
        return self.cap

    @property
    def handover_ends_at(self) -> datetime:
        """The end of the last day on which things can be handed over."""
        return clock.moment(self.handover_until) + timedelta(days=1)
