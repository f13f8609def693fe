from linli.people.models.counters import Counter
from linli.people.models.exports import Export
from linli.people.models.households import Consent, Household, HouseholdCategory, HouseholdMember
from linli.people.models.persons import Organisation, Person, PersonSkill, RosterEntry
from linli.people.models.saved_views import SavedView
from linli.people.models.sheets import SheetImport, SheetLayout, SheetPart

__all__ = [
    "Consent",
    "Counter",
    "Export",
    "Household",
    "HouseholdCategory",
    "HouseholdMember",
    "Organisation",
    "Person",
    "PersonSkill",
    "RosterEntry",
    "SavedView",
    "SheetImport",
    "SheetLayout",
    "SheetPart",
]
