"""The card that a messenger shows for a link that was passed on: title, description, picture. Of the public only."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from linli.places.models import Community
from linli.places.templatetags.linli_dates import day_and_time
from linli.wishes.models import Campaign, CollectingLink
from linli.wishes.views.public.frame import address, cover_address


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What stands in the page's head (the Open Graph protocol, ogp.me). `path` and `picture` begin at the house's own
    address, `house`; without a picture the lantern stands there."""

    title: str
    text: str
    path: str
    picture: str = ""

    @property
    def house(self) -> str:
        return str(settings.LINLI_PUBLIC_URL)


def card_of_campaign(campaign: Campaign) -> ShareCard:
    """A link to the wall, or to one of its wishes: a wish that is passed on alone might name it for all to see."""
    text = _("Claiming opens {opens} and closes {closes}. {issuer}").format(
        opens=day_and_time(campaign.opens_at), closes=day_and_time(campaign.closes_at), issuer=campaign.issuer
    )
    return ShareCard(campaign.title, text, address("public_wall", campaign), cover_address(campaign))


def card_of_link(link: CollectingLink, office: Community, path: str) -> ShareCard:
    """A link to a form for residents."""
    text = _("{office} asks what your family needs. Open until {closes}.").format(
        office=office.name, closes=day_and_time(link.closes_at)
    )
    return ShareCard(link.title, text, path)
