"""What the front end's build left in `linli/static/dist`."""

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

DIST = Path(__file__).resolve().parents[2] / "linli" / "static" / "dist"


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """Vite's manifest. Raises AssertionError with what to do where nothing was built."""
    path = DIST / ".vite" / "manifest.json"
    assert path.exists(), "The front end is not built: run `cd frontend && npm ci && npm run build`."
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def parts(entry: str) -> set[Path]:
    """The files a page with this entry loads at first: script, what it imports, style sheets, sprite and icon."""
    built = manifest()
    waiting, names = [entry, "src/sprite.svg", "src/icon.svg"], set()
    while waiting:
        chunk = built[waiting.pop()]
        names |= {chunk["file"], *chunk.get("css", [])}
        waiting += chunk.get("imports", [])
    return {DIST / name for name in names}


def weight(content: bytes) -> int:
    """Bytes over the wire."""
    return len(gzip.compress(content, 9))
