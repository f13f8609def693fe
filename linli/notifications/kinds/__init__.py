"""The texts to people and what they say; the channels by which they travel, and what may be wrong with one."""

from linli.notifications.kinds.texts import (
    Text,
    as_told,
    as_typed,
    as_written,
    register,
    registered,
    render,
    render_subject,
    sample,
    text_of,
    urgent_kinds,
)

__all__ = [
    "Text",
    "as_told",
    "as_typed",
    "as_written",
    "register",
    "registered",
    "render",
    "render_subject",
    "sample",
    "text_of",
    "urgent_kinds",
]
