"""How long it takes to find a place among the 665,276 divisions: medians as JSON, beside one plain pass over the list.

Run: .venv/bin/python bench/divisions.py
"""

import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WRITTEN = {
    "a name": "钟楼",
    "a whole name": "钟楼社区",
    "a rare name": "学苑花都",
    "a common name": "和平",
    "the commonest part": "村",
    "two parts": "盐湖 钟楼",
    "a path written together": "山西省运城市盐湖区南城街道钟楼社区居民委员会",
    "the beginning of a code": "140802004",
    "a code": "140802004008",
    "nowhere": "没有这个地方",
}
REPEAT = 15


def milliseconds(run: Callable[[], object], repeat: int = REPEAT) -> float:
    """The median time of a run."""
    times = []
    for _ in range(repeat):
        start = perf_counter()
        run()
        times.append((perf_counter() - start) * 1000)
    return median(times)


def commit() -> str:
    """What is measured."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def measure(folder: str) -> dict[str, object]:
    """All figures, the list laid out anew in an empty folder."""
    settings.configure(USE_I18N=False, DATA=folder)
    from linli.places.reading import divisions, listing  # noqa: PLC0415  # -- the settings come first

    start = perf_counter()
    divisions.search("钟楼")
    first = (perf_counter() - start) * 1000
    text = divisions._listing().text
    scan = milliseconds(lambda: text.find("没有这个地方".encode()))
    chance = random.Random(1)
    codes = chance.sample(list(divisions._listing().codes), 150)
    names = [divisions.division(code).name[:2] for code in codes]
    parts = [milliseconds(lambda name=name: divisions.search(name), 1) for name in names]
    found = {what: round(milliseconds(lambda text=text: divisions.search(text)), 2) for what, text in WRITTEN.items()}
    return {
        "packed_bytes": listing.PACKED.stat().st_size,
        "first_search_with_laying_out_ms": round(first),
        "plain_scan_ms": round(scan, 2),
        "search_ms": found,
        "search_to_scan": {what: round(taken / scan, 2) for what, taken in found.items()},
        "two_characters_of_150_names_ms": {
            "median": round(median(parts), 2),
            "p95": round(quantiles(parts, n=20)[-1], 2),
            "max": round(max(parts), 2),
        },
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(folder)
    machine = {"processors": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    print(json.dumps({"commit": commit(), "machine": machine} | figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
