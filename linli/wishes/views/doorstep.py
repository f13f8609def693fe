"""Taking down wishes at the door, phone in hand: the family first, then what it says, read while one watches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput, Conflict, NotHere
from linli.core.ids import new_id
from linli.files.reading.redrawing import Redrawn
from linli.gate.services import Outcome, once, remembered
from linli.people.forms.answered import AnsweredForm
from linli.people.forms.household import USUAL, ConsentForm, NewHouseholdForm
from linli.people.forms.paper import PaperForm
from linli.people.kinds import ConsentPurpose
from linli.people.permissions import may_edit_households
from linli.people.queries.consents import consent_texts, standing_purposes
from linli.people.queries.found import households_found
from linli.people.queries.households import HouseholdRow, household_row, known_as, numbers_among
from linli.people.queries.matching import Match, matches
from linli.people.queries.persons import name_of_user
from linli.people.reading.typed import Typed
from linli.people.services.papers import paper_at_hand
from linli.places.models import Community
from linli.places.templatetags.linli_forms import said
from linli.timeline.queries import feed
from linli.wishes.forms.doorstep import (
    RowForm,
    SaidForm,
    hint,
    kept_since,
    left_out,
    posted_rows,
    read_rows,
    rows_are_right,
    typed,
    wishes_of,
)
from linli.wishes.forms.prices import PricedRow
from linli.wishes.permissions.collecting import may_review
from linli.wishes.queries.desk import asked_already, wishes_among
from linli.wishes.queries.prices import price_hints, price_rules
from linli.wishes.services.doorstep import Visit, write_visit
from linli.wishes.views.asked import as_uuid
from linli.wishes.workflow import DRAFT, READY, REVIEW

FOUND_AT_ONCE = 8
_NOT_TOLD = frozenset({"csrfmiddlewaretoken", "key", "paper", "step", "find"})


@dataclass
class Door:
    """The page as it stands: which family, and its forms, bound where they are to be saved."""

    family: HouseholdRow | None
    standing: frozenset[str]
    household: NewHouseholdForm
    consent: ConsentForm
    said: SaidForm
    rows: Sequence[RowForm] = ()
    talk: Sequence[str] = ()
    found: Sequence[HouseholdRow] | None = None
    known: HouseholdRow | None = None
    neighbours: Sequence[Match] = ()
    unheard: Sequence[str] = ()
    unconfirmed: bool = False
    """Nobody has looked at how the words were understood, nor at those (`unheard`) that were taken for no wish."""

    @property
    def needs_consent(self) -> bool:
        """Whether the family has yet to agree that anything is written down at all."""
        return self.family is None or ConsentPurpose.HELP not in self.standing

    @property
    def sent(self) -> list[AnsweredForm]:
        """The forms that were sent to be saved."""
        forms = [self.said, None if self.family else self.household, self.consent]
        return [form for form in forms if form is not None and form.is_bound]

    @property
    def errors(self) -> list[dict[str, str]]:
        """All that is to be mended, for the top of the page; what is wrong with a wish says with which one."""
        forms = [form for form in (None if self.family else self.household, self.consent, self.said) if form]
        return [
            *(error for form in forms for error in _errors_of(form)),
            *(error for row in self.rows for error in _errors_of(row, _("No. {number}: ").format(number=row.number))),
        ]


def _errors_of(form: AnsweredForm, before: str = "") -> list[dict[str, str]]:
    if not form.is_bound:
        return []
    told = [{"text": f"{before}{text}"} for text in form.non_field_errors()]
    for bound in form:
        told += [{"text": f"{before}{text}", "href": f"#{bound.id_for_label or bound.auto_id}"} for text in said(bound)]
    return told


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
@keyed
def wish_new(request: Request, office: Community, key: str) -> HttpResponse:
    """One visit. Without script a first press shows how the words were understood, a second one saves."""
    if request.method != "POST":
        return _page(request, office, _opened(request, office))
    step = request.POST.get("step", "save")
    if step != "save" or "use_household" in request.POST:
        door = _continued(request, office, step)
        keep_paper(request, office, door, _photo(request))
        return _page(request, office, door)
    # a retry is answered first: the family it wrote down is on record by now
    outcome = remembered(community_id=office.pk, key=key, body=as_told(request), by=request.actor)
    if outcome is None:
        door = sent_from_the_door(request, office)
        whole = _is_whole(request, office, door)
        photo = door.consent.cleaned_data.get("paper") if door.consent.is_bound else None
        keep_paper(request, office, door, photo)
        if not whole:
            return _page(request, office, door, status=422)
        try:
            outcome = written(request, office, door, key)
        except (BadInput, Conflict) as error:
            if isinstance(error, Conflict):
                door.consent.kept_paper = ""
            door.said.blame(error)
            return _page(request, office, door, status=422)
    return redirect(receipt_of(office, outcome))


def receipt_of(office: Community, outcome: Outcome) -> str:
    """The address of the page that says what was taken down."""
    query = urlencode({"w": ",".join(outcome["wishes"]), "left": outcome["left_out"] or ""})
    return f"{reverse('wish_receipt', args=[office.pk, UUID(outcome['household'])])}?{query}"


def _family(office: Community, text: str) -> HouseholdRow | None:
    key = as_uuid(text)
    return household_row(office.pk, key) if key else None


def _door(office: Community, chosen: str, **forms: Any) -> Door:
    family = _family(office, chosen)
    standing = standing_purposes(office.pk, family.id) if family else frozenset()
    return Door(family, standing, **forms)


def _photo(request: Request) -> Redrawn | None:
    """The photo that came with a press which saves nothing; one that cannot be read is said, not dropped silently."""
    if "paper" not in request.FILES:
        return None
    form = PaperForm(files=request.FILES)
    if form.is_valid():
        photo: Redrawn = form.cleaned_data["paper"]
        return photo
    for text in form.errors["paper"]:
        messages.warning(request, str(text))
    return None


def keep_paper(request: Request, office: Community, door: Door, photo: Redrawn | None) -> None:
    """Keep the photo at hand while the rest is still being mended: a browser forgets which file was chosen."""
    kept = request.POST.get("kept_paper", "")
    paper = paper_at_hand(community_id=office.pk, photo=photo, kept=kept, by=request.actor)
    door.consent.kept_paper = paper.hex if paper else ""


def _opened(request: Request, office: Community) -> Door:
    witness = name_of_user(office.pk, request.actor.user_id)
    consent = ConsentForm(initial={"purposes": USUAL, "witness": witness, "given_by": "self"})
    forms = {"household": NewHouseholdForm(), "consent": consent, "said": SaidForm()}
    return _door(office, request.GET.get("household", ""), **forms)


def _continued(request: Request, office: Community, step: str) -> Door:
    """The page again with what was typed, after one of the buttons that save nothing."""
    posted = request.POST
    chosen = "" if step == "other" else posted.get("use_household") or posted.get("household", "")
    door = _door(
        office,
        chosen,
        household=NewHouseholdForm(initial=typed(NewHouseholdForm, posted)),
        consent=ConsentForm(initial=typed(ConsentForm, posted)),
        said=SaidForm(initial=typed(SaidForm, posted)),
    )
    door.rows, door.talk = _read(office, door, posted)
    door.neighbours = _neighbours(office, door, posted)
    search = posted.get("find", "").strip()
    if step == "find" and search:
        door.found = [family.row for family in households_found(office.pk, Typed.read(search))[0][:FOUND_AT_ONCE]]
    return door


def _read(office: Community, door: Door, posted: QueryDict) -> tuple[list[RowForm], Sequence[str]]:
    rows, talk = read_rows(posted.get("said", ""), posted, PricedRow)
    _hint_at_prices(office, rows)
    if door.family:
        hint(rows, door.family.id, asked_already(office.pk, door.family.id, [row.thing for row in rows]))
    return rows, talk


def _hint_at_prices(office: Community, rows: Sequence[RowForm]) -> None:
    """What the things usually cost, and above which price a reason is needed."""
    hints, rules = price_hints(office.pk, [str(row["item"].value() or "") for row in rows]), price_rules(office.pk)
    for row in rows:
        if isinstance(row, PricedRow):
            row.hint, row.rules = hints.get(str(row["item"].value() or "")), rules


def sent_from_the_door(request: Request, office: Community) -> Door:
    """What was sent to be saved. A family on record comes as its key, or by its number."""
    posted = request.POST
    number = posted.get("number", "").strip()
    by_number = next(iter(numbers_among(office.pk, [number]).values()), None) if number else None
    door = _door(
        office,
        by_number.hex if by_number else posted.get("household", ""),
        household=NewHouseholdForm(posted),
        consent=ConsentForm(posted, request.FILES),
        said=SaidForm(posted),
    )
    if number and not by_number:
        door.said.add_error("number", _("There is no family with this number."))
        door.household = NewHouseholdForm(initial=typed(NewHouseholdForm, posted))
    if not door.needs_consent and not posted.get("anew"):
        door.consent = ConsentForm(initial=typed(ConsentForm, posted))
    door.rows = posted_rows(posted, PricedRow)
    _hint_at_prices(office, door.rows)
    door.neighbours = _neighbours(office, door, posted)
    return door


def _neighbours(office: Community, door: Door, posted: QueryDict) -> list[Match]:
    """Families on record at the address, or with the phone, that was typed for a new one. A hint; it stops nobody."""
    if door.family:
        return []
    return matches(office.pk, phone=posted.get("phone", ""), address=posted.get("address", ""))


def _is_whole(request: Request, office: Community, door: Door) -> bool:
    """Whether all of it can be saved. Words that were not read yet are shown as they were understood first."""
    if opened_at_the_door(door, request.POST):
        return right_of(office, door, request.POST)
    for form in door.sent:
        form.is_valid()
    door.rows, door.talk = _read(office, door, request.POST)
    return False


def opened_at_the_door(door: Door, posted: QueryDict) -> bool:
    """Whether whoever sent it has seen how these very words were understood."""
    return bool(door.rows) and posted.get("parsed", "").split() == posted.get("said", "").split()


def right_of(office: Community, door: Door, posted: QueryDict) -> bool:
    """Whether every form and row is right, and a new family is not on record already."""
    whole = not [form for form in door.sent if not form.is_valid()]
    if door.family is None and whole and not posted.get("another"):
        door.known = _known(office, door.household)
    return rows_are_right(door.rows) and whole and door.known is None


def _known(office: Community, form: NewHouseholdForm) -> HouseholdRow | None:
    """A family on record that this new one seems to be."""
    details = form.details()
    return known_as(office.pk, details.head_name, details.phone, details.address)


def written(request: Request, office: Community, door: Door, key: str) -> Outcome:
    """Write it down, once for each key. Raises `BadInput`, `Conflict`."""
    is_ready = door.said.cleaned_data["ready"] and may_review(request.actor, office.pk).allowed
    visit = Visit(
        household_id=door.family.id if door.family else None,
        details=None if door.family else door.household.details(),
        categories=() if door.family else door.household.held(),
        consent=door.consent.given(kept_since(request.POST)) if door.consent.is_bound else None,
        paper_id=as_uuid(door.consent.kept_paper),
        wishes=wishes_of(door.rows),
        until=DRAFT if door.unconfirmed else READY if is_ready else REVIEW,
        left_out="；".join(filter(None, [left_out(door.rows), *door.unheard])),
    )

    def do() -> Outcome:
        written = write_visit(community_id=office.pk, visit=visit, by=request.actor)
        return {
            "household": written.household_id.hex,
            "wishes": [wish_id.hex for wish_id in written.wish_ids],
            "left_out": written.left_out_event.hex if written.left_out_event else None,
        }

    return once(community_id=office.pk, key=key, body=as_told(request), do=do, by=request.actor)


def as_told(request: Request) -> dict[str, list[str]]:
    """What makes two sendings the same, from the page or from the phone later."""
    return {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_TOLD}


def _page(request: Request, office: Community, door: Door, status: int = 200) -> HttpResponse:
    context = {
        "office": office,
        "door": door,
        "errors": door.errors if status == 422 else [],
        "said_now": str(door.said["said"].value() or ""),
        "find": request.POST.get("find", ""),
        "texts": consent_texts(),
        "may_edit": may_edit_households(request.actor, office.pk),
        "may_review": may_review(request.actor, office.pk),
        "key": request.POST.get("key") or new_id().hex,
    }
    return render(request, "wishes/desk/doorstep.html", context, status=status)


@require_POST
@office_page("wishes.collect")
def wish_parse(request: Request, office: Community) -> HttpResponse:
    """How the words are understood, while one types. Writes nothing, so it needs no key."""
    door = _continued(request, office, "parse")
    context = {"office": office, "door": door, "said_now": request.POST.get("said", "")}
    return render(request, "wishes/desk/doorstep_rows.html", context)


@require_safe
@office_page("wishes.collect")
def wish_receipt(request: Request, office: Community, household_id: UUID) -> HttpResponse:
    """What was taken down: the family's number, its wishes, and what happens next."""
    family = household_row(office.pk, household_id)
    if family is None:
        raise NotHere
    wanted = request.GET.get("w", "").split(",")
    wishes = wishes_among(office.pk, household_id, [key for text in wanted if (key := as_uuid(text))])
    event = as_uuid(request.GET.get("left", ""))
    told = feed(office.pk, ("household", household_id), with_details=True) if event else []
    context = {
        "office": office,
        "family": family,
        "wishes": wishes,
        "left_out": next((entry.detail for entry in told if entry.id == event), ""),
        "waits": any(wish.state == REVIEW for wish in wishes),
    }
    return render(request, "wishes/desk/doorstep_receipt.html", context)
