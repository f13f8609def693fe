"""What the worker does for sign-in."""

from importlib import import_module

from django.conf import settings

from linli.accounts.services.sessions import forget_sign_ins


def forget_sessions() -> None:
    """Drop sessions that ran out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    forget_sign_ins()
