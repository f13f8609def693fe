"""A phone in somebody's hand: opens pages of a campaign, fills in what is asked, without script."""

import re
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from linli.places.models import Division
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from tests.factories.acting import user
from tests.factories.people import office
from tests.factories.wishes import claimant_actor, member

CHEN = {"name": "陈晓东", "phone": "19900010000"}
STRANGER = {"name": "路过的人", "phone": "13800001111"}

_KEY = re.compile(r'name="key" value="([^"]+)"')


class Phone(Client):
    """One browser, at first unknown."""

    def __init__(self, campaign: Campaign, **headers: Any) -> None:
        super().__init__(enforce_csrf_checks=True, **headers)
        self.campaign = campaign

    def at(self, path: str = "", campaign: Campaign | None = None) -> HttpResponse:
        """A page of the campaign."""
        return self.get(f"/c/{(campaign or self.campaign).code}{path}")

    def send(self, path: str, **fields: str) -> HttpResponse:
        """A form of the campaign, with the token that the page before it gave."""
        if "linli_csrf" not in self.cookies:
            self.at()
        token = {"csrfmiddlewaretoken": self.cookies["linli_csrf"].value} if "linli_csrf" in self.cookies else {}
        return self.post(f"/c/{self.campaign.code}{path}", {**token, **fields})

    def claim(self, number: int = 1, key: str = "", **fields: str) -> HttpResponse:
        """Open the wish and send its form."""
        page = self.at(f"/{number}")
        return self.send(f"/{number}/claim", key=key or key_of(page), **fields)

    def receipt_number(self, answer: HttpResponse) -> int:
        """The number of the receipt that a claim led to."""
        assert answer.status_code == 303, words_of(answer)
        return int(answer.headers["Location"].rsplit("/", 1)[1])


def key_of(page: HttpResponse) -> str:
    """The key hidden in the page's form."""
    found = _KEY.search(page.content.decode())
    return found[1] if found else "no-form-on-this-page"


def words_of(page: HttpResponse) -> str:
    """What can be read on the page, tags left out."""
    text = re.sub(r'<span class="nowrap">([^<]*)</span>', r"\1", page.content.decode())
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).strip()


@transaction.atomic
def centre() -> None:
    """The office with its centre, and the divisions above it."""
    row = office()
    row.centre_name, row.centre_address = "钟楼社区党群服务中心", "南街88号"
    row.hours, row.phone = "周一至周五 9:00–18:00", "0359-2000000"
    row.save()
    for code, name in ((140000000000, "山西省"), (140800000000, "运城市"), (140801000000, "市辖区")):
        Division.objects.get_or_create(code=code, defaults={"name": name, "level": "county"})


def claims_of(campaign: Campaign) -> list[Claim]:
    """The campaign's claims in the order in which they were made."""
    return list(Claim.objects.within(campaign.community_id).filter(campaign=campaign).order_by("id"))


def wish_of(campaign: Campaign, number: int = 1) -> Wish:
    return Wish.objects.within(campaign.community_id).get(campaign=campaign, public_number=number)


def known_phone(campaign: Campaign, number: int = 5, **who: str) -> tuple[Phone, int]:
    """A phone that has claimed a wish before, and the number of that claim."""
    phone = Phone(campaign)
    return phone, phone.receipt_number(phone.claim(number, **(who or CHEN)))


def signed_in(campaign: Campaign, number: str) -> Phone:
    """The phone of somebody who signed in with a code."""
    phone = Phone(campaign)
    phone.force_login(user(number))
    return phone


def take(campaign: Campaign, *numbers: int) -> None:
    """Somebody on the roster claims these wishes."""
    person = member()
    for number in numbers:
        claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
        by = claimant_actor(campaign, person.pk)
        assert claim_wish(campaign=campaign, number=number, claimant=claimant, key=f"key-{number}", by=by)["won"]
