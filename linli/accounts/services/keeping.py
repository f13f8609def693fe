"""What was sent from a page that had locked meanwhile: kept, sealed, in that session, until it is unlocked."""

from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from linli.core import clock

KEPT = "kept"
LARGEST = 200_000
KEEP_FOR = 12 * 3600
LEFT_OUT = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Kept:
    """`fields`: names and values as they were sent, in their order. `had_files`: pictures and sheets are not kept."""

    to: str
    fields: list[tuple[str, str]]
    had_files: bool


def keep_typed(request: HttpRequest) -> None:
    """Keep the form that came; one too large is not kept, nor is a part of a page, which stays where it was typed."""
    if request.method != "POST" or request.headers.get("HX-Request"):
        return
    fields = [(name, value) for name, values in request.POST.lists() if name not in LEFT_OUT for value in values]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return
    request.session[KEPT] = {
        "to": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
        "at": clock.now().timestamp(),
    }


def has_kept(session: SessionBase) -> bool:
    """Whether something waits."""
    return KEPT in session


def take_kept(session: SessionBase) -> Kept | None:
    """What was kept, handed out once; None where there is nothing, or it is half a day old."""
    found: Any = session.pop(KEPT, None)
    if not found or clock.now().timestamp() - found["at"] > KEEP_FOR:
        return None
    return Kept(found["to"], [(name, value) for name, value in found["fields"]], found["files"])
