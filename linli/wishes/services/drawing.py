"""The draw: a secret committed to at publishing, the list closed at its hour, then drawn, once, by whichever worker.

Two transactions: the first closes the list and shows its hash, the second tells the secret and gives out. A conditional
UPDATE or a lock on the campaign's row decides which worker does each, so both happen once, and either may be cut short
and done again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.draw import Result, commitment_of, digest_of, drawn, new_secret
from linli.notifications.services import send
from linli.people.models import Person
from linli.timeline.services import record
from linli.wishes.kinds.shown import in_full
from linli.wishes.models import Campaign, Claim, ClaimCount, Draw, Entry, PlaceInLine, Wish
from linli.wishes.queries.entries import draw_time
from linli.wishes.workflow import ENTERED, ENTRY, HELD, OPEN, PUBLISHED, TAKEN, WISH

LIST_STANDS = timedelta(seconds=30)
"""How long the hash of the closed list stands on the page before the secret is told."""
Key = tuple[int, str]
Won = tuple[Wish, Result]


def commit_to_secret(*, campaign: Campaign) -> None:
    """A fresh secret for the draw of a campaign that is being published; its hash is public from now on."""
    if campaign.draw_at is None:
        return
    secret = new_secret()
    Draw.objects.create(
        community_id=campaign.community_id, campaign=campaign, secret=secret, commitment=commitment_of(secret)
    )


def draw_due_in(*, community_id: int) -> int:
    """Draw what has stood closed long enough, close the lists whose hour has come; how many steps were taken."""
    now = clock.now()
    due = Campaign.objects.within(community_id).filter(state=PUBLISHED, draw_at__lte=now, drawn_at=None)
    keys = list(due.order_by("draw_at", "id").values_list("pk", flat=True))
    drawn_now = sum(draw_campaign(community_id=community_id, campaign_id=key) for key in keys)
    return drawn_now + sum(close_entries(community_id=community_id, campaign_id=key) for key in keys)


@transaction.atomic
def close_entries(*, community_id: int, campaign_id: UUID) -> bool:
    """Nobody enters any more: the list as it is, its hash on the timeline. False where it is closed, or not yet due."""
    now = clock.now()
    # an entry's reference to the campaign must not wait for us while we wait for its wish: no lock of the key
    rows = Campaign.objects.within(community_id).select_for_update(no_key=True)
    campaign: Campaign | None = rows.filter(pk=campaign_id, state=PUBLISHED, draw_at__lte=now, drawn_at=None).first()
    draws = Draw.objects.within(community_id).filter(campaign=campaign_id, closed_at=None)
    if campaign is None or not draws.exists():
        return False
    # waits for whoever is entering at this moment; whoever comes later finds the list closed
    list(_locked(community_id, campaign_id))
    entries = Entry.objects.within(community_id).filter(campaign=campaign_id, state=ENTERED)
    listed = sorted(entries.values_list("number", "entrant__code"))
    digest = digest_of(campaign.code, draw_time(campaign), campaign.cap or 0, listed)
    draws.update(entries=listed, digest=digest, closed_at=now)
    facts = {"entries": len(listed), "digest": digest}
    record(community_id=community_id, subject=("campaign", campaign_id), verb="draw.close", facts=facts, by=SYSTEM)
    return True


def _locked(community_id: int, campaign_id: UUID) -> Iterable[Wish]:
    rows = Wish.objects.within(community_id).select_for_update().filter(campaign=campaign_id)
    return rows.defer("said", "note").order_by("id")


@transaction.atomic
def draw_campaign(*, community_id: int, campaign_id: UUID) -> bool:
    """Give out by the draw whose list has been closed. False where it is drawn already, or its list stands too short.

    Who is drawn has an ordinary claim, the others stand in line in the order drawn; a wish that nobody got is open.
    """
    now = clock.now()
    closed = Draw.objects.within(community_id).filter(campaign=campaign_id, closed_at__lte=now - LIST_STANDS)
    rows = Campaign.objects.within(community_id).filter(pk=campaign_id, state=PUBLISHED, drawn_at=None)
    if not rows.filter(pk__in=closed.values("campaign")).update(drawn_at=now):
        return False
    campaign: Campaign = Campaign.objects.within(community_id).get(pk=campaign_id)
    draw: Draw = closed.get()
    wishes = {wish.public_number: wish for wish in _locked(community_id, campaign_id) if wish.state == OPEN}
    entries = _entries(community_id, campaign_id)
    results = drawn(draw.secret, draw.digest, campaign.cap or 0, [(number, code) for number, code in draw.entries])
    won = [(wishes[each.wish], each) for each in results if each.wish in wishes and _winner(each, entries)]
    claims = _give(campaign, won, entries, now)
    _line_up(campaign, won, entries, now)
    facts = {"seed": draw.secret, "entries": len(draw.entries), "claims": len(claims)}
    record(community_id=community_id, subject=("campaign", campaign_id), verb="draw", facts=facts, by=SYSTEM)
    _tell_all(campaign, claims, entries)
    return True


def _entries(community_id: int, campaign_id: UUID) -> dict[Key, Entry]:
    """Who still stands on the list, by wish and code."""
    rows = Entry.objects.within(community_id).filter(campaign=campaign_id, state=ENTERED)
    return {(entry.number, entry.entrant.code): entry for entry in rows.select_related("entrant").order_by("id")}


def _winner(result: Result, entries: Mapping[Key, Entry]) -> Entry | None:
    return entries.get((result.wish, result.winner)) if result.winner else None


def _give(campaign: Campaign, won: Sequence[Won], entries: Mapping[Key, Entry], now: datetime) -> list[Claim]:
    """A claim for each who was drawn, counted like any other; the others have not been drawn."""
    community_id = campaign.community_id
    winners = [entries[result.wish, result.winner or ""] for _wish, result in won]
    rows = Entry.objects.within(community_id).filter(campaign=campaign.pk, state=ENTERED)
    rows.filter(pk__in=[entry.pk for entry in winners]).update(state=ENTRY.target("win", ENTERED), ended_at=now)
    rows.update(state=ENTRY.target("lose", ENTERED), ended_at=now)
    if campaign.cap is not None:
        live = Counter(entry.entrant.person_id for entry in winners)
        ClaimCount.objects.bulk_create(
            ClaimCount(
                community_id=community_id, campaign=campaign, claimant_id=person_id, live=count, cap=campaign.cap
            )
            for person_id, count in live.items()
        )
    # nobody claims before the draw, so every spoken number is free
    numbers = SystemRandom().sample(range(1000, 10000), len(winners))
    claims = [
        _claim(campaign, wish, entry, number, now)
        for (wish, _result), entry, number in zip(won, winners, numbers, strict=True)
    ]
    Claim.objects.bulk_create(claims)
    _take(campaign, claims, now)
    return claims


def _claim(campaign: Campaign, wish: Wish, entry: Entry, number: int, now: datetime) -> Claim:
    return Claim(
        community_id=campaign.community_id,
        wish=wish,
        campaign=campaign,
        claimant_id=entry.entrant.person_id,
        number=number,
        state=HELD,
        basis=entry.basis,
        to_decide=entry.to_decide,
        counted=campaign.cap is not None,
        claimed_at=now,
    )


def _take(campaign: Campaign, claims: Sequence[Claim], now: datetime) -> None:
    wishes = Wish.objects.within(campaign.community_id).filter(pk__in=[claim.wish_id for claim in claims], state=OPEN)
    wishes.update(state=WISH.target("draw", OPEN), moved_at=now)
    for claim in claims:
        facts = {"claim": claim.pk.hex, "number": claim.number, "basis": claim.basis}
        record(
            community_id=campaign.community_id,
            subject=("wish", claim.wish_id),
            verb="draw",
            before=OPEN,
            after=TAKEN,
            facts=facts,
            by=SYSTEM,
        )


def _line_up(campaign: Campaign, won: Sequence[Won], entries: Mapping[Key, Entry], now: datetime) -> None:
    """Whoever was not drawn waits in the order drawn, before everybody who joins later."""
    places = []
    for wish, result in won:
        others = [code for code in result.order if code != result.winner]
        standing = [entry for code in others if (entry := entries.get((result.wish, code)))]
        places += [
            PlaceInLine(
                community_id=campaign.community_id,
                wish=wish,
                campaign=campaign,
                person_id=entry.entrant.person_id,
                joined_at=now - timedelta(microseconds=len(standing) - place),
            )
            for place, entry in enumerate(standing)
        ]
    PlaceInLine.objects.bulk_create(places)


def _tell_all(campaign: Campaign, claims: Sequence[Claim], entries: Mapping[Key, Entry]) -> None:
    """Each who was drawn for each claim, each other person once, and the group where the result stands."""
    people = {entry.entrant.person_id for entry in entries.values()}
    known = {row.pk: row for row in Person.objects.within(campaign.community_id).filter(pk__in=people)}
    address = f"{settings.LINLI_PUBLIC_URL}/c/{campaign.code}"
    for claim in claims:
        wish = claim.wish
        words = {
            "goods": in_full(wish.item, wish.quantity, wish.unit, wish.spec),
            "number": claim.number,
            "place": campaign.handover_place,
            "until": campaign.handover_until.isoformat(),
        }
        _tell(campaign, "draw_won", f"draw_won:{claim.pk.hex}", known[claim.claimant_id], ("claim", claim.pk), words)
    for person_id in sorted(people - {claim.claimant_id for claim in claims}):
        told = {"address": f"{address}/mine"}
        dedupe = f"draw_lost:{campaign.pk.hex}:{person_id.hex}"
        _tell(campaign, "draw_lost", dedupe, known[person_id], ("campaign", campaign.pk), told)
    counts = {"count": len(entries), "claimed": len(claims), "address": f"{address}/draw"}
    _tell(campaign, "draw_done", f"draw_done:{campaign.pk.hex}", None, ("campaign", campaign.pk), counts)


def _tell(
    campaign: Campaign,
    kind: str,
    dedupe: str,
    person: Person | None,
    subject: tuple[str, UUID],
    words: Mapping[str, Any],
) -> None:
    send(
        community_id=campaign.community_id,
        kind=kind,
        dedupe=dedupe,
        recipient_name=person.name if person else "",
        recipient_address=person.phone if person else "",
        words={"campaign": campaign.title, **words},
        subject=subject,
    )
