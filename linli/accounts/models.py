"""Who may sign in, and what they may do where. Global rows: one user per phone, whatever communities know it."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from linli.core.crypto import EncryptedTextField
from linli.core.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Users are made by `accounts.services`, never from a form."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(pk=str(username))


class User(AbstractBaseUser):
    """One for each phone. The name stands with the Person that a community knows, since it is that community's data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone = EncryptedTextField()
    phone_index = models.BinaryField(max_length=16, unique=True)
    email = EncryptedTextField()
    pin = models.CharField(max_length=128, blank=True, default="")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def get_username(self) -> str:
        return str(self.pk)

    def __str__(self) -> str:
        return str(self.pk)


class RoleGrant(models.Model):
    """A role, granted to a user for one place, from and until. Above a community, the place is a range of codes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    place = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="role_range_is_ordered"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="role_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ended_by=""),
                name="role_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "place", "since"],
                condition=models.Q(ended_at__isnull=True),
                name="role_granted_once_from_a_day",
            ),
        ]
        indexes = [models.Index(fields=["first", "last"], name="role_by_range")]


class SetupLink(models.Model):
    """The one-time link of the first start, kept as a hash; used by a conditional UPDATE."""

    token_hash = models.BinaryField(max_length=32, primary_key=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Device(models.Model):
    """A computer that several people work at 共用电脑, known by the token in a cookie of its browser."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    device = models.CharField(max_length=30)
    marked_at = models.DateTimeField()


class Seat(models.Model):
    """Somebody who signed in in full on a shared computer. For some days the PIN is enough there, as long as not too
    many wrong ones were tried.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    signed_in_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "user"], name="one_seat_for_each_person")]


class SignIn(models.Model):
    """Somebody signed in on some device, as long as that session lives. Weak sessions are of no user and not here.

    `shared` and `active_at`: on a shared computer, which one, and when something was last done there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=30)
    at = models.DateTimeField()
    seen_at = models.DateTimeField()
    shared = models.ForeignKey(Device, models.PROTECT, null=True, related_name="sign_ins")
    active_at = models.DateTimeField(null=True)


class WeixinLink(models.Model):
    """An account and the Weixin that signs in to it. Of the Weixin only a keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, models.PROTECT, related_name="weixin")
    openid_index = models.BinaryField(max_length=16, unique=True)
    linked_at = models.DateTimeField()
