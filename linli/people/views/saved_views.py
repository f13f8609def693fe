"""Views of lists that somebody keeps: made from a list, opened with one press, renamed, deleted."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.people.forms.saved_view import ViewForm
from linli.people.kinds.lists import kept_part, list_of
from linli.people.permissions import may_change_view
from linli.people.queries.saved_views import views_for
from linli.people.services.saved_views import delete_view, keep_view, rename_view
from linli.places.models import Community


@require_safe
@office_page()
def views(request: Request, office: Community) -> HttpResponse:
    """All that one sees, each with its forms."""
    rows = [(line, new_id().hex) for line in views_for(request.actor, office.pk, may_change_view)]
    return render(request, "people/desk/saved_views.html", {"office": office, "rows": rows})


@require_http_methods(["GET", "POST"])
@office_page()
@keyed
def view_new(request: Request, office: Community, key: str) -> HttpResponse:
    """Give the filter of a list a name. The filter comes with the address and goes on as hidden fields."""
    told = request.POST if request.method == "POST" else request.GET
    kind = list_of(told.get("of", ""))
    if kind is None or not request.actor.may(kind.permission, office.pk):
        return redirect("views", office.pk)
    part = kept_part(kind, told.dict())
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            do_once(request, key, keep_view, of=kind.code, query=part, **form.cleaned_data)
        except BadInput as error:
            form.blame(error)
        else:
            messages.success(request, _("Kept: it stands above the list."))
            return redirect(f"{reverse(kind.code, args=[office.pk])}?{urlencode(part)}")
    context = {"office": office, "form": form, "kind": kind, "part": part, "key": key or new_id().hex}
    status = 422 if request.method == "POST" else 200
    return render(request, "people/desk/saved_view_new.html", context, status=status)


@require_POST
@office_page()
@keyed
def view_rename(request: Request, office: Community, view_id: UUID, key: str) -> HttpResponse:
    """Another name for it."""
    do_once(request, key, rename_view, view_id=view_id, name=request.POST.get("name", ""))
    return redirect("views", office.pk)


@require_POST
@office_page()
@keyed
def view_delete(request: Request, office: Community, view_id: UUID, key: str) -> HttpResponse:
    """Delete it."""
    do_once(request, key, delete_view, view_id=view_id)
    return redirect("views", office.pk)
