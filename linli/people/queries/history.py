"""What happened to a family or a person, in words: the timeline keeps codes, they are rendered on reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts.kinds import label_of
from linli.people.kinds import Category, ConsentPurpose
from linli.timeline.queries import Entry, feed


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a history, as the feed component shows it: when, what, and who did it in which role with what
    words.
    """

    at: datetime
    text: str
    note: str


Words = Callable[[Mapping[str, Any]], str]


VERBS: Mapping[str, object] = {
    "household.add": gettext_lazy("Family written down"),
    "household.edit": gettext_lazy("Family's details changed"),
    "household.categorise": gettext_lazy("Family's categories changed"),
    "household.member_join": gettext_lazy("Member of the family added"),
    "household.member_leave": gettext_lazy("Member of the family taken off"),
    "consent.give": gettext_lazy("Consent recorded"),
    "consent.withdraw": gettext_lazy("Consent withdrawn"),
    "consent.paper": gettext_lazy("Photo of the signed paper added"),
    "consent.look": gettext_lazy("Looked at the signed paper of a consent"),
    "export.ask": gettext_lazy("Asked for a list as a sheet"),
    "export.allow": gettext_lazy("Allowed a list to be taken out"),
    "export.fetch": gettext_lazy("Took a list out as a sheet"),
    "view.keep": gettext_lazy("Kept a view of a list"),
    "view.rename": gettext_lazy("Renamed a view of a list"),
    "view.delete": gettext_lazy("Deleted a view of a list"),
    "unmask": gettext_lazy("Looked at a masked field"),
    "person.join_roster": gettext_lazy("Put on the roster"),
    "person.leave_roster": gettext_lazy("Taken off the roster"),
    "person.change": gettext_lazy("Details on the roster changed"),
}
"""What each verb of this app is called where its facts are not told."""


def history_of(community_id: int, household_id: UUID) -> list[Happening]:
    """What happened to a family, the newest first."""
    return told(community_id, ("household", household_id), HOUSEHOLD_WORDS)


def told(community_id: int, subject: tuple[str, UUID], words: Mapping[str, Words]) -> list[Happening]:
    """What happened to one subject, each event told by the entry of its verb where there is one, else by its label."""
    return [tell(entry, words) for entry in feed(community_id, subject, with_details=True)]


def tell(entry: Entry, words: Mapping[str, Words]) -> Happening:
    """One event in words."""
    say = words.get(entry.verb)
    notes = [actor_in_words(entry.actor_role), entry.detail]
    return Happening(entry.at, say(entry.facts) if say else str(entry.label), " · ".join(filter(None, notes)))


def actor_in_words(role: str) -> str:
    """In which role it was done; nothing for what the platform did itself."""
    return str(label_of(role)) if role else ""


def _labels(facts: Mapping[str, Any], name: str, labels: Callable[[str], object]) -> str:
    return _(", ").join(str(labels(code)) for code in facts.get(name, []))


def _field(code: str) -> str:
    names = {
        "head_name": _("head of household"),
        "name": _("name"),
        "phone": _("telephone"),
        "address": _("address"),
        "note": _("note"),
        "people_count": _("number of people"),
        "grid": _("grid"),
        "organisation": _("employer"),
        "giver_name": _("name of the person who gave consent"),
    }
    return names.get(code, code)


def _categorised(facts: Mapping[str, Any]) -> str:
    parts = []
    if facts.get("begun"):
        parts.append(_("category added: {names}").format(names=_labels(facts, "begun", _category)))
    if facts.get("ended"):
        parts.append(_("category ended: {names}").format(names=_labels(facts, "ended", _category)))
    if facts.get("changed"):
        parts.append(_("category changed: {names}").format(names=_labels(facts, "changed", _category)))
    return _("; ").join(parts)


def _category(code: str) -> object:
    return Category(code).label


def _purpose(code: str) -> object:
    return ConsentPurpose(code).label


HOUSEHOLD_WORDS: Mapping[str, Words] = {
    "household.edit": lambda facts: _("Changed: {fields}").format(fields=_labels(facts, "fields", _field)),
    "household.categorise": _categorised,
    "consent.give": lambda facts: _("Consent recorded: {purposes}").format(
        purposes=_labels(facts, "purposes", _purpose)
    ),
    "consent.withdraw": lambda facts: _("Consent withdrawn: {purpose}").format(purpose=_purpose(facts["purpose"])),
    "unmask": lambda facts: _("Looked at: {field}").format(field=_field(facts["field"])),
}
