"""Claims over real HTTP beside a POST that does nothing, the wall beside claims, the desk list, memory: JSON.

Run: make bench   (SQLite always; PostgreSQL where TEST_DATABASE_URL names a server)
Each wish is asked for once and nobody comes near the cap, so nothing here is about races: see `tests/concurrency`.
Everything is a ratio within one run, since machines are shared and noisy; `--quick` takes a tenth of the requests.
"""

import argparse
import asyncio
import json
import os
import platform
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.load import Answers, poll, post, send_all  # noqa: E402  # -- found through the path above
from bench.memory import resident  # noqa: E402  # -- as above
from bench.office import Office  # noqa: E402  # -- as above

PEOPLE, WISHES, ROUNDS, POLLS_A_SECOND = 300, 60, 3, 300
CONNECTIONS = (16, 64, 256)
TOKEN = "benchmark0" * 3 + "be"
"""The CSRF secret of every client: cookie and field have to agree, whatever it is."""

_CHECK = """
import django, json
django.setup()
from django.db.models import Count
from linli.wishes.models import Claim, ClaimCount, Wish
from linli.wishes.workflow import LIVE
live = Claim.objects.within(140802004008).filter(state__in=LIVE)
print(json.dumps({
    "live": live.count(),
    "double": live.values("wish").annotate(n=Count("id")).filter(n__gt=1).count(),
    "over_cap": live.values("campaign", "campaign__cap", "claimant").annotate(n=Count("id")).filter(n__gt=CAP).count(),
    "taken": Wish.objects.within(140802004008).filter(state="taken").count(),
}))
"""
CAP = 50


class Requests:
    """Claims one after another through all campaigns and people, so that nobody reaches the cap and each wish is
    new."""

    def __init__(self, seed: dict[str, Any]) -> None:
        self.seed = seed
        self.wishes = iter([(code, number) for code in seed["codes"] for number in range(1, WISHES + 1)])
        self.asked = 0

    def _from(self, path: str, form: dict[str, str]) -> bytes:
        self.asked += 1
        person = self.asked % PEOPLE
        cookies = {"linli_session": self.seed["sessions"][person], "linli_csrf": TOKEN}
        return post(path, {"csrfmiddlewaretoken": TOKEN, **form}, cookies, f"10.1.{person // 250}.{person % 250 + 1}")

    def nothing(self, count: int) -> list[bytes]:
        return [self._from("/bench/nothing", {"key": secrets.token_urlsafe(16)}) for _ in range(count)]

    def claims(self, count: int) -> list[bytes]:
        chosen = [next(self.wishes) for _ in range(count)]
        return [self._from(f"/c/{code}/{number}/claim", {"key": secrets.token_urlsafe(16)}) for code, number in chosen]


def _figures(rounds: Sequence[Answers]) -> dict[str, Any]:
    statuses: dict[int, int] = {}
    for answers in rounds:
        for status, count in answers.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    return {
        "per_second": round(median(answers.rate for answers in rounds), 1),
        "p50_ms": round(median(answers.percentile(0.5) for answers in rounds) * 1000, 1),
        "p99_ms": round(max(answers.percentile(0.99) for answers in rounds) * 1000, 1),
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
        "errors": sum(count for status, count in statuses.items() if status != 303),
    }


async def _in_turn(office: Office, requests: Requests, connections: int, count: int) -> dict[str, Any]:
    """No-op and claim in turn, so that both see the same machine."""
    nothing: list[Answers] = []
    claims: list[Answers] = []
    for _round in range(ROUNDS):
        nothing.append(await send_all(office.port, requests.nothing(count), connections))
        claims.append(await send_all(office.port, requests.claims(count), connections))
    ratios = [claim.rate / noop.rate for claim, noop in zip(claims, nothing, strict=True)]
    return {"no_op": _figures(nothing), "claim": _figures(claims), "ratio": round(median(ratios), 3)}


async def _beside_polls(office: Office, requests: Requests, count: int) -> dict[str, Any]:
    """Claims without and with the wall asked for 300 times a second, in turn."""
    alone: list[Answers] = []
    beside: list[Answers] = []
    polls = Answers()
    for _round in range(ROUNDS):
        alone.append(await send_all(office.port, requests.claims(count), 16))
        stop = asyncio.Event()
        polling = asyncio.create_task(
            poll(office.port, f"/c/{requests.seed['code']}/lamps", POLLS_A_SECOND, stop, polls)
        )
        await asyncio.sleep(0.5)
        before, begun = len(polls.seconds), asyncio.get_running_loop().time()
        beside.append(await send_all(office.port, requests.claims(count), 16))
        polls.whole += asyncio.get_running_loop().time() - begun
        polls.rate_counted = getattr(polls, "rate_counted", 0) + len(polls.seconds) - before
        stop.set()
        await polling
    ratios = [with_polls.rate / without.rate for with_polls, without in zip(beside, alone, strict=True)]
    return {
        "claims_alone": _figures(alone),
        "claims_beside": _figures(beside),
        "ratio": round(median(ratios), 3),
        "polls_per_second": round(polls.rate_counted / polls.whole, 1),
        "polls_p99_ms": round(polls.percentile(0.99) * 1000, 1),
        "poll_statuses": {str(status): count for status, count in sorted(polls.statuses.items())},
    }


def _claims(postgres: str, count: int) -> dict[str, Any]:
    needed = count * ROUNDS * (len(CONNECTIONS) + 2)
    with Office(postgres, server="bench.server") as office:
        campaigns = needed // WISHES + 1
        size = ["--wishes", str(WISHES), "--people", str(PEOPLE), "--cap", str(CAP), "--campaigns", str(campaigns)]
        seed = office.seed(*size, "--accounts")
        office.start()
        office.start(["-m", "linli.config.worker"], wait_for="")
        requests = Requests(seed)
        asyncio.run(send_all(office.port, requests.nothing(count // 2), 16))
        found: dict[str, Any] = {"connections": {}}
        for connections in CONNECTIONS:
            found["connections"][str(connections)] = asyncio.run(_in_turn(office, requests, connections, count))
        found["wall"] = asyncio.run(_beside_polls(office, requests, count))
        found["memory"] = resident(office.processes)
        found["after"] = json.loads(office.run("-c", _CHECK.replace("CAP", str(CAP))))
        return found


def _desk(postgres: str, wishes: int) -> dict[str, Any]:
    with Office(postgres) as office:
        office.seed("--unpublished", str(wishes), "--households", str(max(wishes // 10, 11)))
        found: dict[str, Any] = json.loads(office.run("-m", "bench.desk"))
        return found


def machine() -> dict[str, Any]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "commit": commit.stdout.strip(),
        "load": [round(value, 2) for value in os.getloadavg()],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests and wishes")
    parser.add_argument("--only", choices=["claims", "desk"], help="one part")
    asked = parser.parse_args()
    count, wishes = (120, 10_000) if asked.quick else (1200, 100_000)
    report: dict[str, Any] = {"machine": machine()}
    for postgres in ["", *filter(None, [os.environ.get("TEST_DATABASE_URL")])]:
        part: dict[str, Any] = {}
        if asked.only != "desk":
            part["claims"] = _claims(postgres, count)
        if asked.only != "claims":
            part["desk_list"] = _desk(postgres, wishes)
        report["postgresql" if postgres else "sqlite"] = part
    json.dump(report, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
