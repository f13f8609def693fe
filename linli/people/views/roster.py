"""The roster of in-service party members: the list."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.kinds import LONGEST_SKILL
from linli.people.permissions import may_import_roster, may_unmask
from linli.people.queries.persons import roster_size, roster_within
from linli.people.queries.skills import in_words, skills_of, skills_on_roster
from linli.people.services.roster import end_roster_entry
from linli.places.models import Community


@require_GET
@office_page("roster.view")
def roster(request: Request, office: Community) -> HttpResponse:
    """Who is on it, masked."""
    person_id = _key(request.GET.get("person", ""))
    after = request.GET.get("after", "")
    kept = skill_kept(request.GET.get("skill", ""))
    page = roster_within(office.pk, after=_key(after), person_id=person_id, skill=kept.get("skill", ""))
    skills = skills_of(office.pk, [row.person_id for row in page.rows])
    context = {
        "office": office,
        "page": page,
        "rows": [(row, in_words(skills.get(row.person_id, ()))) for row in page.rows],
        "chips": _chips(office.pk, kept.get("skill", "")),
        "size": roster_size(office.pk),
        "narrowed": person_id is not None,
        "newer_url": f"?{urlencode(kept)}" if after else "",
        "older_url": f"?{urlencode(kept | {'after': page.after})}" if page.after else "",
        "may_import": may_import_roster(request.actor, office.pk),
        "may_unmask": may_unmask(request.actor, office.pk),
        "key": new_id().hex,
    }
    return render(request, "people/desk/roster.html", context)


def skill_kept(skill: str) -> dict[str, str]:
    """The skill that the list is narrowed down to, as a part of the address."""
    return {"skill": skill} if 0 < len(skill) <= LONGEST_SKILL else {}


def _chips(community_id: int, chosen: str) -> list[dict[str, object]]:
    """Every skill that somebody has, with how many have it; none where nobody has any."""
    found = skills_on_roster(community_id)
    if not found:
        return []
    everybody = {"label": pgettext("people", "All"), "count": roster_size(community_id), "url": "?"}
    return [everybody | {"current": not chosen}] + [
        {"label": label, "count": count, "url": f"?{urlencode({'skill': skill})}", "current": skill == chosen}
        for skill, label, count in found
    ]


@require_POST
@office_page("roster.import")
@keyed
def roster_end(request: Request, office: Community, person_id: UUID, key: str) -> HttpResponse:
    """Take somebody off the roster."""

    def do() -> Outcome:
        end_roster_entry(community_id=office.pk, person_id=person_id, by=request.actor)
        return {"person": person_id.hex}

    once(community_id=office.pk, key=f"{key[:31]}{person_id.hex}", body={"end": person_id.hex}, do=do, by=request.actor)
    messages.success(request, _("Taken off the roster."))
    return redirect("roster", office.pk)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
