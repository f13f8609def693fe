"""What stands around every page of the desk: the office, the menu, who is at work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.accounts.kinds import ROLES, label_of, rank_of
from linli.accounts.services.devices import LOCK_AFTER
from linli.core.actor import Actor
from linli.notifications.queries import count_waiting
from linli.people.models import Person
from linli.people.queries.display import others_look_on
from linli.places.models import Community


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu: the name of its page's address, and the permission that opens it.

    `foot`: at the foot of a phone, where there is room for four and 更多. `key`: after g it opens the page.
    """

    route: str
    label: object
    icon: str
    permission: str
    foot: bool = False
    key: str = ""


MENU = (
    Entry("today", pgettext_lazy("menu", "Today"), icon="house", permission="desk.open", foot=True, key="t"),
    Entry("wishes", pgettext_lazy("menu", "Wishes"), icon="gift", permission="desk.open", foot=True, key="w"),
    Entry(
        "households",
        pgettext_lazy("menu", "Families"),
        icon="book-user",
        permission="households.view",
        foot=True,
        key="f",
    ),
    Entry("campaigns", pgettext_lazy("menu", "Campaigns"), icon="megaphone", permission="desk.open"),
    Entry("claims", pgettext_lazy("menu", "Claims"), icon="hand-heart", permission="desk.open", foot=True, key="c"),
    Entry("outgoing", _("To pass on"), icon="send", permission="outgoing.pass_on"),
    Entry("roster", pgettext_lazy("menu", "Roster"), icon="users", permission="roster.view"),
    Entry("channels", pgettext_lazy("menu", "Channels"), icon="radio", permission="channels.manage"),
    Entry("staff", pgettext_lazy("menu", "Staff"), icon="user-cog", permission="roles.grant"),
)


def offices_of(actor: Actor) -> list[Community]:
    """The opened communities whose desk this person may open, by their codes."""
    reach = Q()
    for grant in actor.grants:
        if "desk.open" in grant.permissions:
            reach |= Q(pk__range=(grant.first, grant.last))
    return list(Community.objects.filter(reach).order_by("pk")) if reach else []


def desk_frame(
    actor: Actor, community_id: int, path: str, office: Community | None = None, shared: str = ""
) -> dict[str, Any]:
    """The office's name, the menu as far as its pages exist and are this person's, and who is at work.

    `office` where the page's guard has read it already; `shared`: on a shared computer, the key of this sign-in. Empty
    for somebody whose role does not reach the office: an error page there says nothing of it.
    """
    if office is None and actor.works_in(community_id):
        office = Community.objects.filter(pk=community_id).first()
    if office is None:
        return {}
    role, name = _role_of(actor, community_id), _name_of(actor, community_id)
    nav = _menu(actor, community_id, path)
    return {
        "community_name": office.name,
        "home_url": page_address("today", community_id) or "/",
        "nav": nav,
        "more": _more([entry for entry in nav if not entry["foot"]]),
        "person_name": name or role,
        "role": role if name else "",
        "doorstep": _doorstep(actor, community_id),
        "search_url": page_address("search", community_id) if actor.may("desk.open", community_id) else "",
        "shared": shared,
        "lock_after": int(LOCK_AFTER.total_seconds()),
        "looked_on": others_look_on(),
        "keys_url": page_address("keys", community_id) if actor.may("desk.open", community_id) else "",
    }


def _doorstep(actor: Actor, community_id: int) -> dict[str, str]:
    """Where wishes are taken down, also without a network, and whose phone it is; empty for who takes none down."""
    form, kept = page_address("wish_new", community_id), page_address("wish_kept", community_id)
    if not form or actor.user_id is None or not actor.may("wishes.collect", community_id):
        return {}
    return {"form_url": form, "kept_url": kept, "account": actor.user_id.hex}


def _menu(actor: Actor, community_id: int, path: str) -> list[dict[str, Any]]:
    entries = [
        (entry, url)
        for entry in MENU
        if actor.may(entry.permission, community_id) and (url := page_address(entry.route, community_id))
    ]
    # every page of the desk stands below today's own address
    around = [url for entry, url in entries if path == url or (entry.route != "today" and path.startswith(url))]
    here = max(around, key=len, default="")
    counts = {"outgoing": count_waiting(actor, community_id)}
    return [
        {
            "label": entry.label,
            "url": url,
            "icon": entry.icon,
            "count": counts.get(entry.route, 0),
            "current": url == here,
            "foot": entry.foot,
            "key": entry.key,
        }
        for entry, url in entries
    ]


def _more(rest: list[dict[str, Any]]) -> dict[str, Any]:
    """What stands behind 更多 on a phone: how much waits there, and whether the page is one of them."""
    if not rest:
        return {}
    return {"count": sum(entry["count"] for entry in rest), "current": any(entry["current"] for entry in rest)}


def page_address(route: str, community_id: int) -> str:
    """The address of a page of the desk; empty while the page does not exist."""
    try:
        return reverse(route, args=[community_id])
    except NoReverseMatch:
        return ""


def _name_of(actor: Actor, community_id: int) -> str:
    if actor.user_id is None:
        return ""
    person: Person | None = Person.objects.within(community_id).filter(user_id=actor.user_id).first()
    return person.name if person else ""


def _role_of(actor: Actor, community_id: int) -> str:
    roles: Sequence[str] = actor.roles_in(community_id)
    strongest = max((role for role in roles if role in ROLES), key=rank_of, default="")
    return str(label_of(strongest)) if strongest else ""
