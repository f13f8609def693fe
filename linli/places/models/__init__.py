from linli.places.models.divisions import Community, Division
from linli.places.models.tenancy import OutsideScope, TenantForeignKey, TenantManager, TenantModel, TenantQuerySet

__all__ = [
    "Community",
    "Division",
    "OutsideScope",
    "TenantForeignKey",
    "TenantManager",
    "TenantModel",
    "TenantQuerySet",
]
