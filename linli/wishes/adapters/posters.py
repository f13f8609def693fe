"""What goes out of a campaign, or of a form for residents: its address, the QR code, the text for the group."""

import io

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from linli.places.models import Community
from linli.places.templatetags.linli_dates import day, day_and_time, moment
from linli.wishes.models import Campaign, CollectingLink

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
    """The text to paste into the group: the office's notice, when, where to tap, where to bring things."""
    lines = [
        _("[{title}]").format(title=campaign.title),
        campaign.notice,
        _("Claiming opens {opens} and closes {closes}.").format(
            opens=moment(campaign.opens_at), closes=day_and_time(campaign.closes_at)
        ),
        _("Claim here: {address}").format(address=campaign_address(campaign)),
        _("Please bring what you have claimed to {place} by {day}.").format(
            place=campaign.handover_place, day=day(campaign.handover_until)
        ),
        _("Questions: {issuer}, telephone {phone}").format(issuer=campaign.issuer, phone=campaign.contact_phone),
    ]
    return "\n".join(lines)


def link_text(link: CollectingLink, office: Community) -> str:
    """The text to paste into the group: what to fill in, until when, whom to call."""
    lines = [
        _("[{title}]").format(title=link.title),
        _("If your family needs something, tell us here: {address}").format(address=link_address(link)),
        _("Open until {when}. Only the community reads it, and calls you back.").format(
            when=day_and_time(link.closes_at)
        ),
        _("Questions: {issuer}, telephone {phone}").format(issuer=office.name, phone=link.contact_phone),
    ]
    return "\n".join(lines)


def phones_can_reach() -> bool:
    """Whether a phone in the group can open the public address at all."""
    return bool(settings.LINLI_REACHABLE)
