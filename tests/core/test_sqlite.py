"""The backend `linli.core.sqlite`: durable, its writers in one queue, no write past it."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connections, transaction

from linli.core.sqlite import base
from linli.core.sqlite.base import DatabaseWrapper, WriteOutsideTransaction
from linli.core.sqlite.queue import QueueTooLong, WriterQueue


@pytest.fixture
def office(tmp_path: Path, django_db_blocker: Any) -> Iterator[DatabaseWrapper]:
    """A connection to a database file with one table; not the suite's own database."""
    with django_db_blocker.unblock():
        made = connect(tmp_path / "office.sqlite3")
        with made.cursor() as cursor:
            cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        connections[made.alias] = made
        yield made
        made.close()
        del connections[made.alias]


def connect(path: Path) -> DatabaseWrapper:
    settings = {
        **connections.configure_settings({"default": {"ENGINE": "linli.core.sqlite", "NAME": str(path)}})["default"]
    }
    return DatabaseWrapper(settings, alias="office")


def write(database: DatabaseWrapper, text: str | None) -> None:
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO note (text) VALUES (%s)", [text])


def atomic(database: DatabaseWrapper) -> Any:
    """`transaction.atomic` on a connection that Django's settings do not know."""
    return transaction.atomic(using=database.alias)


def is_free(database: DatabaseWrapper) -> bool:
    """Whether somebody else would be let in at once."""
    other = WriterQueue(f"{database.settings_dict['NAME']}.writer.lock")
    try:
        other.acquire(0.05)
    except QueueTooLong:
        return False
    other.close()
    return True


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]
)
def test_every_connection_is_durable_and_strict(office: DatabaseWrapper, pragma: str, value: object) -> None:
    another = connect(Path(office.settings_dict["NAME"]))
    for database in (office, another):
        with database.cursor() as cursor:
            assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    another.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO note (text) VALUES ('a')",
        "  update note SET text = 'b'",
        "DELETE FROM note",
        "REPLACE INTO note (id, text) VALUES (1, 'c')",
        "/* why */ -- and more\n DELETE FROM note",
        "WITH old AS (SELECT id FROM note) DELETE FROM note WHERE id IN (SELECT id FROM old)",
    ],
)
def test_a_write_outside_a_transaction_is_refused(office: DatabaseWrapper, statement: str) -> None:
    with pytest.raises(WriteOutsideTransaction), office.cursor() as cursor:
        cursor.execute(statement)


def test_many_writes_outside_a_transaction_are_refused(office: DatabaseWrapper) -> None:
    with pytest.raises(WriteOutsideTransaction), office.cursor() as cursor:
        cursor.executemany("INSERT INTO note (text) VALUES (%s)", [["a"], ["b"]])


def test_reading_needs_no_transaction(office: DatabaseWrapper) -> None:
    with office.cursor() as cursor:
        assert cursor.execute("WITH all_of_it AS (SELECT replace(text, 'a', 'b') FROM note) SELECT * FROM all_of_it")


def test_django_may_note_a_migration_outside_a_transaction(office: DatabaseWrapper) -> None:
    with office.cursor() as cursor:
        cursor.execute('CREATE TABLE "django_migrations" (app TEXT)')
        cursor.execute('INSERT INTO "django_migrations" (app) VALUES (%s)', ["places"])

    assert is_free(office)


def test_the_turn_is_kept_until_commit(office: DatabaseWrapper) -> None:
    with atomic(office):
        write(office, "kept")
        assert not is_free(office)

    assert is_free(office)


def test_the_turn_ends_with_a_rollback(office: DatabaseWrapper) -> None:
    with pytest.raises(IntegrityError), atomic(office):
        write(office, None)

    assert is_free(office)


def test_the_turn_ends_when_the_connection_closes(office: DatabaseWrapper) -> None:
    office.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert not is_free(office)

    office.close()

    assert is_free(office)


def test_the_turn_ends_when_begin_fails(office: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    office.ensure_connection()
    monkeypatch.setattr(office, "transaction_mode", "NONSENSE")

    with pytest.raises(OperationalError), atomic(office):
        pass

    assert is_free(office)


def test_who_waits_too_long_is_told(office: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    with held_elsewhere(office), pytest.raises(OperationalError, match="busy"), atomic(office):
        pass

    with atomic(office):
        write(office, "later")


class held_elsewhere:  # noqa: N801  # -- reads as a block, like open()
    """Another process holds the turn."""

    CODE = (
        "import sys; from linli.core.sqlite.queue import WriterQueue; queue = WriterQueue(sys.argv[1]);"
        "queue.acquire(5); print('held', flush=True); sys.stdin.read()"
    )

    def __init__(self, database: DatabaseWrapper) -> None:
        self.path = f"{database.settings_dict['NAME']}.writer.lock"

    def __enter__(self) -> None:
        command = [sys.executable, "-c", self.CODE, self.path]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"held\n"

    def __exit__(self, *_: object) -> None:
        self.process.communicate()


def test_a_turn_given_up_is_handed_on_when_it_comes(tmp_path: Path) -> None:
    """Who gave up leaves a thread in the kernel's queue; it must not keep the turn."""
    path = str(tmp_path / "lock")
    first, second, third = WriterQueue(path), WriterQueue(path), WriterQueue(path)
    second._threads = threading.Lock()  # as if in another process
    third._threads = threading.Lock()
    first.acquire(1)
    with pytest.raises(QueueTooLong):
        second.acquire(0.05)

    first.release()

    third.acquire(2)
    for queue in (first, second, third):
        queue.close()


WRITER = """
import sqlite3, sys, time
from linli.core.sqlite.queue import WriterQueue
path, name = sys.argv[1:]
queue = WriterQueue(path + ".writer.lock")
for number in range(60):
    queue.acquire(20)
    with open(path + ".log", "a") as log:
        log.write(f"{name} in\\n"); log.flush()
        time.sleep(0.001)
        log.write(f"{name} out\\n"); log.flush()
    queue.release()
"""


def test_two_processes_never_write_at_the_same_time(tmp_path: Path) -> None:
    path = str(tmp_path / "office.sqlite3")

    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in ("east", "west")]
    assert [writer.wait(60) for writer in writers] == [0, 0]

    lines = Path(path + ".log").read_text().splitlines()
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    assert len(pairs) == 120
    assert all(came.split()[0] == went.split()[0] and went.endswith("out") for came, went in pairs)


def test_neither_of_two_processes_starves(tmp_path: Path) -> None:
    path = str(tmp_path / "office.sqlite3")

    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in ("east", "west")]
    for writer in writers:
        writer.wait(60)

    turns = [line.split()[0] for line in Path(path + ".log").read_text().splitlines()[::2]]
    since_both_are_here = turns[max(turns.index("east"), turns.index("west")) :]
    assert len(set(since_both_are_here[:40])) == 2


def test_threads_of_one_process_queue_too(office: DatabaseWrapper) -> None:
    path = Path(office.settings_dict["NAME"])
    inside, most = 0, 0

    def claim() -> None:
        nonlocal inside, most
        queue = WriterQueue(f"{path}.writer.lock")
        for _ in range(30):
            queue.acquire(10)
            inside += 1
            most = max(most, inside)
            time.sleep(0.0005)
            inside -= 1
            queue.release()
        queue.close()

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1
