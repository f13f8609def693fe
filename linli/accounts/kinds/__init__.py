"""Roles and permissions as data, and what the apps above tell of phones."""

from linli.accounts.kinds.roles import (
    CLAIMANT,
    LEADING,
    OFFICE,
    OFFICE_ROLES,
    OUTSIDE,
    PERMISSIONS,
    ROLES,
    TOP,
    Role,
    label_of,
    rank_of,
)

__all__ = [
    "CLAIMANT",
    "LEADING",
    "OFFICE",
    "OFFICE_ROLES",
    "OUTSIDE",
    "PERMISSIONS",
    "ROLES",
    "TOP",
    "Role",
    "label_of",
    "rank_of",
]
