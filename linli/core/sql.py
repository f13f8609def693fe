"""Statements written out where the ORM would need several: portable SQL only, values adapted to the database in use."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models


def _adapted(value: object) -> Any:
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def run(statement: str, values: Sequence[object]) -> int:
    """Execute one statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_adapted(value) for value in values])
        return int(cursor.rowcount)


def first(statement: str, values: Sequence[object]) -> tuple[Any, ...] | None:
    """Execute one statement with RETURNING (PostgreSQL, SQLite 3.35) or a SELECT; its first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_adapted(value) for value in values])
        row = cursor.fetchone()
        return tuple(row) if row is not None else None


def as_uuid(value: object) -> UUID:
    """A key as it came from `first()`: SQLite hands out 32 hexadecimal digits."""
    return value if isinstance(value, UUID) else UUID(str(value))


@lru_cache(maxsize=64)
def _insert_into(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields = list(model._meta.local_concrete_fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", fields  # noqa: S608  # -- names from the model


def insert(row: models.Model) -> None:
    """Insert one row by a statement built once for its model: the ORM builds it anew each time, for twice the price.

    The values go through the fields as with `save()`. Raises IntegrityError.
    """
    statement, fields = _insert_into(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    row._state.adding, row._state.db = False, connection.alias
