"""Who is claiming: known from an account or this campaign's weak session, or named in a form, with a code if asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.guards import Request, client_address
from linli.accounts.kinds import CLAIMANT
from linli.accounts.models import User
from linli.accounts.queries import actor_of
from linli.accounts.services import open_weak_session
from linli.core import clock, masks
from linli.core.actor import Actor
from linli.core.errors import BadInput, LinliError, Refused, TooMany
from linli.gate.services import limit
from linli.people.models import Person
from linli.wishes.forms.claim import CodeForm, NameForm, WhoForm
from linli.wishes.models import Campaign
from linli.wishes.queries.claimants import Masked, masked_account, masked_person, person_called
from linli.wishes.queries.entries import has_entered
from linli.wishes.queries.lines import stands_in_line
from linli.wishes.queries.public import held_in
from linli.wishes.services.claim_codes import claim_code_fits, send_claim_code
from linli.wishes.services.claiming import claimed_before
from linli.wishes.services.identifying import Claimant, named_claimant, signed_in_claimant, weak_claimant
from linli.wishes.views.public.amounts import posted_shares

WHO, CODE = "who", "code"
NOT_FOUND = _("No claim was made here with this name and phone. Please check both, or call the community.")
KEPT_AT_LEAST, KEPT_AT_MOST = timedelta(days=1), timedelta(days=180)
"""How long a phone remembers who it belongs to, whatever the hand-over date."""

NAMED_FROM_ONE_ADDRESS_A_MINUTE = 1200
"""An office's sixty people share one address, and each may mistype once or twice."""
NAMED_FOR_ONE_PHONE, NAMED_FOR_ONE_PHONE_SECONDS = 8, 600
"""Whoever owns the phone needs few; whoever guesses its owner's name needs many."""
UNKNOWN_FROM_ONE_ADDRESS_AN_HOUR = 20
"""Wishes held for names that the roster does not have: beyond, somebody is emptying the wall."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What has to be asked before anybody can claim: the form as it stands, and the status of its page."""

    form: forms.Form
    step: str = WHO
    status: int = 422
    sent_to: str = ""
    note: object = ""
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Identified:
    """Who claims, and who is asking for them."""

    claimant: Claimant
    by: Actor


def known_here(request: Request, campaign: Campaign) -> Masked | None:
    """Who this phone belongs to, masked: from the account, or from the weak session of this very campaign."""
    if isinstance(request.user, User):
        return masked_account(campaign.community_id, request.user.pk, request.user.phone)
    person_id = _remembered(request, campaign)
    return masked_person(campaign.community_id, person_id) if person_id else None


def empty_form(request: Request) -> forms.Form:
    """What is asked of somebody unknown here: an account has proven its phone already."""
    return NameForm() if request.actor.user_id is not None else WhoForm()


def identify(request: Request, campaign: Campaign, *, number: int, key: str) -> Identified | Ask:
    """Who sends this claim, or what they have to be asked first.

    An account counts before anything typed; what is typed counts before a session, so that two can share a phone.
    """
    if isinstance(request.user, User):
        return _from_account(request, campaign, request.user)
    if "phone" in request.POST:
        return _from_form(request, campaign, number, key)
    person_id = _remembered(request, campaign)
    return _from_session(request, campaign, person_id) if person_id else Ask(WhoForm({}))


def _remembered(request: Request, campaign: Campaign) -> UUID | None:
    """The person of this campaign's weak session."""
    weak = request.actor.weak
    return weak.person_id if weak is not None and weak.campaign_id == campaign.pk else None


def _from_account(request: Request, campaign: Campaign, user: User) -> Identified | Ask:
    name = request.POST.get("name", "")
    try:
        claimant = signed_in_claimant(campaign=campaign, user_id=user.pk, phone=lambda: user.phone, name=name)
    except BadInput as error:
        return refused(NameForm(request.POST), error)
    # whoever claims does so as a claimant, whatever roles they hold; so these need not be read
    return Identified(claimant, Actor(key=f"user:{user.pk}", label=CLAIMANT, user_id=user.pk))


def _from_session(request: Request, campaign: Campaign, person_id: UUID) -> Identified | Ask:
    claimant = weak_claimant(campaign=campaign, person_id=person_id)
    if claimant.person_id == person_id:
        return Identified(claimant, request.actor)
    phone = Person.objects.within(campaign.community_id).get(pk=claimant.person_id).phone
    try:
        return Identified(claimant, remember(request, campaign, claimant.person_id, phone))
    except Refused as error:
        return refused(WhoForm({"name": "", "phone": phone}), error)


def _typed(request: Request, campaign: Campaign) -> WhoForm:
    """Name and phone as they were sent, with the code where one was asked for before."""
    with_code = campaign.needs_code and "code" in request.POST and "resend" not in request.POST
    return CodeForm(request.POST) if with_code else WhoForm(request.POST)


def _from_form(request: Request, campaign: Campaign, number: int, key: str) -> Identified | Ask:
    form = _typed(request, campaign)
    if not form.is_valid():
        return _again(form)
    who, person_id = form.cleaned_data, _remembered(request, campaign)
    if person_id and person_id == person_called(campaign.community_id, name=who["name"], phone=who["phone"]):
        return _from_session(request, campaign, person_id)
    try:
        if not isinstance(form, CodeForm):
            limit_naming(request, who["phone"])
            if campaign.needs_code:
                return _send_code(request, campaign, who)
        elif not _answered(campaign, who, number, key, posted_shares(request)):
            _check_code(request, campaign, who)
        return _named(request, campaign, who)
    except LinliError as error:
        return refused(form, error)


def find_again(request: Request, campaign: Campaign) -> Ask | None:
    """Open the weak session of somebody who claimed here before, by name and phone; None where that is done."""
    form = _typed(request, campaign)
    if not form.is_valid():
        return _again(form)
    who = form.cleaned_data
    try:
        if not isinstance(form, CodeForm):
            limit_naming(request, who["phone"])
        person_id = person_called(campaign.community_id, name=who["name"], phone=who["phone"])
        if person_id is None or not is_known_in(campaign, person_id):
            raise BadInput(NOT_FOUND)
        if campaign.needs_code and not isinstance(form, CodeForm):
            return _send_code(request, campaign, who)
        if campaign.needs_code:
            _check_code(request, campaign, who)
        remember(request, campaign, person_id, who["phone"])
    except LinliError as error:
        return refused(form, error)
    return None


def is_known_in(campaign: Campaign, person_id: UUID) -> bool:
    """Whether this person holds, waits for, or is entered for anything of the campaign."""
    return bool(
        held_in(campaign, [person_id]) or stands_in_line(campaign, person_id) or has_entered(campaign, person_id)
    )


def limit_naming(request: Request, phone: str) -> None:
    """Count one name given for this phone. Raises `TooMany`."""
    # one transaction, since each costs a write to the disk; a try beyond a limit leaves the limit reached
    with transaction.atomic():
        here = client_address(request)
        limit(purpose="claim.address", subject=here, most=NAMED_FROM_ONE_ADDRESS_A_MINUTE, seconds=60)
        limit(purpose="claim.phone", subject=phone, most=NAMED_FOR_ONE_PHONE, seconds=NAMED_FOR_ONE_PHONE_SECONDS)


def _named(request: Request, campaign: Campaign, who: Mapping[str, str]) -> Identified:
    claimant = named_claimant(campaign=campaign, name=who["name"], phone=who["phone"], with_code=campaign.needs_code)
    if claimant.to_decide:
        here = f"{campaign.pk}.{client_address(request)}"
        limit(purpose="claim.unknown", subject=here, most=UNKNOWN_FROM_ONE_ADDRESS_AN_HOUR, seconds=3600)
    return Identified(claimant, remember(request, campaign, claimant.person_id, who["phone"]))


def remember(request: Request, campaign: Campaign, person_id: UUID, phone: str) -> Actor:
    """Open the weak session of this campaign, for as long as the campaign needs it; who is asking from now on.

    Raises `Refused` for the phone of staff.
    """
    session = request.session
    open_weak_session(
        session=session, phone=phone, community_id=campaign.community_id, campaign_id=campaign.pk, person_id=person_id
    )
    needed = clock.moment(campaign.handover_until) + timedelta(days=1) - clock.now()
    session.set_expiry(int(min(max(needed, KEPT_AT_LEAST), KEPT_AT_MOST).total_seconds()))
    return actor_of(request.user, session)


def _send_code(request: Request, campaign: Campaign, who: Mapping[str, str]) -> Ask:
    note: object = ""
    try:
        send_claim_code(campaign=campaign, name=who["name"], phone=who["phone"], by=request.actor)
    except TooMany as error:
        note = error.message
    form = CodeForm(initial={"name": who["name"], "phone": who["phone"]})
    return Ask(form, CODE, 200, masks.phone(who["phone"]), note)


def _answered(campaign: Campaign, who: Mapping[str, str], number: int, key: str, shares: int | None) -> bool:
    """Whether this very page was answered already: sent again it needs no code, since that is used up."""
    person_id = person_called(campaign.community_id, name=who["name"], phone=who["phone"])
    if person_id is None:
        return False
    by, claimant = Actor(key=f"person:{person_id}", label=""), Claimant(person_id, "", to_decide=False)
    return claimed_before(campaign=campaign, number=number, claimant=claimant, key=key, by=by, shares=shares)


def _check_code(request: Request, campaign: Campaign, who: Mapping[str, str]) -> None:
    if not claim_code_fits(campaign=campaign, phone=who["phone"], code=who["code"], by=request.actor):
        wrong = _("This code does not fit or has run out. Please check it, or ask for another one.")
        raise BadInput(wrong, {"code": [wrong]})


def refused(form: forms.Form, error: LinliError) -> Ask:
    """The same form again with the refusal in its words, beside the field where it has one."""
    fields = error.fields if isinstance(error, BadInput) else {}
    form.is_valid()
    for name, messages in fields.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, str(message))
    if not fields:
        form.add_error(None, str(error))
    return replace(_again(form), status=error.status, retry_after=getattr(error, "retry_after", 0))


def _again(form: forms.Form) -> Ask:
    """The form with what was typed and its errors."""
    if not isinstance(form, CodeForm):
        return Ask(form)
    return Ask(form, CODE, sent_to=masks.phone(form.cleaned_data.get("phone", "")))
