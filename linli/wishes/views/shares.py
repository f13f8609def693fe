"""The page on which a wish is shared among several people, or not."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.places.models import Community
from linli.wishes.forms.shares import ShareForm
from linli.wishes.permissions.collecting import may_edit_wish
from linli.wishes.queries.desk import wish_sheet
from linli.wishes.services.sharing import share_wish


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
@keyed
def wish_share(request: Request, office: Community, wish_id: UUID, key: str) -> HttpResponse:
    """One person takes it as a whole, or several take it together: by its quantity, or in parts."""
    sheet = wish_sheet(office.pk, wish_id)
    if sheet is None:
        raise NotHere
    may_edit_wish(request.actor, sheet.wish).enforce()
    form = ShareForm(request.POST if request.method == "POST" else None, wish=sheet.wish)
    if form.is_bound and form.is_valid():
        shares = form.shares()

        def do() -> Outcome:
            share_wish(community_id=office.pk, wish_id=wish_id, shares=shares, by=request.actor)
            return {"shares": shares}

        try:
            body = {"share": wish_id.hex, "shares": shares}
            once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
            return redirect("wish", office.pk, wish_id)
        except BadInput as error:
            form.blame(error)
    context = {"office": office, "sheet": sheet, "row": sheet.row, "form": form, "key": key or new_id().hex}
    return render(request, "wishes/desk/wish_share.html", context, status=422 if form.is_bound else 200)
