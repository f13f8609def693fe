"""What a resident fills in on the phone: who, what in their own words, how it was understood, what is agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.guards import SAFE, Request, client_address, posted_key
from linli.core.errors import LinliError, NotHere, TooMany
from linli.core.ids import new_id
from linli.gate.services import Outcome, limit, once, remembered
from linli.people.queries.consents import consent_text
from linli.places.models import Community
from linli.wishes.forms.doorstep import DROP, TAKE, posted_rows, read_rows, typed
from linli.wishes.forms.submissions import ResidentForm, ResidentRow
from linli.wishes.models import CollectingLink
from linli.wishes.permissions.submitting import may_submit
from linli.wishes.queries.submissions import link_by_code, submission_of
from linli.wishes.services.submitting import ASKED, submit
from linli.wishes.views.asked import as_sent
from linli.wishes.views.public.frame import canonical, personal, to_canonical
from linli.wishes.views.public.sharing import card_of_link

SENT_THROUGH_ONE_LINK_AN_HOUR = 300
"""A whole street may fill it in on the first evening; more is somebody's script."""
SENT_FROM_ONE_PHONE_A_DAY = 5
SENT_FROM_ONE_ADDRESS_AN_HOUR = 60
"""Of the internet: the office's own network, where a worker helps one after another, is one."""


@dataclass
class Sheet:
    """The page as it stands. `rows`: the wishes as they were understood; `read`: whether they are shown already."""

    form: ResidentForm
    rows: Sequence[ResidentRow] = ()
    talk: Sequence[str] = field(default_factory=list)
    read: str | None = None
    wrong: bool = False


@require_http_methods(["GET", "POST"])
@personal
def collect_form(request: Request, code: str) -> HttpResponseBase:
    """First the form; then the wishes as they were understood, to be looked at; then it is sent. Works without
    script.
    """
    link = _link(code)
    if request.method in SAFE:
        if canonical(code) != code:
            return to_canonical(request, canonical(code))
        return _page(request, link, Sheet(ResidentForm(initial={"given_by": "self"})))
    key = posted_key(request)
    outcome = remembered(community_id=link.community_id, key=key, body=as_sent(request), by=request.actor)
    if outcome is None:
        sheet = _read(request)
        if sheet.wrong or request.POST.get("step") != "send":
            return _page(request, link, sheet, status=422 if sheet.wrong else 200)
        try:
            outcome = _sent(request, link, sheet, key)
        except LinliError as error:
            sheet.form.blame(error)
            return _page(request, link, sheet, status=error.status, error=error)
    return redirect(reverse("collect_receipt", args=[link.code, UUID(outcome["submission"])]))


def _link(code: str) -> CollectingLink:
    link = link_by_code(canonical(code))
    if link is None:
        raise NotHere
    return link


def _read(request: Request) -> Sheet:
    """What was sent, and how its words are understood; sent words that were not shown so before are shown first."""
    posted = request.POST
    said = posted.get("said", "")
    again = posted.get("step") == "change"
    form = ResidentForm(initial=typed(ResidentForm, posted)) if again else ResidentForm(posted)
    wrong = not again and not form.is_valid()
    if posted.get("step") == "send" and posted.get("parsed", "").split() == said.split():
        rows = posted_rows(posted, ResidentRow)
        wrong = wrong + sum(not row.is_valid() for row in rows) > 0
        return Sheet(form, _residents(rows), read=said, wrong=wrong)
    if again or wrong:
        return Sheet(form, wrong=wrong)
    found, talk = read_rows(said, posted, ResidentRow)
    understood = _residents(found)
    for row in understood:
        if not row.initial.get("choice"):
            row.initial["choice"] = DROP if row.refusal else TAKE
    return Sheet(form, understood, talk, read=said, wrong=posted.get("step") == "send")


def _residents(rows: Sequence[object]) -> list[ResidentRow]:
    return [row for row in rows if isinstance(row, ResidentRow)]


def _sent(request: Request, link: CollectingLink, sheet: Sheet, key: str) -> Outcome:
    may_submit(link).enforce()
    limit(purpose="submit.link", subject=link.pk.hex, most=SENT_THROUGH_ONE_LINK_AN_HOUR, seconds=3600)
    where = client_address(request)
    limit(purpose="submit.address", subject=where, most=SENT_FROM_ONE_ADDRESS_AN_HOUR, seconds=3600)
    phone = sheet.form.checked_family().phone
    limit(purpose="submit.phone", subject=phone, most=SENT_FROM_ONE_PHONE_A_DAY, seconds=24 * 3600)

    def do() -> Outcome:
        return {"submission": submit(link=link, sent=sheet.form.sent(sheet.rows), by=request.actor).pk.hex}

    return once(community_id=link.community_id, key=key, body=as_sent(request), do=do, by=request.actor)


def _frame(link: CollectingLink) -> dict[str, Any]:
    office = Community.objects.get(pk=link.community_id)
    venue = office.centre_name.removeprefix(office.name)
    return {"office": office, "link": link, "place": {"name": office.name, "venue": venue, "phone": link.contact_phone}}


def _page(
    request: HttpRequest, link: CollectingLink, sheet: Sheet, status: int = 200, error: LinliError | None = None
) -> HttpResponse:
    framed = _frame(link)
    context = {
        **framed,
        "share": card_of_link(link, framed["office"], reverse("collect_form", args=[link.code])),
        "sheet": sheet,
        "form": sheet.form,
        "may": may_submit(link),
        "version": consent_text(ASKED[0]).version,
        "key": request.POST.get("key") or new_id().hex,
    }
    answer = render(request, "wishes/public/collect.html", context, status=status)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


@require_safe
@personal
def collect_receipt(request: Request, code: str, submission_id: UUID) -> HttpResponseBase:
    """The number, what happens next, whom to call. Nothing of what was written: the address may be passed around."""
    link = _link(code)
    submission = submission_of(link.community_id, submission_id)
    if submission is None or submission.link_id != link.pk:
        raise NotHere
    if canonical(code) != code:
        return to_canonical(request, canonical(code))
    context = {**_frame(link), "number": submission.number, "state": submission.state, "sent_at": submission.made_at}
    return render(request, "wishes/public/collect_receipt.html", context)
