"""Writing texts and putting them on their way; what the worker notes of each try; what an office sets up."""

from linli.notifications.services.channels import (
    add_channel,
    remove_channel,
    send_test_message,
    set_quiet_hours,
    tell_staff,
)
from linli.notifications.services.sending import ERASED, forget_expired, mark_passed_on, note_showing, send
from linli.notifications.services.wording import back_to_standard, reword

__all__ = [
    "ERASED",
    "add_channel",
    "back_to_standard",
    "forget_expired",
    "mark_passed_on",
    "note_showing",
    "remove_channel",
    "reword",
    "send",
    "send_test_message",
    "set_quiet_hours",
    "tell_staff",
]
