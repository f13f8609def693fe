"""What the worker does for this app."""

from linli.files.services import erase_unused

__all__ = ["erase_unused"]
