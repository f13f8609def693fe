"""The database backend `linli.core.sqlite`: durable, with the queue of writers, no write outside a transaction."""

import re
import sqlite3
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from linli.core.sqlite.queue import QueueTooLong, WriterQueue

PATIENCE = 10.0
"""Seconds a writer waits for its turn before the page says that the office is busy."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # an acknowledged claim must survive a power cut (trust, row 13)
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)

_WRITE = re.compile(
    r"\s*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*"
    r"(?:INSERT|UPDATE|DELETE|REPLACE|WITH\b.*?\b(?:INSERT\s+(?:INTO|OR)|UPDATE\s+\S+\s+SET|DELETE\s+FROM|REPLACE\s+INTO))\b",
    re.IGNORECASE | re.DOTALL,
)
# Django notes a migration as done right after the migration's own transaction.
_MIGRATION_NOTE = re.compile(r'\s*(?:INSERT INTO|DELETE FROM|UPDATE) "django_migrations"', re.IGNORECASE)


class WriteOutsideTransaction(transaction.TransactionManagementError):
    """A statement would have written past the queue of writers. Put it into `transaction.atomic()`."""


class Cursor(base.SQLiteCursorWrapper):
    """Refuses to write where no transaction is open."""

    def __init__(self, database: "DatabaseWrapper", connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._database = database

    def execute(self, query: str, params: Any = None) -> Any:
        if self._database.in_atomic_block or not _WRITE.match(query):
            return super().execute(query, params)
        with self._database.single_write(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        if not self._database.in_atomic_block and _WRITE.match(query):
            raise WriteOutsideTransaction(query.split("(")[0].strip())
        return super().executemany(query, param_list)


class _SingleWrite:
    """The turn of one statement that Django itself writes outside a transaction."""

    def __init__(self, database: "DatabaseWrapper") -> None:
        self.database = database

    def __enter__(self) -> None:
        self.database.take_turn()

    def __exit__(self, *_: object) -> None:
        self.database.end_turn()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend with PRAGMAs set on every connection and a turn taken before every BEGIN IMMEDIATE."""

    writer_queue: WriterQueue | None = None

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict["OPTIONS"].setdefault("transaction_mode", "IMMEDIATE")
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        if not self.is_in_memory_db():
            self.writer_queue = WriterQueue(f"{self.settings_dict['NAME']}.writer.lock")
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=partial(Cursor, self))

    def single_write(self, query: str) -> _SingleWrite:
        """Allows the one write that Django makes outside a transaction; raises `WriteOutsideTransaction` for others."""
        if not _MIGRATION_NOTE.match(query):
            raise WriteOutsideTransaction(query.split("(")[0].strip())
        return _SingleWrite(self)

    def take_turn(self) -> None:
        """Wait until no other connection writes. Raises OperationalError when that takes longer than `PATIENCE`."""
        if self.writer_queue is not None:
            try:
                self.writer_queue.acquire(PATIENCE)
            except QueueTooLong:
                raise OperationalError("database is busy") from None

    def end_turn(self) -> None:
        """Let the next writer in."""
        if self.writer_queue is not None:
            self.writer_queue.release()

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # -- Django's stubs leave it out
        except BaseException:
            self.end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # -- Django's stubs leave it out
        self.end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # -- Django's stubs leave it out
        finally:
            self.end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # -- Django's stubs leave it out
        finally:
            if self.writer_queue is not None:
                self.writer_queue.close()
                self.writer_queue = None
