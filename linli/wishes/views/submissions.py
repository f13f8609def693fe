"""One submission of a resident at the desk: who it may be, what is wished for, taken over or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once, remembered
from linli.people.permissions import may_unmask
from linli.people.queries.households import HouseholdRow, household_row
from linli.people.queries.matching import Match, matches
from linli.places.models import Community
from linli.wishes.forms.doorstep import (
    DROP,
    TAKE,
    RowForm,
    hint,
    left_out,
    posted_rows,
    rows_are_right,
    were_hinted,
    wishes_of,
)
from linli.wishes.forms.submissions import NEW, CheckForm, DeclineForm, sent_rows
from linli.wishes.permissions.collecting import may_review
from linli.wishes.permissions.submitting import may_decide
from linli.wishes.queries.desk import asked_already
from linli.wishes.queries.submissions import SubmissionSheet, submission_sheet
from linli.wishes.services.submitting import Checked, accept_submission, decline_submission
from linli.wishes.views.asked import as_sent, as_uuid
from linli.wishes.workflow import READY, REVIEW


@dataclass
class Desk:
    """The page as it stands."""

    sheet: SubmissionSheet
    found: Sequence[Match]
    form: CheckForm
    rows: Sequence[RowForm]
    decline: DeclineForm
    taken: HouseholdRow | None = None


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
@keyed
def submission(request: Request, office: Community, submission_id: UUID, key: str) -> HttpResponse:
    """What came in; taken over once a worker has chosen the family and looked at each wish."""
    body = as_sent(request)
    outcome = remembered(community_id=office.pk, key=key, body=body, by=request.actor) if key else None
    if outcome is None:
        desk = _desk(office, submission_id, request.POST if key else None)
        if not key:
            return _page(request, office, desk)
        right = desk.form.is_valid()
        if not desk.rows or not rows_are_right(desk.rows) or not were_hinted(desk.rows) or not right:
            return _page(request, office, desk, status=422)
        checked = _checked(request, office, desk)

        def do() -> Outcome:
            written = accept_submission(
                community_id=office.pk, submission_id=submission_id, checked=checked, by=request.actor
            )
            return {"household": written.household_id.hex, "wishes": [wish_id.hex for wish_id in written.wish_ids]}

        try:
            outcome = once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
        except BadInput as error:
            desk.form.blame(error)
            return _page(request, office, desk, status=422)
    messages.success(request, _("Taken over. The consent that was given on the page is on record."))
    return redirect("household", office.pk, UUID(outcome["household"]))


def _desk(office: Community, submission_id: UUID, posted: QueryDict | None) -> Desk:
    sheet = submission_sheet(office.pk, submission_id)
    if sheet is None:
        raise NotHere
    sent = sheet.submission
    found = matches(office.pk, name=sent.head_name, phone=sent.phone, address=sent.address)
    families = [(str(match.row.id), f"{match.row.label} {match.row.name}（{match.why}）") for match in found]
    sure = [str(match.row.id) for match in found if match.is_sure]
    first = sure[0] if sure else "" if found else NEW
    form = CheckForm(posted, families=families, initial={"family": first})
    rows = posted_rows(posted) if posted is not None else _confirmed(sheet)
    chosen = as_uuid(str(form["family"].value() or ""))
    if chosen:
        hint(rows, chosen, asked_already(office.pk, chosen, [row.thing for row in rows]))
    taken = household_row(office.pk, sheet.household_id) if sheet.household_id else None
    return Desk(sheet, found, form, rows, DeclineForm(), taken)


def _confirmed(sheet: SubmissionSheet) -> list[RowForm]:
    """The rows as the resident left them, to be looked at; what they left out stays left out."""
    values = sent_rows(sheet.rows)
    rows = []
    for place in range(len(sheet.rows)):
        initial = {name: values.get(f"row-{place}-{name}", "") for name in RowForm.base_fields}
        initial["choice"] = initial["choice"] if initial["choice"] in (TAKE, DROP) else ""
        rows.append(RowForm(prefix=f"row-{place}", initial=initial))
    return rows


def _checked(request: Request, office: Community, desk: Desk) -> Checked:
    form = desk.form
    is_ready = form.cleaned_data["ready"] and may_review(request.actor, office.pk).allowed
    return Checked(
        household_id=as_uuid(form.cleaned_data["family"]),
        family=form.corrected(),
        wishes=wishes_of(desk.rows),
        until=READY if is_ready else REVIEW,
        left_out=left_out(desk.rows),
    )


def _page(request: Request, office: Community, desk: Desk, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "office": office,
        "desk_page": desk,
        "sheet": desk.sheet,
        "row": desk.sheet.row,
        "form": desk.form,
        "door": {"rows": desk.rows, "talk": ()},
        "said_now": desk.sheet.said,
        "may": may_decide(request.actor, desk.sheet.submission),
        "may_review": may_review(request.actor, office.pk),
        "may_unmask": may_unmask(request.actor, office.pk),
        "key": request.POST.get("key") or new_id().hex,
        "decline_key": new_id().hex,
    }
    return render(request, "wishes/desk/submission.html", context, status=status)


@require_POST
@office_page("wishes.collect")
@keyed
def submission_decline(request: Request, office: Community, submission_id: UUID, key: str) -> HttpResponse:
    """Nothing of it is taken over, for a reason."""
    form = DeclineForm(request.POST)

    def do() -> Outcome:
        reason = form.cleaned_data.get("reason", "")
        decline_submission(community_id=office.pk, submission_id=submission_id, reason=reason, by=request.actor)
        return {"submission": submission_id.hex}

    form.is_valid()
    try:
        once(community_id=office.pk, key=key, body=as_sent(request), do=do, by=request.actor)
    except BadInput as error:
        if not error.fields:
            raise
        desk = _desk(office, submission_id, None)
        if not form.errors:
            form.blame(error)
        desk.decline = form
        return _page(request, office, desk, status=422)
    messages.success(request, _("Not taken over. The reason is on record."))
    return redirect("collecting", office.pk)
