"""Reading communities: few, shared by all, no tenant's rows."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotHere
from linli.places.kinds import Scope
from linli.places.models import Community
from linli.places.reading import divisions
from linli.places.reading.codes import range_of


def community(community_id: int) -> Community:
    """The community with this id. Raises NotHere where none was opened."""
    found = Community.objects.filter(pk=community_id).first()
    if found is None:
        raise NotHere(_("There is no such community here."))
    return found


def communities_in(scope: Scope) -> QuerySet[Community]:
    """The communities of a scope, in the order of today's codes, so that neighbours stand together.

    A range means places as they stand today, since codes of divisions do change while a community's id never does.
    """
    if scope.ids:
        rows = Community.objects.filter(pk__in=sorted(scope.ids))
    else:
        rows = Community.objects.filter(current_code__range=(scope.first, scope.last))
    return rows.order_by("current_code")


def scope_below(code: int) -> Scope:
    """The communities that lie below a division today, as a scope of ids for reading tenant rows."""
    first, last = range_of(code)
    return Scope.of(*Community.objects.filter(current_code__range=(first, last)).values_list("pk", flat=True))


def path_of(place: Community) -> tuple[str, ...]:
    """The names from the province down to the community itself, as people write an address."""
    above = divisions.ancestors(place.current_code)
    return (*(above[-1].path if above else ()), place.name)
