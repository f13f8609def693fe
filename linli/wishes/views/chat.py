"""Wishes pasted from a chat: paste, look at every message, choose its family, confirm. Reading writes nothing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages as told
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, office_page, posted_key
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.gate.services import Outcome, once, remembered
from linli.people.queries.households import families_among, numbers_among
from linli.places.models import Community
from linli.wishes.forms.chat import NEW, Message, check, posted_messages, shown_messages
from linli.wishes.forms.doorstep import hint, were_hinted
from linli.wishes.queries.desk import asked_by_families
from linli.wishes.services.chat_pasting import LONGEST_PASTE, read_chat, write_chat
from linli.wishes.views.asked import as_sent, as_uuid


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
def wish_paste(request: Request, office: Community) -> HttpResponse:
    """The text first, then its messages to confirm."""
    if request.method != "POST":
        return render(request, "wishes/desk/chat.html", {"office": office, "longest": LONGEST_PASTE})
    if request.POST.get("step") == "confirm":
        return _confirm(request, office, posted_key(request))
    text = request.POST.get("text", "")
    chat = read_chat(community_id=office.pk, text=text)
    if not chat.entries:
        said = _("No message was found in this text. Paste the whole chain, with names.")
        errors = [{"text": said, "href": "#text"}]
        context = {"office": office, "text": text, "errors": errors, "longest": LONGEST_PASTE}
        return render(request, "wishes/desk/chat.html", context, status=422)
    shown = shown_messages(chat.entries)
    _hint(office, shown)
    for message in shown:
        _decide_once_more(message)
    return _page(request, office, shown, ignored=chat.ignored, too_many=chat.too_many)


def _hint(office: Community, shown: Sequence[Message]) -> None:
    """Say what the families asked for already."""
    things: dict[UUID, list[str]] = {}
    for message in shown:
        if household := as_uuid(message.family):
            things.setdefault(household, []).extend(row.thing for row in message.rows)
    asked = asked_by_families(office.pk, things) if things else {}
    for message in shown:
        if household := as_uuid(message.family):
            hint(message.rows, household, asked[household])


def _decide_once_more(message: Message) -> None:
    """Whether what is asked for already is asked for once more is to be decided."""
    for row in message.rows:
        if row.asked_already:
            row.initial["choice"] = ""


def _confirm(request: Request, office: Community, key: str) -> HttpResponse:
    body = as_sent(request)
    outcome = remembered(community_id=office.pk, key=key, body=body, by=request.actor)
    if outcome is None:
        posted = request.POST
        texts = _values(posted, "family-") | _values(posted, "found-")
        keys = [household for text in texts if (household := as_uuid(text))]
        families = {str(row.id): row for row in families_among(office.pk, keys[:400])}
        typed = numbers_among(office.pk, _values(posted, "number-"))
        numbered = {str(number): str(household) for number, household in typed.items()}
        shown = posted_messages(posted, families)
        right = check(shown, numbered, families)
        _hint(office, shown)
        if not all([right, *(were_hinted(message.rows) for message in shown)]):
            return _page(request, office, shown, ignored=posted.getlist("ignored"), status=422)
        taken = [message.confirmed() for message in shown if message.is_taken]

        def do() -> Outcome:
            return {"wishes": write_chat(community_id=office.pk, families=taken, by=request.actor)}

        try:
            outcome = once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
        except BadInput as error:
            _blame(shown, error)
            return _page(request, office, shown, ignored=posted.getlist("ignored"), status=422)
    count = outcome["wishes"]
    said = ngettext("{count} wish taken down, to be checked.", "{count} wishes taken down, to be checked.", count)
    told.success(request, said.format(count=count))
    return redirect("wishes", office.pk)


def _values(posted: QueryDict, begin: str) -> set[str]:
    """All that was sent in fields whose name begins so."""
    return {value.strip() for name in posted if name.startswith(begin) for value in posted.getlist(name)}


def _blame(shown: Sequence[Message], error: BadInput) -> None:
    for name, said in error.fields.items():
        at = name.split(".")[0]
        if at.isdigit() and int(at) < len(shown):
            shown[int(at)].errors += [str(message) for message in said]
    if shown and not any(message.errors for message in shown):
        shown[0].errors.append(str(error.message))


def _page(
    request: Request,
    office: Community,
    shown: Sequence[Message],
    *,
    ignored: Sequence[str] = (),
    too_many: int = 0,
    status: int = 200,
) -> HttpResponse:
    errors = [
        {"text": _("No. {number}: ").format(number=message.at + 1) + text, "href": f"#message-{message.at}"}
        for message in shown
        for text in [*message.errors, *(str(said) for row in message.rows for said in _said(row))]
    ]
    context: dict[str, Any] = {
        "office": office,
        "shown": shown,
        "new": NEW,
        "rows": sum(len(message.rows) for message in shown),
        "ignored": ignored,
        "too_many": too_many,
        "errors": errors,
        "key": request.POST.get("key") or new_id().hex,
    }
    return render(request, "wishes/desk/chat_rows.html", context, status=status)


def _said(row: Any) -> list[str]:
    return [text for texts in row.errors.values() for text in texts] if row.is_bound else []
