"""Sees to it that the machine has what tests need: Chromium and its driver, a Chinese font, PostgreSQL.

Says what it installs.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_updated = False


def quietly(*command: str) -> bool:
    """Whether `command` worked."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def apt_install(package: str) -> bool:
    """Whether apt installed `package`, with sudo where we are not root."""
    global _updated  # noqa: PLW0603  # -- the lists of packages are fetched once per run
    if not shutil.which("apt-get"):
        return False
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    print(f"Installing {package} with apt-get.", flush=True)
    if not _updated:
        quietly(*root, "apt-get", "update", "-qq")
        _updated = True
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    return quietly(*root, *environment, "apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def chromium() -> str | None:
    """The path of a Chromium that starts."""
    cached = Path("~/.cache/ms-playwright").expanduser().glob("chromium*/*/*")
    names = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")]
    browsers = [str(path) for path in cached if path.name in {"chrome", "headless_shell", "chrome-headless-shell"}]
    for path in [os.environ.get("LINLI_TEST_CHROMIUM"), *names, *browsers]:
        if path and quietly(path, "--headless", "--no-sandbox", "--version"):
            return path
    return None


def browser_driver() -> str | None:
    """The Python whose Playwright starts its driver: the Node inside it needs a library that a bare Debian lacks."""
    return sys.executable if quietly(sys.executable, "-m", "playwright", "--version") else None


def playwright_installs() -> bool:
    print("Installing Chromium with playwright.", flush=True)
    with_system = ["--with-deps"] if os.geteuid() == 0 else []
    return quietly(sys.executable, "-m", "playwright", "install", *with_system, "chromium")


def chinese_font() -> str | None:
    if not shutil.which("fc-list"):
        return None
    return subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip() or None


def postgres_binaries() -> str | None:
    """The folder of `initdb` and `postgres`."""
    on_path = shutil.which("initdb")
    folders = [str(Path(on_path).resolve().parent)] if on_path else []
    packed = Path("/usr/lib/postgresql").glob("*/bin")
    folders += [str(path) for path in sorted(packed, key=lambda path: int(path.parent.name), reverse=True)]
    whole = (folder for folder in folders if all(Path(folder, name).exists() for name in ("initdb", "postgres")))
    return next(whole, None)


def see_to(what: str, found: Callable[[], str | None], ways: list[Callable[[], bool]]) -> str | None:
    """None when `found` finds it, perhaps after one of `ways`; else the sentence that says what is missing."""
    if found():
        return None
    for way in ways:
        way()
        if found():
            return None
    return f"{what} is needed by the tests and could not be installed here."


def main() -> int:
    missing = [
        see_to("A driver of browsers (Playwright)", browser_driver, [lambda: apt_install("libatomic1")]),
        see_to("A Chromium", chromium, [lambda: apt_install("chromium"), playwright_installs]),
        see_to("A Chinese font", chinese_font, [lambda: apt_install("fontconfig") and apt_install("fonts-noto-cjk")]),
        see_to("PostgreSQL", postgres_binaries, [lambda: apt_install("postgresql")]),
    ]
    for sentence in filter(None, missing):
        print(sentence, file=sys.stderr)
    return 1 if any(missing) else 0


if __name__ == "__main__":
    sys.exit(main())
