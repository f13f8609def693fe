"""A draw besides first-come: the sealed secret, whoever entered under a public code, and what they entered for."""

from django.db import models
from django.db.models import Q

from linli.core.crypto import EncryptedTextField
from linli.people.models import Person
from linli.places.models import TenantForeignKey, TenantModel
from linli.wishes.models.campaigns import Campaign
from linli.wishes.models.wishes import Wish
from linli.wishes.workflow import ENTERED, ENTRY, STANDING


class Draw(TenantModel):
    """`secret` is told once the campaign is drawn, `commitment` from its publication on. `entries`: the list as it was
    closed, numbers and public codes, with its `digest`; it stays as it is whatever becomes of the rows.
    """

    campaign = TenantForeignKey(Campaign)
    secret = EncryptedTextField()
    commitment = models.CharField(max_length=64)
    entries = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "campaign"], name="draw_one_for_a_campaign"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, digest="") | (Q(closed_at__isnull=False) & ~Q(digest="")),
                name="draw_closed_has_a_digest",
            ),
        ]


class Entrant(TenantModel):
    """Somebody in one campaign's draw; `code` is all that the public reads of them, and opens nothing."""

    campaign = TenantForeignKey(Campaign)
    person = TenantForeignKey(Person)
    code = models.CharField(max_length=6)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "campaign", "person"], name="entrant_once_in_a_campaign"),
            models.UniqueConstraint(fields=["community_id", "campaign", "code"], name="entrant_code_once"),
        ]


class Entry(TenantModel):
    """An entry for one wish; `number` is the wish's public one at that time. `basis` and `to_decide` go over to the
    claim where it wins.
    """

    wish = TenantForeignKey(Wish)
    campaign = TenantForeignKey(Campaign)
    entrant = TenantForeignKey(Entrant)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=ENTRY.initial, choices=ENTRY.choices())
    basis = models.CharField(max_length=10)
    to_decide = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community_id", "wish", "entrant"],
                condition=Q(state__in=STANDING),
                name="entry_each_person_once_for_a_wish",
            ),
            models.CheckConstraint(condition=Q(state__in=list(ENTRY.states)), name="entry_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ENTERED, ended_at__isnull=True) | (~Q(state=ENTERED) & Q(ended_at__isnull=False)),
                name="entry_decided_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "campaign", "number"], name="entry_by_campaign_and_number"),
            models.Index(fields=["community_id", "entrant"], name="entry_by_entrant"),
        ]
