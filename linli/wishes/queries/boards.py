"""One campaign at this moment: which wish is in which state, whose, since when. Figures and lists come from it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linli.core import clock, masks
from linli.people.queries.households import label_of
from linli.wishes.kinds.shares import share
from linli.wishes.kinds.shown import CHECKING, amount, shown_label, shown_state
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.claims import AT_COUNTER, BY_PASTE, ON_ROSTER, SELF_NAMED, SIGNED_IN, WITH_CODE
from linli.wishes.queries.entries import entry_counts
from linli.wishes.queries.lines import waiting_counts
from linli.wishes.workflow import CONFIRMED, DELIVERED, HELD, LIVE, OFFERED, ON_WALL, OPEN, READY, RECEIVED

SHOWN = (READY, *ON_WALL)
BASES = {
    ON_ROSTER: _("Name and phone as on the roster"),
    SELF_NAMED: _("Name and phone as given"),
    WITH_CODE: _("Code by phone"),
    SIGNED_IN: _("Signed in"),
    AT_COUNTER: _("At the counter"),
    BY_PASTE: _("From the group's chain"),
}
FILTERS = {
    "all": pgettext_lazy("wishes", "All"),
    "open": shown_label(OPEN),
    "claimed": shown_label(HELD),
    "to_decide": shown_label(CHECKING),
    "received": shown_label(RECEIVED),
    "lit": shown_label(DELIVERED),
}
_STATES = {
    "open": {OPEN, READY},
    "claimed": {HELD, CHECKING, OFFERED},
    "to_decide": {CHECKING},
    "received": {RECEIVED},
    "lit": {DELIVERED, CONFIRMED},
}
PAGE = 100
MOST_POINTS = 45
_STEPS = [timedelta(minutes=step) for step in (1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1440, 2880, 10080, 40320)]


@dataclass(frozen=True, slots=True)
class Seen:
    """One wish of a campaign, without anything that would have to be unsealed."""

    wish_id: UUID
    number: int
    state: str
    claimant_id: UUID | None
    organisation_id: UUID | None
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class WishLine:
    """A wish of a campaign in the desk's list, its claimant masked."""

    number: int
    title: str
    detail: str
    household: str
    state: str
    state_label: object
    claim_id: UUID | None = None
    spoken: int | None = None
    claimant: str = ""
    employer: str = ""
    basis: object = ""
    claimed_at: datetime | None = None
    waiting: int = 0
    entered: int = 0
    left: str = ""
    most: int = 0


@dataclass(frozen=True)
class Board:
    """A campaign at one moment; see `board()`. `claimants` with their employers: also those of a part of a wish."""

    campaign: Campaign
    seen: Sequence[Seen]
    claimants: Collection[tuple[UUID, UUID | None]] = ()

    @cached_property
    def figures(self) -> dict[str, int]:
        """How many wishes are where, how many people hold one, of how many employers."""
        states = Counter(entry.state for entry in self.seen)
        count = {name: sum(states[state] for state in group) for name, group in _STATES.items()}
        seen = {(entry.claimant_id, entry.organisation_id) for entry in self.seen if entry.claimant_id}
        holders = seen | set(self.claimants)
        return count | {
            "total": len(self.seen),
            "taken": sum(entry.claimant_id is not None for entry in self.seen),
            "people": len({person for person, _employer in holders}),
            "employers": len({employer for _person, employer in holders} - {None}),
        }

    def shown(self, name: str) -> list[Seen]:
        """The wishes behind one figure; all of them for an unknown one."""
        return [entry for entry in self.seen if name not in _STATES or entry.state in _STATES[name]]

    @cached_property
    def last_claim(self) -> datetime | None:
        return max((entry.claimed_at for entry in self.seen if entry.claimed_at), default=None)

    @cached_property
    def all_taken_in(self) -> int | None:
        """Minutes from the opening to the last claim, where every wish is taken."""
        if not self.seen or self.figures["open"] or self.last_claim is None:
            return None
        return max(0, int((self.last_claim - self.campaign.opens_at).total_seconds() // 60))

    def curve(self) -> list[dict[str, Any]]:
        """How many were claimed by when: minute by minute where that makes at most 45 points, else in larger steps."""
        moments = sorted(entry.claimed_at for entry in self.seen if entry.claimed_at)
        if not moments:
            return []
        start = min(self.campaign.opens_at, moments[0]).replace(second=0, microsecond=0)
        end = max(moments[-1], start + timedelta(minutes=1))
        step = next((step for step in _STEPS if (end - start) / step <= MOST_POINTS - 2), _STEPS[-1])
        points, done = [], 0
        for at in range(int((end - start) / step) + 2):
            until = start + at * step
            while done < len(moments) and moments[done] <= until:
                done += 1
            points.append({"label": _point_label(until, step), "value": done})
        return points


def _point_label(at: datetime, step: timedelta) -> str:
    local = clock.local(at)
    return f"{local:%H:%M}" if step < timedelta(hours=1) else f"{local.month}/{local.day} {local:%H:%M}"


def board(campaign: Campaign) -> Board:
    """The campaign as it stands now: two statements, however many wishes it has."""
    community_id = campaign.community_id
    claims = Claim.objects.within(community_id).filter(campaign=campaign.pk, state__in=LIVE)
    columns = ("state", "to_decide", "claimant_id", "claimant__organisation_id", "claimed_at")
    rows = list(claims.values_list("wish_id", *columns))
    held = {row[0]: row[1:] for row in rows}
    wishes = Wish.objects.within(community_id).filter(campaign=campaign.pk, state__in=SHOWN)
    seen = []
    for wish_id, number, state in wishes.order_by("public_number", "id").values_list("id", "public_number", "state"):
        # of a shared wish that is not full a part may be claimed; the wish itself is open
        claim = held.get(wish_id) if state not in (OPEN, OFFERED) else None
        claim_state, to_decide, *whose = claim or ("", False, None, None, None)
        seen.append(Seen(wish_id, number or 0, shown_state(state, claim_state, to_decide), *whose))
    return Board(campaign, seen, {(row[3], row[4]) for row in rows})


def wish_lines(of: Board, *, show: str = "", after: int = 0, size: int = PAGE) -> tuple[list[WishLine], int | None]:
    """One page of a campaign's wishes by number, and the number after which the next begins; None on the last."""
    chosen = [entry for entry in of.shown(show) if entry.number > after]
    page = {entry.wish_id: entry for entry in chosen[:size]}
    community_id = of.campaign.community_id
    claims = Claim.objects.within(community_id).filter(wish__in=list(page), state__in=LIVE)
    by_wish: dict[UUID, list[Claim]] = defaultdict(list)
    for claim in claims.select_related("claimant", "claimant__organisation").order_by("slot"):
        by_wish[claim.wish_id].append(claim)
    wishes = Wish.objects.within(community_id).filter(pk__in=list(page)).order_by("public_number", "id")
    columns = (
        "id", "public_title", "item", "quantity", "unit", "spec", "household__number",
        "state", "shares", "shares_taken",
    )  # fmt: skip
    waiting, entered = waiting_counts(of.campaign), entry_counts(of.campaign)
    lines = [
        replace(line, entered=entered.get(row["id"], 0))
        for row in wishes.values(*columns)
        for line in _lines(row, page[row["id"]], by_wish[row["id"]], waiting.get(row["id"], 0))
        if show != "open" or line.claim_id is None
    ]
    return lines, chosen[size - 1].number if len(chosen) > size else None


def _lines(row: dict[str, Any], entry: Seen, claims: Sequence[Claim], waiting: int) -> list[WishLine]:
    """A line for the wish; of a shared one a line for each claim, and one for what is left."""
    whole = _line(row, entry, claims[0] if claims else None, waiting)
    if row["shares"] is None:
        return [whole]
    of = row["shares"], row["quantity"], row["unit"]
    parts = [_part(row, whole, claim) for claim in claims]
    left = row["shares"] - row["shares_taken"]
    if not left:
        return parts
    return [*parts, replace(_line(row, entry, None, waiting), left=share(left, *of), most=left)]


def _part(row: dict[str, Any], whole: WishLine, claim: Claim) -> WishLine:
    state = shown_state("", claim.state, claim.to_decide)
    mine = share(claim.shares, row["shares"], row["quantity"], row["unit"])
    title = gettext("{title}: {share} of it").format(title=whole.title, share=mine)
    return replace(whole, title=title, state=state, state_label=shown_label(state), **_claimed(claim))


def _line(row: dict[str, Any], entry: Seen, claim: Claim | None, waiting: int) -> WishLine:
    title, much = row["public_title"], amount(row["quantity"], row["unit"])
    inside = row["item"] if row["item"] != title else ""
    return WishLine(
        number=entry.number,
        title=f"{title} {much}".strip(),
        detail=" ".join(part for part in (inside, row["spec"]) if part),
        household=label_of(row["household__number"]),
        state=entry.state,
        state_label=shown_label(entry.state),
        waiting=waiting,
        **(_claimed(claim) if claim is not None else {}),
    )


def _claimed(claim: Claim) -> dict[str, Any]:
    person = claim.claimant
    return {
        "claim_id": claim.pk,
        "spoken": claim.number,
        "claimant": masks.name(person.name),
        "employer": person.organisation.name if person.organisation else "",
        "basis": BASES.get(claim.basis, claim.basis),
        "claimed_at": claim.claimed_at,
    }
