"""Records all SQL of the suite and fails the run where a statement on a tenant table does not name the tenant.

A pytest plugin. Every process records what it sees during the tests; at the end all statements are judged in one place,
by `tests.architecture.tenancy`, so that it works with pytest-xdist too.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.backends.signals import connection_created

from linli.core.registry import tenant_tables
from tests.architecture.tenancy import judge

_WORTH_JUDGING = re.compile(r"\s*(SELECT|WITH|UPDATE|DELETE|INSERT|\()", re.IGNORECASE)
_MANY = re.compile(r"\((?:%s|\?)(?:, ?(?:%s|\?))+\)")

seen: dict[str, str] = {}
"""Statement to the test that ran it first."""
_running: list[str] = []
FAULTS = pytest.StashKey[list[str]]()


def _record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if _running and _WORTH_JUDGING.match(sql):
        seen.setdefault(_MANY.sub("(%s)", sql), _running[-1])
    return execute(sql, params, many, context)


def _watch(connection: Any, **_: Any) -> None:
    if _record not in connection.execute_wrappers:
        connection.execute_wrappers.append(_record)


connection_created.connect(_watch, dispatch_uid="tests.statements")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Only what runs inside a test counts, not the making and flushing of its database."""
    if item.get_closest_marker("names_no_tenant"):
        return (yield)
    _running.append(item.nodeid)
    try:
        return (yield)
    finally:
        _running.pop()


def pytest_testnodedown(node: Any, error: object) -> None:
    """Take over what a process of pytest-xdist saw."""
    for sql, test in getattr(node, "workeroutput", {}).get("statements", {}).items():
        seen.setdefault(sql, test)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Hand over the statements, or judge them where all have come together."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["statements"] = dict(seen)
        return
    faults = list(judge(seen, tenant_tables()))
    session.config.stash[FAULTS] = faults
    if faults and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say which statements name no tenant."""
    for fault in config.stash.get(FAULTS, []):
        terminalreporter.write_line(f"FAILED names no tenant: {fault}", red=True)
