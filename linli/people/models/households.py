"""Families in need: the page that replaces the notebook. Everything that tells who they are is sealed."""

from django.db import models
from django.db.models import Q

from linli.core.crypto import EncryptedTextField, blind_index
from linli.files.models import Picture
from linli.people.kinds import Relation
from linli.places.models import TenantForeignKey, TenantModel


class Household(TenantModel):
    """A family, called by its number (户号) wherever others may look on. `grid`: the part of the community (网格) that
    it lives in, as the office calls it.
    """

    number = models.PositiveIntegerField()
    head_name = EncryptedTextField()
    head_name_index = models.BinaryField(max_length=16, default=b"")
    phone = EncryptedTextField()
    phone_index = models.BinaryField(max_length=16, default=b"")
    address = EncryptedTextField()
    address_index = models.BinaryField(max_length=16, default=b"")
    note = EncryptedTextField()
    people_count = models.PositiveSmallIntegerField(null=True)
    grid = models.CharField(max_length=20, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "number"], name="household_number_once"),
        ]
        indexes = [
            models.Index(fields=["community_id", "head_name_index"], name="household_by_name"),
            models.Index(fields=["community_id", "phone_index"], name="household_by_phone"),
            models.Index(fields=["community_id", "address_index"], name="household_by_address"),
            models.Index(fields=["community_id", "grid", "number"], name="household_by_grid"),
        ]

    def set_head_name(self, name: str) -> None:
        self.head_name, self.head_name_index = name, blind_index("person.name", name)

    def set_phone(self, phone: str) -> None:
        """`phone` normalised already (`core.phones`)."""
        self.phone, self.phone_index = phone, blind_index("phone", phone)

    def set_address(self, address: str) -> None:
        self.address, self.address_index = address, blind_index("address", address)


class HouseholdMember(TenantModel):
    """Somebody of the family: called by name and what they are to its head. `note`: school, illness, work; sealed."""

    household = TenantForeignKey(Household)
    name = EncryptedTextField()
    relation = models.CharField(max_length=20, choices=Relation.choices)
    note = EncryptedTextField()
    left_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community_id", "household"], name="member_by_household")]


class HouseholdCategory(TenantModel):
    """Why the family is helped; several at once, each with since and until. `grade`: of a disability, kind and
    degree.
    """

    household = TenantForeignKey(Household)
    category = models.CharField(max_length=30)
    grade = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community_id", "household", "category"],
                condition=Q(until__isnull=True),
                name="household_category_once_while_it_holds",
            ),
        ]


class Consent(TenantModel):
    """What the family agreed to. A record, not a tick box; withdrawing adds a time, it removes nothing.

    `paper` is the photo of the signed sheet, where there is one; one sheet stands for all that was given at once.
    """

    household = TenantForeignKey(Household)
    purpose = models.CharField(max_length=20)
    given_by = models.CharField(max_length=20)
    giver_name = EncryptedTextField()
    witness = EncryptedTextField()
    text_version = models.CharField(max_length=20)
    text_hash = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    paper = TenantForeignKey(Picture, null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community_id", "household", "purpose"], name="consent_by_household")]
