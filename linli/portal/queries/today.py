"""The desk's day: what waits for whom, what is late, what opens and closes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from linli.core import clock
from linli.core.actor import Actor
from linli.notifications.queries import count_waiting
from linli.people.models.sheets import DONE, READING
from linli.people.permissions import may_export
from linli.people.queries.exports import count_open
from linli.people.queries.sheets import SheetLine, sheets_handed_in
from linli.people.services.sheet_kinds import kind_of
from linli.places.templatetags.linli_dates import ago, day, day_and_time, left
from linli.portal.queries.frame import page_address
from linli.wishes.kinds.shown import CHECKING_LABEL
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import PAUSED, PREPARED, PUBLISHED
from linli.wishes.queries.boards import Board, board
from linli.wishes.queries.campaigns import choosable_count, current_campaign
from linli.wishes.queries.desk import counts_in_hand
from linli.wishes.queries.desk_claims import ClaimLine, claim_counts, claims_listed
from linli.wishes.queries.leftovers import left_over
from linli.wishes.queries.submissions import waiting_count
from linli.wishes.queries.undecided import waiting_since
from linli.wishes.workflow import DRAFT, READY, REVIEW

SOON = timedelta(days=3)
MOST_OF_A_KIND = 4


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits. `tag` and `state` say what it is; `url` leads to where it is done, `action` says how."""

    tag: object
    state: str
    title: str
    note: str
    url: str
    action: object


@dataclass(frozen=True)
class Today:
    """All of today's page."""

    tasks: list[Task]
    tiles: list[dict[str, Any]]
    board: Board | None


def today(actor: Actor, community_id: int) -> Today:
    """What this person has to do in this community now; as many statements for many rows as for few."""
    counts, waiting = claim_counts(community_id), counts_in_hand(community_id)
    tasks = [
        *_late(community_id, counts["late"]),
        *_to_decide(actor, community_id, counts["to_decide"]),
        *_campaigns(actor, community_id),
        *_left_over(actor, community_id),
        *_submissions(actor, community_id),
        *_wishes(actor, community_id, waiting),
        *_outgoing(actor, community_id),
        *_exports(actor, community_id),
        *_sheets(actor, community_id),
    ]
    current = current_campaign(community_id)
    shown = board(current) if current else None
    return Today(tasks, _tiles(community_id, counts, shown), shown)


def _claims_url(community_id: int, show: str) -> str:
    return f"{reverse('claims', args=[community_id])}?show={show}"


def _late(community_id: int, count: int) -> Iterator[Task]:
    if not count:
        return
    lines, _more = claims_listed(community_id, show="late", size=MOST_OF_A_KIND)
    for line in lines:
        late = (clock.today() - line.handover_until).days
        tag = ngettext("{days} day overdue", "{days} days overdue", late).format(days=late)
        yield Task(tag, "late", line.title, _whose(line), _claim_url(community_id, line), pgettext("button", "Look"))
    if count > len(lines):
        yield _rest(count - len(lines), pgettext("task", "Overdue"), "late", _claims_url(community_id, "late"))


def _to_decide(actor: Actor, community_id: int, count: int) -> Iterator[Task]:
    if not count or not actor.may("claims.decide", community_id):
        return
    since = waiting_since(community_id)
    title = ngettext("{count} claim by somebody not on the roster", "{count} claims by people not on the roster", count)
    note = _("The first claimed {when}, and reads that the community checks today.")
    action, url = pgettext("button", "Decide"), _claims_url(community_id, "to_decide")
    said = note.format(when=ago(since)) if since else ""
    yield Task(CHECKING_LABEL, "checking", title.format(count=count), said, url, action)


def _rest(count: int, tag: object, state: str, url: str) -> Task:
    title = ngettext("and {count} more", "and {count} more", count).format(count=count)
    return Task(tag, state, title, "", url, pgettext("button", "See all"))


def _claim_url(community_id: int, line: ClaimLine) -> str:
    return reverse("claim", args=[community_id, line.id])


def _whose(line: ClaimLine) -> str:
    return " · ".join(part for part in (line.claimant, line.employer, line.campaign, ago(line.claimed_at)) if part)


def _campaigns(actor: Actor, community_id: int) -> Iterator[Task]:
    """Campaigns that are not published though they should be open, that open soon, that are paused, that close soon."""
    now = clock.now()
    rows = Campaign.objects.within(community_id)
    waits = Q(state=PREPARED)
    opens = Q(state=PUBLISHED, opens_at__gt=now, opens_at__lte=now + SOON)
    closes = Q(state=PUBLISHED, opens_at__lte=now, closes_at__gt=now, closes_at__lte=now + SOON)
    paused = Q(state=PAUSED, closes_at__gt=now)
    may = actor.may("wishes.publish", community_id)
    for campaign in rows.filter(waits | opens | paused | closes).order_by("opens_at", "id")[: 2 * MOST_OF_A_KIND]:
        if campaign.state != PREPARED or may:
            yield _campaign_task(campaign)


def _campaign_task(campaign: Campaign) -> Task:
    url = reverse("campaign", args=[campaign.community_id, campaign.pk])
    now = clock.now()
    if campaign.state == PREPARED:
        late = campaign.opens_at <= now
        when = day_and_time(campaign.opens_at)
        action = pgettext("button", "Check and publish")
        note = _("It was to open {when}.").format(when=when) if late else _("Opens {when}.").format(when=when)
        return Task(pgettext("task", "Not published"), "soon" if late else "", campaign.title, note, url, action)
    if campaign.state == PAUSED:
        action = pgettext("button", "Look")
        return Task(pgettext("task", "Paused"), "soon", campaign.title, campaign.pause_reason, url, action)
    if campaign.opens_at > now:
        note = _("Opens in {time}.").format(time=left(campaign.opens_at))
        return Task(pgettext("task", "Opens soon"), "info", campaign.title, note, url, pgettext("button", "Look"))
    note = _("Closes in {time}; things are due by {day}.").format(
        time=left(campaign.closes_at), day=day(campaign.handover_until)
    )
    return Task(pgettext("task", "Closes soon"), "soon", campaign.title, note, url, pgettext("button", "Look"))


def _left_over(actor: Actor, community_id: int) -> Iterator[Task]:
    """Closed campaigns with wishes that nobody claimed."""
    if not actor.may("wishes.publish", community_id):
        return
    for found in left_over(community_id, MOST_OF_A_KIND):
        said = ngettext(
            "{count} wish has nobody yet: publish it again, give more time, or let the office see to it.",
            "{count} wishes have nobody yet: publish them again, give more time, or let the office see to them.",
            found.count,
        )
        url = reverse("campaign", args=[community_id, found.campaign_id])
        tag, action = pgettext("task", "Left over"), pgettext("button", "Look")
        yield Task(tag, "soon", found.title, said.format(count=found.count), url, action)


def _wishes(actor: Actor, community_id: int, waiting: Any) -> Iterator[Task]:
    listed = page_address("wishes", community_id)
    if waiting[REVIEW] and actor.may("wishes.review", community_id):
        title = ngettext("{count} wish to be checked", "{count} wishes to be checked", waiting[REVIEW])
        note = _("After that they can be published.")
        tag, action = pgettext("task", "To be checked"), pgettext("button", "Check")
        yield _wish_task(tag, title, waiting[REVIEW], note, f"{listed}?state={REVIEW}", action)
    ready = choosable_count(community_id) if waiting[READY] else 0
    if ready and actor.may("wishes.publish", community_id):
        title = ngettext("{count} wish ready to be published", "{count} wishes ready to be published", ready)
        url = reverse("campaign_new", args=[community_id])
        tag, action = pgettext("task", "Ready"), pgettext("button", "Prepare")
        yield _wish_task(tag, title, ready, _("Put them into a campaign."), url, action)
    if waiting[DRAFT] and actor.may("wishes.collect", community_id):
        title = ngettext("{count} wish not finished", "{count} wishes not finished", waiting[DRAFT])
        note = _("Taken down, but not yet handed in for checking.")
        tag, action = pgettext("task", "Being written"), pgettext("button", "Complete")
        yield _wish_task(tag, title, waiting[DRAFT], note, f"{listed}?state={DRAFT}", action)


def _submissions(actor: Actor, community_id: int) -> Iterator[Task]:
    """What residents sent themselves and nobody has checked yet."""
    count = waiting_count(community_id) if actor.may("wishes.collect", community_id) else 0
    if count:
        title = _("{count} sent by residents").format(count=count)
        note = _("It counts once somebody has checked it.")
        url, action = reverse("collecting", args=[community_id]), pgettext("button", "Check")
        yield Task(pgettext("task", "To be checked"), "soon", title, note, url, action)


def _wish_task(tag: str, title: str, count: int, note: str, url: str, action: str) -> Task:
    return Task(tag, "", title.format(count=count), note, url, action)


def _outgoing(actor: Actor, community_id: int) -> Iterator[Task]:
    if not actor.may("outgoing.pass_on", community_id):
        return
    count = count_waiting(actor, community_id)
    if count:
        title = ngettext("{count} message to pass on", "{count} messages to pass on", count).format(count=count)
        note = _("Copy each, send it privately, mark it as sent.")
        url, action = reverse("outgoing", args=[community_id]), pgettext("button", "Pass on")
        yield Task(_("To pass on"), "info", title, note, url, action)


def _exports(actor: Actor, community_id: int) -> Iterator[Task]:
    if not may_export(actor, community_id).allowed:
        return
    to_allow, to_take = count_open(community_id, actor.user_id)
    url, action = reverse("exports", args=[community_id]), pgettext("button", "Look")
    if to_allow:
        title = ngettext("{count} list to be taken out", "{count} lists to be taken out", to_allow)
        note = _("A colleague asks for a sheet of many families; it needs your consent.")
        yield Task(pgettext("task", "To allow"), "checking", title.format(count=to_allow), note, url, action)
    if to_take:
        title = ngettext("{count} sheet for you to take", "{count} sheets for you to take", to_take)
        note = _("You asked for it; it can be taken once, within a day.")
        yield Task(pgettext("task", "Sheet"), "info", title.format(count=to_take), note, url, action)


def _sheets(actor: Actor, community_id: int) -> Iterator[Task]:
    """Sheets that one handed in: at work, waiting for a word, imported while one was elsewhere, with cells to mend."""
    for line in sheets_handed_in(actor, community_id):
        kind = kind_of(line.kind)
        seen_already = line.stage == DONE and not (line.faults or line.is_long)
        if not seen_already and actor.may(kind.permission, community_id):
            state, note, action = _stands(line)
            url = reverse(kind.page, args=[community_id, line.id])
            yield Task(pgettext("task", "Import"), state, line.name, note, url, action)


def _stands(line: SheetLine) -> tuple[str, str, str]:
    """How a sheet stands: the tag's colour, in words, and what can be done."""
    look = pgettext("button", "Look")
    if line.waits:
        return "soon", _("It waits for you: look at what was read, then import it."), _("Go on")
    if line.faults:
        cells = ngettext("{count} cell to mend", "{count} cells to mend", line.faults)
        return "soon", cells.format(count=line.faults), pgettext("button", "Mend")
    if line.stage == DONE:
        return "good", pgettext("sheet", "Imported"), look
    note = _("Read: {percent} %") if line.stage == READING else _("Imported: {percent} %")
    return "info", note.format(percent=line.percent), look


def _tiles(community_id: int, counts: dict[str, int], shown: Board | None) -> list[dict[str, Any]]:
    """Five figures at most, each with the list behind it."""

    def tile(name: str, label: object, tone: str = "") -> dict[str, Any]:
        tone = tone if counts[name] else ""
        return {"value": counts[name], "label": label, "url": _claims_url(community_id, name), "tone": tone}

    tiles = [
        tile("late", pgettext("figure", "overdue"), "vermilion"),
        tile("held", _("claimed, to be brought")),
        tile("received", _("at the centre, to be handed over")),
        tile("lit", pgettext("figure", "lit"), "bamboo"),
    ]
    return [*tiles, _pace(community_id, shown)] if shown else tiles


def _pace(community_id: int, shown: Board) -> dict[str, Any]:
    """How fast the campaign went, or how much of it is still open."""
    url = reverse("campaign", args=[community_id, shown.campaign.pk])
    if shown.all_taken_in is not None:
        label = ngettext("until {count} wish was claimed", "until all {count} wishes were claimed", len(shown.seen))
        unit = ngettext("minute", "minutes", shown.all_taken_in)
        return {"value": shown.all_taken_in, "unit": unit, "label": label.format(count=len(shown.seen)), "url": url}
    label = _("still open of {count}").format(count=len(shown.seen))
    return {"value": shown.figures["open"], "label": label, "url": f"{url}?show=open#wishes", "tone": "vermilion"}
