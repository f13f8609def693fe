"""Roles and permissions as data, and what the apps above tell of phones."""

from linli.accounts.kinds.roles import (
    CLAIMANT,
    LEADING,
    NEED_SECOND_FACTOR,
    OFFICE,
    OFFICE_ROLES,
    OUTSIDE,
    PERMISSIONS,
    PROGRAM,
    ROLES,
    SECOND_FACTOR_WITHIN,
    TOP,
    Role,
    label_of,
    rank_of,
)

__all__ = [
    "CLAIMANT",
    "LEADING",
    "NEED_SECOND_FACTOR",
    "OFFICE",
    "OFFICE_ROLES",
    "OUTSIDE",
    "PERMISSIONS",
    "PROGRAM",
    "ROLES",
    "SECOND_FACTOR_WITHIN",
    "TOP",
    "Role",
    "label_of",
    "rank_of",
]
