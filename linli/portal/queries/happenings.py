"""What happened lately, in words: the timeline keeps codes and ids, names are filled in on reading, masked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from linli.accounts.kinds import label_of as role_label
from linli.core import masks
from linli.integrations.queries import program_behind, program_names
from linli.people.models import Person
from linli.timeline.kinds import label_of as verb_label
from linli.timeline.models import Event
from linli.wishes.models import Campaign, Claim, Wish

READ = 150
SHOWN = 10
TOGETHER = timedelta(minutes=15)
# moves that come in dozens with the one that is told: the wishes of a campaign that was published
UNTOLD = (("wish", "publish"), ("wish", "retitle"))
# what somebody did for their own sign-in: in the record, but no news
OF_ONE_PERSON = "account"


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the feed."""

    at: datetime
    text: str
    note: str = ""


@dataclass(frozen=True)
class _Names:
    """Everything that the events name, read at once."""

    titles: Mapping[UUID, str]
    campaigns: Mapping[UUID, str]
    claimants: Mapping[UUID, str]
    actors: Mapping[str, str]


def happenings(community_id: int, most: int = SHOWN) -> list[Happening]:
    """The newest things that happened in a community; five statements, however many there are.

    The same kind of step made many times in a row by one person is one line with a count.
    """
    rows = Event.objects.within(community_id).exclude(subject_kind=OF_ONE_PERSON)
    for kind, verb in UNTOLD:
        rows = rows.exclude(subject_kind=kind, verb=verb)
    groups = _grouped(event for event in rows.order_by("-id")[:READ] if _has_words(event))[:most]
    names = _names(community_id, [group[0] for group in groups])
    return [_tell(group, names) for group in groups]


def _has_words(event: Event) -> bool:
    """Whether there is more to say than the code of a step that nobody has named."""
    return event.verb in _WORDS or verb_label(event.verb) != event.verb


def _grouped(events: Iterable[Event]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    for event in events:
        last = groups[-1][-1] if groups else None
        if last is not None and event.verb not in _WORDS and _alike(last, event):
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def _alike(one: Event, other: Event) -> bool:
    same = (one.verb, one.actor, one.subject_kind) == (other.verb, other.actor, other.subject_kind)
    return same and abs(one.at - other.at) <= TOGETHER


def _names(community_id: int, events: list[Event]) -> _Names:
    wishes = {event.subject_id for event in events if event.subject_kind == "wish"}
    campaigns = {event.subject_id for event in events if event.subject_kind == "campaign"}
    claims = {_uuid(event.facts.get("claim")) for event in events} - {None}
    held = Claim.objects.within(community_id).filter(pk__in=list(claims)).select_related("claimant")
    titles = Wish.objects.within(community_id).filter(pk__in=list(wishes)).values_list("pk", "public_title")
    called = Campaign.objects.within(community_id).filter(pk__in=list(campaigns)).values_list("pk", "title")
    return _Names(
        titles=dict(titles),
        campaigns=dict(called),
        claimants={claim.pk: masks.name(claim.claimant.name) for claim in held},
        actors=_actors(community_id, {event.actor for event in events}),
    )


def _actors(community_id: int, keys: set[str]) -> dict[str, str]:
    """Masked names of those who did something, by the keys that the timeline keeps."""
    users = [_uuid(key.removeprefix("user:")) for key in keys if key.startswith("user:")]
    found = Person.objects.within(community_id).filter(user_id__in=[user for user in users if user])
    names = {f"user:{person.user_id}": masks.name(person.name) for person in found}
    programs = [program for key in keys if (program := program_behind(key))]
    return names | (
        {f"program:{key}": name for key, name in program_names(community_id, programs).items()} if programs else {}
    )


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def _took(event: Event, names: _Names) -> str:
    who, title = _claimant(event, names), names.titles.get(event.subject_id, "")
    return _("{who} claimed “{title}”").format(who=who, title=title)


def _gave_back(event: Event, names: _Names) -> str:
    return _("“{title}” was given back and is open again").format(title=names.titles.get(event.subject_id, ""))


def _kept(event: Event, names: _Names) -> str:
    who, title = _claimant(event, names), names.titles.get(event.subject_id, "")
    return _("Decided: {who} keeps “{title}”").format(who=who, title=title)


def _prepared(event: Event, names: _Names) -> str:
    return _("“{title}” is being prepared").format(title=names.campaigns.get(event.subject_id, ""))


def _changed(event: Event, names: _Names) -> str:
    return _("“{title}” was changed").format(title=names.campaigns.get(event.subject_id, ""))


def _published(event: Event, names: _Names) -> str:
    title, count = names.campaigns.get(event.subject_id, ""), event.facts.get("wishes", 0)
    return _("“{title}” was published with {count} wishes").format(title=title, count=count)


def _closed(event: Event, names: _Names) -> str:
    return _("“{title}” was closed for claims").format(title=names.campaigns.get(event.subject_id, ""))


_WORDS = {
    "take": _took,
    "reopen": _gave_back,
    "keep_claim": _kept,
    "prepare": _prepared,
    "change": _changed,
    "publish": _published,
    "close": _closed,
}


def _claimant(event: Event, names: _Names) -> str:
    return names.claimants.get(_uuid(event.facts.get("claim")) or UUID(int=0), "") or _("Somebody")


def _tell(group: list[Event], names: _Names) -> Happening:
    event = group[0]
    say = _WORDS.get(event.verb)
    text = say(event, names) if say else str(verb_label(event.verb))
    if len(group) > 1:
        text = _("{what}, {count} times").format(what=text, count=len(group))
    return Happening(event.at, text, _by(event, names))


def _by(event: Event, names: _Names) -> str:
    """Who did it, where it was somebody at work; a claimant is named in the line itself."""
    if not event.actor.startswith(("user:", "program:")) or event.actor_role == "claimant":
        return ""
    parts = [names.actors.get(event.actor, ""), str(role_label(event.actor_role))]
    return " ".join(part for part in parts if part)
