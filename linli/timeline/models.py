"""Rows are only added. They hold codes and ids; words stand in an erasable side row, bound here by a salted hash."""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models

from linli.core.crypto import EncryptedTextField
from linli.places.kinds import Scope
from linli.places.models import TenantForeignKey, TenantManager, TenantModel, TenantQuerySet

_ONLY_ADDED = "rows of the timeline are only added: timeline.services.record()"


class OnlyAddedQuerySet(TenantQuerySet):
    """Rows to be read. Every way of changing or deleting them raises TypeError."""

    def update(self, **values: Any) -> NoReturn:
        raise TypeError(_ONLY_ADDED)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(_ONLY_ADDED)

    def erase(self) -> NoReturn:
        raise TypeError(_ONLY_ADDED)

    def delete(self) -> NoReturn:
        raise TypeError(_ONLY_ADDED)


class OnlyAddedManager(TenantManager):
    """Reads by scope, adds in bulk; nothing else."""

    def within(self, scope: int | Scope | Iterable[int]) -> OnlyAddedQuerySet:
        return OnlyAddedQuerySet(self.model, query=super().within(scope).query, using=self._db)

    def bulk_create(  # type: ignore[override]  # -- fewer ways than Django's: none that changes a row
        self, rows: Iterable[Any], *args: Any, **kwargs: Any
    ) -> list[Any]:
        if args or kwargs:
            raise TypeError(_ONLY_ADDED)
        return super().bulk_create(rows)


class Event(TenantModel):
    """One thing that happened to one subject: who, when, what, from state to state.

    `actor` is a string foreign key (`user:…`, `person:…`, `system`), `actor_role` the role it was done in.
    """

    at = models.DateTimeField()
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)
    actor = models.CharField(max_length=80)
    actor_role = models.CharField(max_length=40, blank=True)
    detail_hash = models.BinaryField(max_length=32, default=b"")

    objects: ClassVar[OnlyAddedManager] = OnlyAddedManager()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["community_id", "subject_kind", "subject_id", "id"], name="timeline_by_subject"),
        ]

    def save(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError(_ONLY_ADDED)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError(_ONLY_ADDED)


class Detail(TenantModel):
    """The words of an event. May be erased; the event keeps the hash of salt and words."""

    event = TenantForeignKey(Event)
    salt = models.BinaryField(max_length=16)
    text = EncryptedTextField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "event"], name="timeline_one_detail_per_event"),
        ]


class Seal(TenantModel):
    """A link of the community's chain: `hash` covers the one before and the event, so no row can change unseen."""

    position = models.PositiveBigIntegerField()
    event_id = models.UUIDField()
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    objects: ClassVar[OnlyAddedManager] = OnlyAddedManager()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id", "position"], name="timeline_one_seal_per_position"),
            models.UniqueConstraint(fields=["community_id", "event_id"], name="timeline_one_seal_per_event"),
        ]

    def save(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError(_ONLY_ADDED)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError(_ONLY_ADDED)


class Head(TenantModel):
    """How far a community's chain reaches. `proof` is made with the installation's key, which is not in the database:
    whoever can write there and cuts the chain's end off, or makes the whole chain anew, cannot make the proof.
    """

    position = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)
    proof = models.BinaryField(max_length=32)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community_id"], name="timeline_one_head_per_community"),
        ]
