"""The lists of which a view can be kept: what each is called, and by what it may be narrowed down in a kept one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_CODE = re.compile(r"[a-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class ListKind:
    """`code` is the list's route too; `permission` opens it; `keys` are the parts of its address that are kept."""

    code: str
    label: object
    permission: str
    keys: tuple[str, ...]


_lists: dict[str, ListKind] = {}


def register(kind: ListKind) -> None:
    """Let views of this list be kept."""
    _lists[kind.code] = kind


def list_of(code: str) -> ListKind | None:
    """The list with this code; None for an unknown one."""
    return _lists.get(code)


def kept_part(kind: ListKind, query: Mapping[str, str]) -> dict[str, str]:
    """What of an address is kept: codes and keys. What somebody typed to find a family is not one."""
    return {key: query[key] for key in kind.keys if _CODE.fullmatch(query.get(key, ""))}
