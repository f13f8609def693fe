"""The tenant in every SQL: joins, descriptors, save, delete and refresh name the community, and reads start from a
scope.

This is what lets the same tables be spread over many machines by `community_id`, and what turns a forgotten filter
into an error instead of a leak.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from linli.core import sql
from linli.core.ids import new_id
from linli.places.kinds import Scope


class OutsideScope(Exception):
    """A tenant table was read without saying whose rows: start from `objects.within(...)`."""


class TenantQuerySet(models.QuerySet[Any]):
    """Rows of a scope. `erase()` deletes by the same conditions as it was asked for, leaving references to the
    database."""

    def erase(self) -> int:
        """Delete these rows in one statement that names the tenant. Raises IntegrityError where they are still used."""
        return self._raw_delete(self.db)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise OutsideScope("delete() collects by single keys; use erase()")


class TenantManager(models.Manager[Any]):
    """The only door to a tenant table: `within()` for reading, `create()` and `bulk_create()` for adding."""

    use_in_migrations = False

    def within(self, scope: int | Scope | Iterable[int]) -> TenantQuerySet:
        """The rows of one community (its id), of several, or of a range of codes."""
        rows = TenantQuerySet(self.model, using=self._db)
        if isinstance(scope, int):
            return rows.filter(community_id=scope)
        if not isinstance(scope, Scope):
            scope = Scope.communities(scope)
        if scope.ids:
            return rows.filter(community_id__in=sorted(scope.ids))
        return rows.filter(community_id__range=(scope.first, scope.last))

    def create(self, **values: Any) -> Any:
        row = self.model(**values)
        row.save(force_insert=True, using=self._db)
        return row

    def add(self, row: Any) -> None:
        """Insert one row made here, in one ready statement: for what every request writes."""
        sql.insert(row)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        if not args:
            # a statement holds at most 65,535 values (PostgreSQL's protocol), and fewer are planned faster
            kwargs.setdefault("batch_size", 1000)
        return TenantQuerySet(self.model, using=self._db).bulk_create(objs, *args, **kwargs)

    def get_queryset(self) -> models.QuerySet[Any]:
        raise OutsideScope(f"{self.model.__name__}: start from objects.within(community_id)")


class TenantForeignKey(models.ForeignKey):
    """A foreign key inside one community: the tenant stands in the join and in the look-up of the related row."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["related_name"] = "+"
        # composite indexes lead with the tenant; one on the key alone would only cost each INSERT
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def get_extra_descriptor_filter(self, instance: models.Model) -> dict[str, Any]:
        return {"community_id": instance.community_id}  # type: ignore[attr-defined]  # -- every tenant row has one

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        """`alias` is the related row's table, `related_alias` the one holding the key."""
        if not alias or not related_alias:
            return None
        there: Any = self.remote_field.model._meta.get_field("community_id")
        here: Any = self.model._meta.get_field("community_id")
        same: Any = Exact(Col(alias, there), Col(related_alias, here))
        return WhereNode([same])


class TenantModel(models.Model):
    """A row of one community. Its key is made before the INSERT; its community never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community_id = models.BigIntegerField(editable=False)

    objects = TenantManager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["community_id", "id"], name="%(app_label)s_%(class)s_tenant_key"),
        ]

    def _do_update(self, base_qs: Any, using: str | None, pk_val: Any, values: Any, *rest: Any) -> Any:
        """Django's own UPDATE of `save()`, with the tenant in its condition and not among what it sets."""
        base_qs = base_qs.filter(community_id=self.community_id)
        values = [value for value in values if value[0].attname != "community_id"]
        return super()._do_update(base_qs, using, pk_val, values, *rest)

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        rows = from_queryset if from_queryset is not None else type(self).objects.within(self.community_id)
        super().refresh_from_db(using, fields, rows)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return type(self).objects.within(self.community_id).filter(pk=self.pk).erase(), {}
