"""Opening communities: from the official list, or with a code added locally until the list knows the place."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.places.models import Community
from linli.places.models import Division as DivisionRow
from linli.places.permissions import may_open_community
from linli.places.reading import divisions

# the official list counts communities from 001, villages from 200, camps and farms from 400 and 500
FIRST_LOCAL, LAST_LOCAL = 901, 999


def open_community(
    *,
    code: int | str,
    centre_name: str = "",
    centre_address: str = "",
    hours: str = "",
    phone: str = "",
    by: Actor,
) -> Community:
    """Open a community of the official list; its 12-digit code becomes its id for ever, and what is above it becomes
    rows.

    Raises BadInput where the code is no community's, Refused where the actor may not, Conflict where it is open
    already.
    """
    place = _listed(code)
    may_open_community(by, place.code).enforce()
    return _open(place.code, place.name, centre_name, centre_address, hours, phone)


def open_local(
    *,
    parent: int | str,
    name: str,
    code: int | str | None = None,
    centre_name: str = "",
    centre_address: str = "",
    hours: str = "",
    phone: str = "",
    by: Actor,
) -> Community:
    """Open a community that the official list does not have yet, below a street or town of it.

    Without a `code` it gets the first free one from 901 on below its street, numbers the official list does not use;
    once the list knows the place, its `current_code` may follow, its id stays. Raises BadInput where the parent is
    no street, the name is empty or the code does not fit, Refused where the actor may not, Conflict where the code
    is taken.
    """
    street = _street(parent)
    name = name.strip()
    if not name:
        raise BadInput(_("Enter the name of the community."), {"name": [_("Enter the name of the community.")]})
    chosen = _free_code(street.code) if code is None else _fitting_code(code, street.code)
    may_open_community(by, chosen).enforce()
    return _open(chosen, divisions.short_name(name), centre_name, centre_address, hours, phone)


@transaction.atomic
def _open(code: int, name: str, centre_name: str, centre_address: str, hours: str, phone: str) -> Community:
    _keep_above(code, name)
    opened = Community(
        id=code,
        current_code=code,
        name=name,
        centre_name=centre_name,
        centre_address=centre_address,
        hours=hours,
        phone=phone,
        opened_at=clock.now(),
    )
    try:
        with transaction.atomic():
            opened.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("%(name)s is open already.") % {"name": name}) from None
    return opened


def _keep_above(code: int, name: str) -> None:
    """The community and what is above it as rows; those another community has brought in already are left as they
    are.
    """
    parent: int | None = None
    rows = []
    for place in divisions.ancestors(code):
        rows.append(DivisionRow(code=place.code, name=place.name, level=place.level, parent_id=parent))
        parent = place.code
    rows.append(DivisionRow(code=code, name=name, level="community", parent_id=parent))
    DivisionRow.objects.bulk_create(rows, ignore_conflicts=True)


def _number(code: int | str) -> int:
    text = str(code).strip()
    if not (len(text) == 12 and text.isascii() and text.isdigit()):
        message = _("A division code has 12 digits.")
        raise BadInput(message, {"code": [message]})
    return int(text)


def _listed(code: int | str) -> divisions.Division:
    number = _number(code)
    try:
        place = divisions.division(number)
    except NotHere as error:
        raise BadInput(error.message, {"code": [error.message]}) from None
    if place.level != "community":
        message = _("%(name)s is not a community. Choose a community or village below it.") % {"name": place.name}
        raise BadInput(message, {"code": [message]})
    return place


def _street(parent: int | str) -> divisions.Division:
    message = _("Choose the street or town that the community belongs to.")
    try:
        street = divisions.division(_number(parent))
    except (NotHere, BadInput):
        raise BadInput(message, {"parent": [message]}) from None
    if street.level != "street":
        raise BadInput(message, {"parent": [message]})
    return street


def _fitting_code(code: int | str, street: int) -> int:
    number = _number(code)
    if not street < number <= street + LAST_LOCAL:
        digits = {"digits": str(street)[:9]}
        message = _("The code does not belong to this street: its first 9 digits are %(digits)s.") % digits
        raise BadInput(message, {"code": [message]})
    if number in {place.code for place in divisions.children(street)}:
        listed = _("The official list has this code. Open the community from the list.")
        raise BadInput(listed, {"code": [listed]})
    return number


def _free_code(street: int) -> int:
    listed = {place.code for place in divisions.children(street)}
    opened = set(Community.objects.filter(pk__range=(street, street + 999)).values_list("pk", flat=True))
    for number in range(street + FIRST_LOCAL, street + LAST_LOCAL + 1):
        if number not in listed | opened:
            return number
    raise Conflict(_("All codes for local communities of this street are used."))
