"""What a page was asked for: keys and numbers in addresses, the fields of a form that was sent."""

from uuid import UUID

from django.http import HttpRequest

_NOT_ASKED = frozenset({"csrfmiddlewaretoken", "key"})


def as_uuid(text: str | None) -> UUID | None:
    """A key from an address or a field; None for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def as_number(text: str | None) -> int | None:
    """A public number; None for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else None


def as_sent(request: HttpRequest) -> dict[str, object]:
    """All that was sent and where to, without what differs between two tries of the same."""
    fields = {name: request.POST.getlist(name) for name in sorted(request.POST) if name not in _NOT_ASKED}
    return {"to": request.path, "fields": fields}
