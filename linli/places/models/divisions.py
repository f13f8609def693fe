"""Divisions that matter here, and the communities opened in them. Reference rows: few, read often, written rarely."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.places.kinds import LEVELS


class Division(models.Model):
    """An opened community or a place above one. `code` is the official 12-digit code, the shorter ones padded with
    zeros."""

    code = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=[(level, level) for level in LEVELS])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """One office and its tenant key.

    `id` is the division code of the day it was opened, for ever; codes of divisions do change, so where the place
    stands today is `current_code`.
    """

    id = models.BigIntegerField(primary_key=True)
    current_code = models.BigIntegerField(unique=True)
    name = models.CharField(_("name"), max_length=100)
    centre_name = models.CharField(_("service centre"), max_length=100, blank=True)
    centre_address = models.CharField(_("address of the service centre"), max_length=200, blank=True)
    hours = models.CharField(_("opening hours"), max_length=100, blank=True)
    phone = models.CharField(_("telephone of the office"), max_length=30, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id__gte=10**11, id__lt=10**12), name="community_id_has_12_digits")
        ]

    def __str__(self) -> str:
        return self.name
