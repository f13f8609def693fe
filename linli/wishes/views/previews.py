"""What the public will see, before it is public: the titles with their risks, and the wall itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from linli.core import clock
from linli.core.errors import BadInput
from linli.places.models import Community
from linli.wishes.kinds.goods import title_risks
from linli.wishes.models import Campaign
from linli.wishes.queries.campaigns import ReadyWish, prepared_wishes
from linli.wishes.queries.public import PublicWish
from linli.wishes.views.public import lamps
from linli.wishes.workflow import OPEN


@dataclass(frozen=True, slots=True)
class TitleRow:
    """The public words of one wish, as they stand in the form, with what they might give away."""

    wish: ReadyWish
    field: str
    spec_field: str
    title: str
    spec: str
    risks: Sequence[object]
    errors: Sequence[object]


def titles_to_check(campaign: Campaign, sent: Mapping[str, Any] | None, error: BadInput | None) -> list[TitleRow]:
    """The wishes of a campaign with their public words; those that were just sent where they could not be saved."""
    return [_row(wish, sent or {}, error.fields if error else {}) for wish in prepared_wishes(campaign)]


def _row(wish: ReadyWish, sent: Mapping[str, Any], wrong: Mapping[str, Sequence[object]]) -> TitleRow:
    field, spec_field = f"title-{wish.id.hex}", f"spec-{wish.id.hex}"
    title, spec = str(sent.get(field, wish.public_title)), str(sent.get(spec_field, wish.public_spec))
    errors = [*wrong.get(field, ()), *wrong.get(spec_field, ())]
    risks = [risk.reason for risk in title_risks(f"{title} {spec}".strip())]
    return TitleRow(wish, field, spec_field, title, spec, risks, errors)


def preview_wall(office: Community, campaign: Campaign) -> dict[str, Any]:
    """The context of the wall's own template, made from wishes that are not published yet; no link leads anywhere."""
    now = clock.now()
    wishes = [_public(number, wish) for number, wish in enumerate(prepared_wishes(campaign), start=1)]
    wall = {
        "state": lamps.phase(campaign, now),
        "campaign": {
            "title": campaign.title,
            "issuer": campaign.issuer,
            "notice": campaign.notice,
            "opens_at": campaign.opens_at,
            "closes_at": campaign.closes_at,
            "hand_over_by": campaign.handover_until,
            "draw_at": campaign.draw_at,
            "cover_url": resolve_url("campaign_cover_picture", office.pk, campaign.pk) if campaign.cover_id else "",
        },
        "figures": lamps.figures(wishes),
        "garland": [OPEN] * len(wishes),
        "chips": [],
        "lamps": [lamps.lamp(campaign, wish, claimable=False) for wish in wishes],
        "poll_every": 0,
        "refresh_url": "",
        "now": now,
    }
    wall["fragment"] = SafeString(render_to_string("wishes/public/wall.html#lamps", {"wall": wall}))
    return {"place": {"name": office.name, "venue": office.centre_name.removeprefix(office.name)}, "wall": wall}


def _public(number: int, wish: ReadyWish) -> PublicWish:
    return PublicWish(
        number=number,
        title=wish.public_title,
        quantity=wish.quantity,
        unit=wish.unit,
        spec="" if wish.intimate else wish.public_spec,
        kind=wish.kind,
        intimate=wish.intimate,
        state=OPEN,
        since=None,
        claimed_at=None,
    )
