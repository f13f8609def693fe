"""A database that several threads write at once."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from linli.core.sqlite.base import DatabaseWrapper


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite's test database lies in memory, where threads do not queue; so for this test it is copied into a file."""
    if not isinstance(connection, DatabaseWrapper) and connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "shared.sqlite3")
    connection.ensure_connection()
    in_memory.backup(connection.connection)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Do all of this at the same moment, each in a thread and connection of its own; results or exceptions in order."""
    gate = threading.Barrier(len(doings))
    results: list[Any] = [None] * len(doings)

    def run(place: int, do: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            results[place] = do()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, do)) for place, do in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
