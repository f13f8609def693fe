"""What the worker does for this app."""

from linli.people.services.exporting import forget_old_exports
from linli.people.services.sheets import forget_old_sheets

__all__ = ["forget_old_exports", "forget_old_sheets"]
