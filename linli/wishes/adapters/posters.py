"""What goes out of a campaign, or of a form for residents: its address, the QR code, the words for group and poster."""

import io

import segno
from django.conf import settings

from linli.notifications import kinds
from linli.notifications.queries import wordings_of
from linli.places.models import Community
from linli.places.templatetags.linli_dates import day, day_and_time, moment
from linli.wishes.models import Campaign, CollectingLink
from linli.wishes.queries.entries import commitment_of

# Q still reads with a quarter of the code soiled or creased, as on a poster at a gate
ERROR_LEVEL = "q"
# four modules of white around it (ISO/IEC 18004, 5.3.8)
QUIET_ZONE = 4
PNG_SCALE = 24


def campaign_address(campaign: Campaign) -> str:
    """The whole address of the campaign's wall, as phones open it."""
    return f"{settings.LINLI_PUBLIC_URL}/c/{campaign.code}"


def link_address(link: CollectingLink) -> str:
    """The whole address of a form for residents, as phones open it."""
    return f"{settings.LINLI_PUBLIC_URL}/w/{link.code}"


def spoken_code(code: str) -> str:
    """The public code in groups of four, to read out or type."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def qr_png(address: str) -> bytes:
    """The QR code as a PNG large enough for an A4 poster: about 1,000 pixels wide."""
    buffer = io.BytesIO()
    _qr(address).save(buffer, kind="png", scale=PNG_SCALE, border=QUIET_ZONE, dark="#000", light="#fff")
    return buffer.getvalue()


def qr_svg(address: str) -> bytes:
    """The QR code as an SVG document, sharp at any size."""
    buffer = io.BytesIO()
    _qr(address).save(buffer, kind="svg", scale=10, border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True)
    return buffer.getvalue()


def _qr(address: str) -> segno.QRCode:
    return segno.make(address, error=ERROR_LEVEL, micro=False, boost_error=False)


def share_text(campaign: Campaign) -> str:
    """The text to paste into the group, in the office's own wording where it has one."""
    if not campaign.awaits_draw:
        return _worded("campaign_share", campaign.community_id, _words_of(campaign))
    words = {"draw": day_and_time(campaign.draw_at), "seal": commitment_of(campaign)}
    return _worded("draw_share", campaign.community_id, _words_of(campaign) | words)


def poster_line(campaign: Campaign) -> str:
    """What stands on the poster below the code."""
    return _worded("campaign_poster", campaign.community_id, _words_of(campaign))


def link_text(link: CollectingLink, office: Community) -> str:
    """The text to paste into the group: what to fill in, until when, whom to call."""
    return _worded("link_share", office.pk, _words_of_link(link, office))


def link_poster_text(link: CollectingLink, office: Community) -> str:
    """What stands on the poster above the code."""
    return _worded("link_poster", office.pk, _words_of_link(link, office))


def _worded(kind: str, community_id: int, words: dict[str, object]) -> str:
    return kinds.render(kind, words, wordings_of(community_id))


def _words_of(campaign: Campaign) -> dict[str, object]:
    return {
        "campaign": campaign.title,
        "notice": campaign.notice,
        "opens": moment(campaign.opens_at),
        "closes": day_and_time(campaign.closes_at),
        "address": campaign_address(campaign),
        "place": campaign.handover_place,
        "until": day(campaign.handover_until),
        "issuer": campaign.issuer,
        "phone": campaign.contact_phone,
    }


def _words_of_link(link: CollectingLink, office: Community) -> dict[str, object]:
    return {
        "title": link.title,
        "address": link_address(link),
        "closes": day_and_time(link.closes_at),
        "community": office.name,
        "phone": link.contact_phone,
    }


def phones_can_reach() -> bool:
    """Whether a phone in the group can open the public address at all."""
    return bool(settings.LINLI_REACHABLE)
