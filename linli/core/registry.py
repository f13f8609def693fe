"""What apps tell the house in `apps.ready()`: the jobs that fall due, and what kind each table is.

Plain registries: the worker and the tests read them and import no app for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Job:
    """Something the worker does every `every` seconds: `run`, a function or its dotted path, without arguments."""

    name: str
    every: float
    run: Callable[[], object] | str

    def call(self) -> object:
        """Do it once."""
        return (import_string(self.run) if isinstance(self.run, str) else self.run)()


class Kind(StrEnum):
    """How a table lies in a distributed database."""

    TENANT = "tenant"
    """Rows of one community each, found by `community_id` in every statement."""
    REFERENCE = "reference"
    """The same everywhere, few rows, read often."""
    GLOBAL = "global"
    """Users, sessions, one-time codes: of no community."""


@dataclass(frozen=True)
class Table:
    """A model with its kind, and why rows of it are left out of erase and export, if they are."""

    model: Any
    kind: Kind
    not_exported: str = ""


jobs: dict[str, Job] = {}
tables: dict[str, Table] = {}


def job(name: str, *, every: float, run: Callable[[], object] | str) -> None:
    """Let the worker call `run` every `every` seconds. Raises ValueError when another job has this name.

    `run` is usually a dotted path, `"linli.wishes.tasks.lapse_due"`: `apps.py` is read before models may be.
    """
    known = jobs.get(name)
    if known is not None and known.run != run:
        raise ValueError(f"two jobs are named {name}")
    jobs[name] = Job(name, every, run)


def table(model: Any, kind: Kind | str, *, not_exported: str = "") -> None:
    """Say what kind of table `model` has. `not_exported`: the reason, where erase and export leave its rows out."""
    tables[model._meta.label] = Table(model, Kind(kind), not_exported)


def tables_of(app: AppConfig, models: Mapping[str, Sequence[str]]) -> None:
    """The same for several models of an app: `tables_of(self, {"tenant": ["Wish"], "global": ["PublicCode"]})`."""
    for kind, names in models.items():
        for name in names:
            table(app.get_model(name), kind)


def tenant_tables() -> frozenset[str]:
    """The names in the database of all tenant tables."""
    return frozenset(entry.model._meta.db_table for entry in tables.values() if entry.kind is Kind.TENANT)
