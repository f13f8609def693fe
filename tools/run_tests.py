"""`make test`: the checks, then the whole suite on SQLite and on PostgreSQL. Ends with one line: N passed, N failed."""

import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = "2"


def pytest(report: Path, *before: str) -> tuple[int, int]:
    """How many tests passed and failed. A run that fails as a whole counts as one failure."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", PROCESSES, "--dist", "loadfile", f"--junitxml={report}"]
    code = subprocess.run([*before, *command], cwd=ROOT, check=False).returncode
    if not report.exists():
        return 0, 1
    passed = failed = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  # -- pytest wrote it just now
        counts = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
        failed += counts["failures"] + counts["errors"]
        passed += counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"]
    return passed, failed or int(code != 0)


def main() -> int:
    begun = time.monotonic()
    passed = failed = 0
    print("== checks", flush=True)
    checks = subprocess.run(["sh", "tools/check.sh"], cwd=ROOT, check=False)
    failed += int(checks.returncode != 0)
    with tempfile.TemporaryDirectory(prefix="linli-reports-") as folder:
        beside: list[str] = [sys.executable, "tools/postgres.py"]
        for name, before in (("SQLite", []), ("PostgreSQL", beside)):
            print(f"== tests on {name}", flush=True)
            more_passed, more_failed = pytest(Path(folder, f"{name}.xml"), *before)
            passed, failed = passed + more_passed, failed + more_failed
    print(f"== {time.monotonic() - begun:.0f} s; checks {'failed' if checks.returncode else 'passed'}")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
