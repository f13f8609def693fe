"""Persons as one community knows them, their employers, and who is on its roster of in-service party members."""

from django.db import models
from django.db.models import Q

from linli.core.crypto import EncryptedTextField, blind_index
from linli.places.models import TenantForeignKey, TenantModel


class Organisation(TenantModel):
    """An employer, partner or contractor. Not a person, so its name is plain."""

    name = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "name"], name="organisation_once_per_community"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(TenantModel):
    """Somebody a community knows. The phone need not be unique: families share one.

    `origin` says how the person came to be known: `roster`, `staff`, or `self` (named themselves when claiming); of
    those who named themselves there is one for each phone, so that no phone can become a second identity. `same_as` is
    set when the desk finds who it was: an old phone on the roster, say.
    """

    name = EncryptedTextField()
    name_index = models.BinaryField(max_length=16, default=b"")
    phone = EncryptedTextField()
    phone_index = models.BinaryField(max_length=16, default=b"")
    organisation = TenantForeignKey(Organisation, null=True)
    user_id = models.UUIDField(null=True)
    origin = models.CharField(max_length=10)
    same_as = TenantForeignKey("self", null=True)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community_id", "user_id"], condition=Q(user_id__isnull=False), name="person_once_per_user"
            ),
            models.UniqueConstraint(
                fields=["community_id", "phone_index"],
                condition=Q(origin="self") & ~Q(phone_index=b""),
                name="person_self_named_once_per_phone",
            ),
        ]
        indexes = [
            models.Index(fields=["community_id", "phone_index"], name="person_by_phone"),
            models.Index(fields=["community_id", "name_index"], name="person_by_name"),
        ]

    def set_name(self, name: str) -> None:
        self.name, self.name_index = name, blind_index("person.name", name)

    def set_phone(self, phone: str) -> None:
        """`phone` normalised already (`core.phones`)."""
        self.phone, self.phone_index = phone, blind_index("phone", phone)


class PersonSkill(TenantModel):
    """Something a person can do for a neighbour: a code of `kinds.Skill`, or a word of the office's own."""

    person = TenantForeignKey(Person)
    skill = models.CharField(max_length=12)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "person", "skill"], name="skill_once_per_person"),
        ]
        indexes = [models.Index(fields=["community_id", "skill"], name="person_by_skill")]


class RosterEntry(TenantModel):
    """A person on the community's roster of in-service party members (双报到), from and until."""

    person = TenantForeignKey(Person)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community_id", "person"], condition=Q(until__isnull=True), name="roster_once_while_on_it"
            ),
        ]
