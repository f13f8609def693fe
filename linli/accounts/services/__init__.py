"""Every write about users, roles, sessions and the first start."""

from linli.accounts.services.codes import hand_out_code_at_console, send_sign_in_code
from linli.accounts.services.first_start import consume_setup_link, make_setup_link, open_office, setup_link
from linli.accounts.services.roles import end_role, ensure_user, grant_role, revoke_role, set_email
from linli.accounts.services.weak import close_weak_session, open_weak_session

__all__ = [
    "close_weak_session",
    "consume_setup_link",
    "end_role",
    "ensure_user",
    "grant_role",
    "hand_out_code_at_console",
    "make_setup_link",
    "open_office",
    "open_weak_session",
    "revoke_role",
    "send_sign_in_code",
    "set_email",
    "setup_link",
]
