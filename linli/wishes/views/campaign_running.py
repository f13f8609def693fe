"""Steps in the life of a published campaign. Each page says first what will happen, and to how many."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, office_page, posted_key
from linli.core.errors import BadInput, Conflict, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.forms.answered import AnsweredForm
from linli.places.models import Community
from linli.wishes.forms.campaign import as_written, proposed
from linli.wishes.forms.running import ExtendForm, NothingAsked, PauseForm, WithdrawForm
from linli.wishes.models import Campaign, Wish
from linli.wishes.queries.campaigns import CLOSED, campaign_of, phase_of
from linli.wishes.queries.reach import Reach, reach_of
from linli.wishes.services.publishing import CampaignDetails
from linli.wishes.services.running import extend_campaign, pause_campaign, resume_campaign
from linli.wishes.services.withdrawing import republish_unclaimed, take_off_wall, withdraw_campaign
from linli.wishes.views.asked import as_sent
from linli.wishes.workflow import PAUSED, PUBLIC, PUBLISHED, READY

NEW_TIMES = ("opens_at", "closes_at", "handover_until")


@dataclass(frozen=True, slots=True)
class Step:
    """A page that asks whether it is meant: `says` is what will happen, line by line."""

    heading: str
    says: list[str]
    button: str
    danger: bool = False


Says = Callable[[Campaign], Step]
Do = Callable[[dict[str, Any]], Outcome]


def _serve(
    request: Request, office: Community, campaign: Campaign, form: AnsweredForm, says: Says, do: Do
) -> tuple[HttpResponse | None, Outcome]:
    """The page where it is only asked for or what was sent cannot be; else nothing, and what came of it."""
    key, status = new_id().hex, 200
    if request.method == "POST":
        key, status = posted_key(request), 422
        if form.is_valid():
            try:
                body, given = as_sent(request), form.cleaned_data
                return None, once(community_id=office.pk, key=key, body=body, do=lambda: do(given), by=request.actor)
            except BadInput as error:
                if not error.fields:
                    raise
                form.blame(error)
    context = {"office": office, "campaign": campaign, "form": form, "key": key, "step": says(campaign)}
    return render(request, "wishes/desk/campaign_step.html", context, status=status), {}


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def campaign_pause(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """Nobody can claim until it is resumed; the wall says why."""
    campaign = campaign_of(office.pk, campaign_id)

    def do(given: dict[str, Any]) -> Outcome:
        pause_campaign(community_id=office.pk, campaign_id=campaign_id, by=request.actor, **given)
        return {}

    page, _outcome = _serve(request, office, campaign, PauseForm(_posted(request)), _pausing, do)
    if page is None:
        messages.success(request, _("Claiming is paused. The wall says why."))
    return page or redirect("campaign", office.pk, campaign_id)


def _pausing(campaign: Campaign) -> Step:
    if campaign.state != PUBLISHED or phase_of(campaign) == CLOSED:
        raise Conflict(_("Only a campaign that is published and not closed can be paused."))
    reach = reach_of(campaign)
    says = [
        _("Nobody can claim until you resume it: {open} are open.").format(open=_wishes(reach.open)),
        _("The wall stays where it is and shows your reason."),
        _("What has been claimed stays claimed, and nobody gets a message."),
    ]
    return Step(_("Pause the campaign"), says, _("Pause claiming"))


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def campaign_resume(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """People can claim again."""
    campaign = campaign_of(office.pk, campaign_id)

    def do(given: dict[str, Any]) -> Outcome:
        resume_campaign(community_id=office.pk, campaign_id=campaign_id, by=request.actor)
        return {}

    page, _outcome = _serve(request, office, campaign, NothingAsked(_posted(request)), _resuming, do)
    if page is None:
        messages.success(request, _("People can claim again."))
    return page or redirect("campaign", office.pk, campaign_id)


def _resuming(campaign: Campaign) -> Step:
    if campaign.state != PAUSED:
        raise Conflict(_("This campaign is not paused."))
    says = [
        _("People can claim again at once, within the times of the campaign: {open} are open.").format(
            open=_wishes(reach_of(campaign).open)
        ),
        _("The reason leaves the wall."),
    ]
    return Step(_("Resume the campaign"), says, _("Resume claiming"))


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def campaign_extend(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """More time to claim, to bring things, or both."""
    campaign = campaign_of(office.pk, campaign_id)
    now = {"closes_at": campaign.closes_at, "handover_until": campaign.handover_until}
    form = ExtendForm(_posted(request), initial=now, campaign=campaign)

    def do(given: dict[str, Any]) -> Outcome:
        extend_campaign(community_id=office.pk, campaign_id=campaign_id, by=request.actor, **given)
        return {}

    page, _outcome = _serve(request, office, campaign, form, _extending, do)
    if page is None:
        messages.success(request, _("The campaign has more time now."))
    return page or redirect("campaign", office.pk, campaign_id)


def _extending(campaign: Campaign) -> Step:
    if campaign.state not in PUBLIC:
        raise Conflict(_("Only a published campaign can be given more time."))
    reach = reach_of(campaign)
    says = [
        _("With a later closing time people can claim for longer; a campaign that has closed opens again."),
        ngettext(
            "With a later hand-over date a message to pass on is written for {people} person who has yet to bring "
            "something.",
            "With a later hand-over date a message to pass on is written for {people} people who have yet to bring "
            "something.",
            reach.people,
        ).format(people=reach.people),
        _("Posters that hang already still show the old times."),
    ]
    return Step(_("Give the campaign more time"), says, _("Give more time"))


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def campaign_withdraw(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """The whole campaign ends, with a reason."""
    campaign = campaign_of(office.pk, campaign_id)
    form = WithdrawForm(_posted(request), initial={"fate": READY})

    def do(given: dict[str, Any]) -> Outcome:
        done = withdraw_campaign(community_id=office.pk, campaign_id=campaign_id, by=request.actor, **given)
        return {"wishes": done.wishes, "claims": done.claims}

    page, outcome = _serve(request, office, campaign, form, _withdrawing, do)
    if page is None:
        _say_withdrawn(request, outcome)
    return page or redirect("campaign", office.pk, campaign_id)


def _withdrawing(campaign: Campaign) -> Step:
    if campaign.state not in PUBLIC:
        raise Conflict(_("Only a published campaign can be withdrawn."))
    says = [_("The wall and its link are gone at once, and cannot be brought back."), *_ended(reach_of(campaign))]
    return Step(_("Withdraw the campaign"), says, _("Withdraw the campaign"), danger=True)


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def wish_take_off(request: Request, office: Community, wish_id: UUID) -> HttpResponse:
    """One published wish leaves the wall, with a reason."""
    wish = Wish.objects.within(office.pk).select_related("campaign").filter(pk=wish_id).first()
    if wish is None:
        raise NotHere
    form = WithdrawForm(_posted(request), initial={"fate": READY})

    def says(campaign: Campaign | None) -> Step:
        reach = reach_of(campaign, wish_id) if campaign else None
        if reach is None or not reach.open + reach.held or reach.arrived:
            raise Conflict(_("This wish is not on a wall any more, or its goods have arrived. Please look again."))
        title = _("Take “{title}” off the wall").format(title=wish.public_title)
        return Step(title, [_("It leaves the wall at once."), *_ended(reach)], _("Take it off the wall"), danger=True)

    def do(given: dict[str, Any]) -> Outcome:
        done = take_off_wall(community_id=office.pk, wish_id=wish_id, by=request.actor, **given)
        return {"wishes": done.wishes, "claims": done.claims}

    page, outcome = _serve(request, office, wish.campaign, form, says, do)
    if page is None:
        _say_withdrawn(request, outcome)
    return page or redirect("wish", office.pk, wish_id)


def _ended(reach: Reach) -> list[str]:
    says = []
    if reach.open:
        says.append(_("{wishes} that nobody has claimed: no message is needed.").format(wishes=_wishes(reach.open)))
    if reach.held:
        said = ngettext(
            "{claims} claim of {people} ends, and a message to pass on is written for it.",
            "{claims} claims of {people} end, and a message to pass on is written for each.",
            reach.held,
        )
        people = ngettext("{count} person", "{count} people", reach.people).format(count=reach.people)
        says.append(said.format(claims=reach.held, people=people))
    if reach.arrived:
        said = ngettext(
            "{count} claim stays, since its goods have arrived.",
            "{count} claims stay, since their goods have arrived.",
            reach.arrived,
        )
        says.append(said.format(count=reach.arrived))
    return says


def _say_withdrawn(request: Request, outcome: Outcome) -> None:
    said = _("Off the wall: {wishes}.").format(wishes=_wishes(outcome["wishes"]))
    if outcome["claims"]:
        told = ngettext(
            "{count} message is waiting to be passed on.",
            "{count} messages are waiting to be passed on.",
            outcome["claims"],
        )
        said = f"{said} {told.format(count=outcome['claims'])}"
    messages.success(request, said)


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
def campaign_republish(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """A new campaign of what nobody claimed, with the same words and new times, to be checked before it is public."""
    campaign = campaign_of(office.pk, campaign_id)
    times = {name: value for name, value in proposed(office).items() if name in NEW_TIMES}

    def do(given: dict[str, Any]) -> Outcome:
        details = CampaignDetails(**(as_written(campaign) | times | {"draw_at": None}))
        made = republish_unclaimed(community_id=office.pk, campaign_id=campaign_id, details=details, by=request.actor)
        return {"campaign": made.pk.hex}

    page, outcome = _serve(request, office, campaign, NothingAsked(_posted(request)), _republishing, do)
    if page is not None:
        return page
    messages.success(request, _("The new campaign is prepared. Check its times and words, then publish it."))
    return redirect("campaign", office.pk, UUID(outcome["campaign"]))


def _republishing(campaign: Campaign) -> Step:
    reach = reach_of(campaign)
    if phase_of(campaign) != CLOSED or not reach.open:
        raise Conflict(_("Only what a closed campaign has left over can be published again."))
    says = [
        _("{wishes} that nobody claimed leave this campaign's wall and go into a new one.").format(
            wishes=_wishes(reach.open)
        ),
        _("It begins with the same words and new times. Nothing is public before you have checked and published it."),
        _("The wishes get new numbers; what has been claimed stays here."),
    ]
    return Step(_("Publish again what was not claimed"), says, _("Prepare the new campaign"))


def _posted(request: Request) -> QueryDict | None:
    """What was sent, if it was: a step that asks nothing may come with its key in the header alone."""
    return request.POST if request.method == "POST" else None


def _wishes(count: int) -> str:
    return ngettext("{count} wish", "{count} wishes", count).format(count=count)
