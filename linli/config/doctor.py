"""What is set and what is missing, in sentences, each with what to do. `linli doctor`."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from linli.config import catalogues, env, keyfiles
from linli.config.console import say
from linli.core import clock
from linli.core.ids import new_id
from linli.gate.queries import last_beat
from linli.gate.tasks import WORKER
from linli.notifications import kinds
from linli.notifications.queries import sms_extra_is_here

WORKER_IS_LATE = timedelta(seconds=30)
"""A worker that has said nothing for so long is taken for dead."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `wrong` when it must be mended before the office can work, `note` when good to know."""

    sentence: str
    wrong: bool = False
    note: bool = False

    def __str__(self) -> str:
        return f"{'✗' if self.wrong else '•' if self.note else '✓'} {self.sentence}"


def unapplied_migrations() -> int:
    """How many migrations the database lacks. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty() -> bool:
    """Whether the database holds nothing of Linli yet. Raises DatabaseError."""
    return not MigrationRecorder(connection).applied_migrations()


def _database() -> Iterator[Finding]:
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    try:
        missing = unapplied_migrations()
    except DatabaseError as error:
        yield Finding(say("The database cannot be reached: {reason}.").format(reason=type(error).__name__), wrong=True)
        return
    if missing:
        sentence = say("The database lacks {count} changes: run `linli manage migrate`.").format(count=missing)
        yield Finding(sentence, wrong=True)
    else:
        yield Finding(say("The database ({kind}) is well and up to date.").format(kind=kind))
        yield from _worker()


def _worker() -> Iterator[Finding]:
    beat = last_beat(WORKER)
    if beat is None or clock.now() - beat > WORKER_IS_LATE:
        yield Finding(say("The worker is not running: start `linli serve`, or `linli worker` beside it."), wrong=True)
    else:
        yield Finding(say("The worker is running."))


def _keys() -> Iterator[Finding]:
    for name in (keyfiles.SECRET_KEY, keyfiles.KEYRING):
        path = env.current().key_folder / name
        if path.stat().st_mode & 0o077:
            text = say("Others on this machine can read {path}: run `chmod 600 {path}`.")
            yield Finding(text.format(path=path), wrong=True)
    folder = env.current().key_folder
    yield Finding(say("The keys lie in {folder}. Keep a copy of it apart from the backups.").format(folder=folder))


def _front_end() -> Iterator[Finding]:
    if Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).exists():
        yield Finding(say("The front end is built."))
    else:
        yield Finding(say("The front end is not built: run `make setup`."), wrong=True)


def _languages() -> Iterator[Finding]:
    if waiting := catalogues.uncompiled():
        text = say("{count} message catalogues are not compiled: run `make setup`.")
        yield Finding(text.format(count=len(waiting)), wrong=True)
    else:
        yield Finding(say("Chinese and English are in place."))


def _phones() -> Iterator[Finding]:
    address = env.current().base_url
    if env.current().reachable_from_phones():
        yield Finding(say("Phones open {address}.").format(address=address))
        if not env.current().https:
            text = say("Without HTTPS WeChat warns before it opens the page: put a proxy in front, set LINLI_HTTPS.")
            yield Finding(text, note=True)
        return
    text = say(
        "Phones in a WeChat group cannot open {address}. Either set LINLI_PUBLIC_URL to an address of a server with a "
        "registered domain, or take claims back by paste: the desk reads the group's chain message."
    )
    yield Finding(text.format(address=address), note=True)


def _pictures() -> Iterator[Finding]:
    """A file is written, read and removed, as pictures are."""
    where, storage = settings.LINLI_PICTURES, storages["pictures"]
    try:
        name = storage.save(f"doctor/{new_id().hex}", ContentFile(b"well"))
        with storage.open(name) as file:
            read = file.read()
        storage.delete(name)
    except Exception as error:  # a storage far away fails in ways of its own, all of which mean the same here
        text = say("Pictures cannot be kept in {place}: {reason}.")
        yield Finding(text.format(place=where, reason=type(error).__name__), wrong=True)
        return
    if read != b"well":
        yield Finding(say("Pictures come back altered from {place}.").format(place=where), wrong=True)
    else:
        yield Finding(say("Pictures are kept in {place}.").format(place=where))


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_HOST:
        yield Finding(say("E-mail goes through {host}.").format(host=settings.EMAIL_HOST))
    else:
        yield Finding(say("No e-mail is set up; texts wait at the desk to be passed on."), note=True)


def _text_messages() -> Iterator[Finding]:
    sms = env.current().sms
    if not sms.provider:
        return
    if not sms_extra_is_here(sms.provider):
        text = say(
            "Text messages are to go through {provider}, but its software is missing: "
            "run `.venv/bin/pip install '.[{provider}]'`."
        )
        yield Finding(text.format(provider=sms.provider), wrong=True)
        return
    yield Finding(say("Text messages go through {provider}.").format(provider=sms.provider))
    if unknown := sorted(set(sms.templates) - {kind for kind, text in kinds.registered().items() if text.sms}):
        text = say("LINLI_SMS_TEMPLATES names kinds of texts that are not sent as text messages: {kinds}.")
        yield Finding(text.format(kinds=", ".join(unknown)), wrong=True)


def _unknown_settings() -> Iterator[Finding]:
    known = {env.variable(name) for name in env.Settings.model_fields} | {env.ENV_FILE}
    for name in sorted(os.environ):
        if name.startswith(env.PREFIX) and name not in known:
            yield Finding(say("{name} is set, but no setting has this name.").format(name=name), wrong=True)


PARTS: list[Callable[[], Iterator[Finding]]] = [
    _database,
    _keys,
    _front_end,
    _languages,
    _phones,
    _pictures,
    _mail,
    _text_messages,
    _unknown_settings,
]


def findings() -> Iterator[Finding]:
    """Everything worth saying, the wrong things included."""
    for part in PARTS:
        yield from part()


def main() -> int:
    """Print all; 1 when something must be mended."""
    told = list(findings())
    for finding in told:
        print(finding)
    return int(any(finding.wrong for finding in told))
