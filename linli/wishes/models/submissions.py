"""Wishes that residents write down themselves: the link the office hangs up, and what came in through it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core.crypto import EncryptedTextField, blind_index
from linli.people.models import Household
from linli.places.models import TenantForeignKey, TenantModel
from linli.wishes.workflow import ACCEPTED, SUBMISSION


class CollectingLink(TenantModel):
    """A form that residents open by its code, from and until. `closed_at`: the office took it in before its time."""

    title = models.CharField(_("title"), max_length=60)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    contact_phone = models.CharField(_("contact telephone"), max_length=30)
    code = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="link_opens_before_it_closes"),
            models.CheckConstraint(condition=~Q(code=""), name="link_has_a_code"),
        ]
        indexes = [models.Index(fields=["community_id", "made_at"], name="link_by_time")]

    def __str__(self) -> str:
        return self.title


class Submission(TenantModel):
    """What one resident sent, sealed. It counts for nothing until staff accept it.

    `said` are the resident's words, `rows` how they confirmed that these are understood (JSON). `consents`: purpose,
    version and hash of each text that was shown and agreed to.
    """

    link = TenantForeignKey(CollectingLink)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=SUBMISSION.initial, choices=SUBMISSION.choices())
    head_name = EncryptedTextField()
    head_name_index = models.BinaryField(max_length=16, default=b"")
    phone = EncryptedTextField()
    phone_index = models.BinaryField(max_length=16, default=b"")
    address = EncryptedTextField()
    address_index = models.BinaryField(max_length=16, default=b"")
    given_by = models.CharField(max_length=20)
    giver_name = EncryptedTextField()
    said = EncryptedTextField()
    rows = EncryptedTextField()
    consents = models.JSONField()
    reason = EncryptedTextField()
    household = TenantForeignKey(Household, null=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "number"], name="submission_number_once"),
            models.CheckConstraint(condition=Q(state__in=list(SUBMISSION.states)), name="submission_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ACCEPTED, household__isnull=False) | (~Q(state=ACCEPTED) & Q(household__isnull=True)),
                name="submission_accepted_has_a_household",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "state", "id"], name="submission_by_state"),
            models.Index(fields=["community_id", "phone_index"], name="submission_by_phone"),
        ]

    def set_family(self, name: str, phone: str, address: str) -> None:
        """Who wishes, in the spelling in which households are stored, so that one finds the other."""
        self.head_name, self.head_name_index = name, blind_index("person.name", name)
        self.phone, self.phone_index = phone, blind_index("phone", phone)
        self.address, self.address_index = address, blind_index("address", address)
