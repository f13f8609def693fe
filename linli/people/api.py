"""Families and the roster for other programs: masked, as on the desk's screens. Nothing is unmasked here."""

from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from linli.core.errors import NotHere
from linli.gate.services import Outcome, once
from linli.integrations.guards import ApiRequest, Key, needs
from linli.people.kinds import Category
from linli.people.queries.households import HouseholdFilter, household_row, households_within
from linli.people.queries.persons import roster_within
from linli.people.services.households import CategoryHeld, HouseholdDetails, add_household

router = Router(tags=["people"])


class HouseholdOut(Schema):
    """A family, masked."""

    id: UUID
    number: int = Field(description="The family number, used wherever others may look on.")
    name: str
    phone: str
    address: str
    people_count: int | None
    grid: str
    categories: list[str] = Field(description="In words of the language asked for.")


class HouseholdPage(Schema):
    items: list[HouseholdOut]
    after: int | None = Field(description="Ask with this `after` for the next page; null on the last one.")


class HouseholdIn(Schema):
    """What is known of a family. Only the name of its head must be given."""

    head_name: str = Field(min_length=1, max_length=40)
    phone: str = Field("", max_length=40)
    address: str = Field("", max_length=200)
    people_count: int | None = Field(None, ge=1, le=30)
    note: str = Field("", max_length=500)
    grid: str = Field("", max_length=20)
    categories: list[Category] = Field([], max_length=len(Category))


class Written(Schema):
    """The row that was written."""

    id: UUID


class RosterOut(Schema):
    """Somebody on the roster, masked."""

    id: UUID
    person_id: UUID
    name: str
    phone: str
    organisation: str


class RosterPage(Schema):
    items: list[RosterOut]
    after: UUID | None = Field(description="Ask with this `after` for the next page; null on the last one.")


@router.get("/households", response=HouseholdPage, auth=needs("households.view"), operation_id="list_households")
def list_households(
    request: ApiRequest,
    after: Annotated[int, Query(ge=0, le=32767)] = 0,
    category: Category | None = None,
    grid: Annotated[str, Query(max_length=20)] = "",
) -> dict[str, Any]:
    """Families by their number, 50 at a time."""
    wanted = HouseholdFilter.read({"category": category.value if category else "", "grid": grid})
    page = households_within(request.office.pk, wanted, after=after)
    return {"items": page.rows, "after": page.after}


@router.get(
    "/households/{household_id}", response=HouseholdOut, auth=needs("households.view"), operation_id="read_household"
)
def read_household(request: ApiRequest, household_id: UUID) -> Any:
    """One family."""
    row = household_row(request.office.pk, household_id)
    if row is None:
        raise NotHere(_("There is no such family."))
    return row


@router.post("/households", response={201: Written}, auth=needs("households.edit"), operation_id="add_household")
def write_household(request: ApiRequest, key: Key, household: HouseholdIn) -> dict[str, Any]:
    """Write a family down under the next number."""
    said = household.model_dump()
    categories = [CategoryHeld(category.value) for category in dict.fromkeys(said.pop("categories"))]

    def do() -> Outcome:
        details = HouseholdDetails(**said)
        made = add_household(community_id=request.office.pk, details=details, categories=categories, by=request.actor)
        return {"id": str(made.pk)}

    body = {"household": household.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.get("/roster", response=RosterPage, auth=needs("roster.view"), operation_id="list_roster")
def list_roster(request: ApiRequest, after: UUID | None = None) -> dict[str, Any]:
    """In-service party members in the order in which they were put on the roster, 50 at a time."""
    page = roster_within(request.office.pk, after=after)
    return {"items": page.rows, "after": page.after}
