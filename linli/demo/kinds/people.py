"""The invented staff and supervisors. Their telephones begin with 199 0000 9, as nobody else's in the demo do."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.demo.kinds.offices import (
    ACACIA,
    ACADEMY,
    BELL_TOWER,
    CITY,
    DISTRICT,
    MIDDLE_TOWN,
    WEST_LAKE,
    WEST_TOWN,
)


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody with a role for one place: a community, or a place above one. `can`: what there is to do, in a
    sentence.
    """

    name: str
    phone: str
    role: str
    place: int
    can: object


_EMPTY = _("The office has just been opened and is empty: bring in a sheet, or write down a first visit.")
_ABOVE = _("Sees what several communities have done and what is late, and neither a family nor who claimed.")

SECRETARY = Official(
    "贾文静",
    "19900009001",
    "secretary",
    BELL_TOWER,
    _("Leads the office: sees the day's campaign with all 45 claims, grants roles, reads the record."),
)
DEPUTY = Official(
    "段慧兰",
    "19900009003",
    "deputy",
    BELL_TOWER,
    _("Goes from door to door, checks wishes, prepares and publishes campaigns."),
)
CIVIL_AFFAIRS = Official(
    "卫晓梅",
    "19900009004",
    "civil_affairs",
    BELL_TOWER,
    _("Keeps families and the roster, brings in sheets of wishes, and publishes too."),
)
WORKER = Official(
    "任佳怡",
    "19900009005",
    "worker",
    BELL_TOWER,
    _("Takes wishes down, claims for somebody at the counter, passes messages on."),
)
GRID_WORKER = Official(
    "柴永强",
    "19900009006",
    "grid_worker",
    BELL_TOWER,
    _("On the round with a phone: writes down families and their wishes, sees names masked."),
)
WEST_LAKE_SECRETARY = Official(
    "景丽华",
    "19900009031",
    "secretary",
    WEST_LAKE,
    _("Has a campaign open right now, a claim to decide, a message to pass on, and wishes ready for the next."),
)

OFFICIALS = (
    SECRETARY,
    Official(
        "吕建新",
        "19900009002",
        "director",
        BELL_TOWER,
        _("Sees and does the same as the secretary, but grants no role as high as the secretary's."),
    ),
    DEPUTY,
    CIVIL_AFFAIRS,
    WORKER,
    GRID_WORKER,
    WEST_LAKE_SECRETARY,
    Official("薛立新", "19900009011", "secretary", ACADEMY, _EMPTY),
    Official("裴玉洁", "19900009021", "secretary", ACACIA, _EMPTY),
    Official("邵长青", "19900009041", "secretary", MIDDLE_TOWN, _EMPTY),
    Official("荆海波", "19900009051", "secretary", WEST_TOWN, _EMPTY),
    Official("尚志远", "19900009091", "supervisor", DISTRICT, _ABOVE),
    Official("郝明月", "19900009092", "supervisor", CITY, _ABOVE),
)
BY_PHONE = {official.phone: official for official in OFFICIALS}
