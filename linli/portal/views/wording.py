"""The texts to people: what each says, the office's own words for it with a preview, and back to the standard ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.notifications import kinds
from linli.notifications.queries import wordings_of
from linli.notifications.services import back_to_standard, reword
from linli.notifications.services.wording import checked
from linli.places.models import Community
from linli.portal.forms.channels import WordingForm


@require_GET
@office_page("channels.manage")
def texts(request: Request, office: Community) -> HttpResponse:
    """Every kind of text as it is sent now, filled in with invented words."""
    own = wordings_of(office.pk)
    sent: list[dict[str, object]] = []
    copied: list[dict[str, object]] = []
    for kind, text in kinds.registered().items():
        reads = kinds.render(kind, kinds.sample(kind), own)
        row = {"kind": kind, "label": text.label, "own": kind in own, "text": reads}
        (copied if text.copied else sent).append(row)
    return render(request, "portal/texts.html", {"office": office, "sent": sent, "copied": copied})


def _page(
    request: Request, office: Community, kind: str, form: WordingForm, key: str, preview: str = "", status: int = 200
) -> HttpResponse:
    text = kinds.text_of(kind)
    context = {
        "office": office,
        "kind": kind,
        "label": text.label,
        "form": form,
        "key": key,
        "standard": kinds.as_written(kind, str(text.text)),
        "places": [kinds.as_written(kind, f"%({name})s") for name in sorted(text.places())],
        "needed": [kinds.as_written(kind, f"%({name})s") for name in text.needed],
        "preview": preview,
        "own": kind in wordings_of(office.pk),
        "standard_key": new_id().hex,
    }
    return render(request, "portal/text.html", context, status=status)


@require_http_methods(["GET", "POST"])
@office_page("channels.manage")
@keyed
def text(request: Request, office: Community, kind: str, key: str) -> HttpResponse:
    """One text: to read, to look at with other words, to keep them."""
    if kind not in kinds.registered():
        raise NotHere
    if request.method != "POST":
        now = wordings_of(office.pk).get(kind) or str(kinds.text_of(kind).text)
        form = WordingForm(initial={"text": kinds.as_written(kind, now)})
        return _page(request, office, kind, form, new_id().hex)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _page(request, office, kind, form, key, status=422)
    typed = form.cleaned_data["text"]
    try:
        if request.POST.get("step") == "preview":
            preview = kinds.render(kind, kinds.sample(kind), {kind: checked(kind, typed)})
            return _page(request, office, kind, form, key, preview)
        do_once(request, key, reword, kind=kind, typed=typed)
    except BadInput as error:
        form.blame(error)
        return _page(request, office, kind, form, key, status=error.status)
    messages.success(request, _("From now on the text says this."))
    return redirect("texts", office.pk)


@require_POST
@office_page("channels.manage")
@keyed
def standard(request: Request, office: Community, kind: str, key: str) -> HttpResponse:
    """Back to the standard words."""
    do_once(request, key, back_to_standard, kind=kind)
    messages.success(request, _("The text has its standard words again."))
    return redirect("texts", office.pk)
