"""What the apps above know of a phone: who is on a roster may sign in, and is linked to the person a community knows.

Persons stand above users, so those apps register here in `apps.ready()`, by dotted paths: models are not there yet.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.module_loading import import_string

_knowers: list[str] = []
_linkers: list[str] = []


def phones_known_by(knower: str) -> None:
    """The path of a function that tells for a normalised phone the ids of the communities whose roster has it."""
    if knower not in _knowers:
        _knowers.append(knower)


def after_sign_in(linker: str) -> None:
    """The path of a function called with `user` and `phone`, in the transaction that signs the user in."""
    if linker not in _linkers:
        _linkers.append(linker)


def communities_knowing(phone: str) -> frozenset[int]:
    """Every community that knows this phone, by the registered knowers."""
    known: list[Callable[[str], Iterable[int]]] = [import_string(path) for path in _knowers]
    return frozenset(community_id for knower in known for community_id in knower(phone))


def link(user: Any, phone: str) -> None:
    """Tell everybody who wants to know that this user signed in by this phone."""
    for path in _linkers:
        import_string(path)(user=user, phone=phone)
