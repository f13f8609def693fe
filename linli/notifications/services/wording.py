"""An office's own words for a kind of text, and back to the standard ones."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.notifications import kinds
from linli.notifications.models import Wording
from linli.notifications.permissions import may_manage_channels
from linli.timeline.services import record

LONGEST = 500


def checked(kind: str, typed: str) -> str:
    """The template that was typed. Raises `BadInput` for places that do not exist, or needed ones that lack."""
    template, unknown, lacking = kinds.as_typed(kind, typed.strip())
    wrong: list[object] = []
    if not typed.strip():
        wrong.append(_("Please write the text, or go back to the standard words."))
    elif len(template) > LONGEST:
        wrong.append(_("The text is too long: 500 characters at most."))
    wrong += [_("There is no place 【{label}】 in this text.").format(label=label) for label in unknown]
    if not wrong:
        wrong += [_("The text must hold the place 【{label}】.").format(label=label) for label in lacking]
    if wrong:
        raise BadInput(fields={"text": wrong})
    return template


@transaction.atomic
def reword(*, community_id: int, kind: str, typed: str, by: Actor) -> None:
    """Texts of this kind say this, also those that wait already. Raises `Refused`, `NotHere`, `BadInput`."""
    may_manage_channels(by, community_id).enforce()
    if kind not in kinds.registered():
        raise NotHere
    rows = Wording.objects.within(community_id).filter(kind=kind)
    row = rows.select_for_update().first() or Wording(community_id=community_id, kind=kind)
    row.text = checked(kind, typed)
    row.save()
    record(community_id=community_id, subject=("wording", row.pk), verb="reword", facts={"kind": kind}, by=by)


@transaction.atomic
def back_to_standard(*, community_id: int, kind: str, by: Actor) -> None:
    """The office's own words are dropped. Nothing happens where it has none. Raises `Refused`."""
    may_manage_channels(by, community_id).enforce()
    row = Wording.objects.within(community_id).filter(kind=kind).first()
    if row is not None:
        row.delete()
        facts = {"kind": kind}
        record(community_id=community_id, subject=("wording", row.pk), verb="drop_wording", facts=facts, by=by)
