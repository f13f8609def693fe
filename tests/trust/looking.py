"""What an answer says, apart from what differs between two askings of the same; what a community holds."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse

from linli.accounts.models import RoleGrant
from linli.core import registry

_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value="|hx-headers=\'\{"X-CSRFToken": ")[^"]*')
_NEXT = re.compile(r'(name="next" value=")[^"]*')
_WORDS = re.compile(r"<[^>]+>|\s+")


def content_of(answer: HttpResponse) -> bytes:
    """What was sent, also of a file."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def same_for_all(answer: HttpResponse) -> str:
    """The body without the visitor's token and without the address that was asked for."""
    body = content_of(answer).decode("utf-8", "replace")
    return _NEXT.sub(r"\1", _TOKEN.sub(r"\1", body))


def words_of(answer: HttpResponse) -> str:
    """What can be read on a page."""
    return _WORDS.sub(" ", answer.content.decode()).strip()


def headers_of(answer: HttpResponse) -> str:
    """Every header and cookie that came along."""
    lines = [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\n".join(lines + [cookie.OutputString() for cookie in answer.cookies.values()])


def rows_of(community: int) -> Iterator[tuple[str, Any]]:
    """All rows of a community in all tables that have some, and the roles granted for it."""
    for label, table in sorted(registry.tables.items()):
        if table.kind is registry.Kind.TENANT:
            yield label, list(table.model.objects.within(community).order_by("pk").values_list())
    yield "accounts.RoleGrant", list(RoleGrant.objects.filter(place=community).order_by("pk").values_list())


def checksum(community: int) -> dict[str, str]:
    """One for each table: another one after any change to any row."""
    return {label: hashlib.sha256(repr(rows).encode()).hexdigest() for label, rows in rows_of(community)}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is asked for and then taken back, also what the cache remembered of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def everything_stored() -> Iterator[tuple[str, Any]]:
    """Every value of every column of every table of the database, as the database itself has it."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # -- names of our own tables
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((f"{table}.{column}", value) for column, value in zip(columns, row, strict=True))
