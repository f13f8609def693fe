"""The page on which an office sets its price cap and what things usually cost."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, keyed, office_page
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.places.models import Community
from linli.wishes.forms.prices import PriceRulesForm
from linli.wishes.queries.prices import price_rules
from linli.wishes.services.prices import set_price_rules


@require_http_methods(["GET", "POST"])
@office_page("wishes.prices")
@keyed
def prices(request: Request, office: Community, key: str) -> HttpResponse:
    """The cap above which a wish needs a reason, and the usual prices that are proposed."""
    if request.method != "POST":
        return _page(request, office, PriceRulesForm.of(price_rules(office.pk)), new_id().hex)
    form = PriceRulesForm(request.POST)
    if not form.is_valid():
        return _page(request, office, form, key, 422)
    cap, typical = form.cleaned_data["cap"], form.typical()

    def do() -> Outcome:
        set_price_rules(community_id=office.pk, cap=cap, typical=typical, by=request.actor)
        return {"set": True}

    once(community_id=office.pk, key=key, body={"prices": form.cleaned_data}, do=do, by=request.actor)
    messages.success(request, _("The prices are set."))
    return redirect("prices", office.pk)


def _page(request: Request, office: Community, form: PriceRulesForm, key: str, status: int = 200) -> HttpResponse:
    return render(request, "wishes/desk/prices.html", {"office": office, "form": form, "key": key}, status=status)
