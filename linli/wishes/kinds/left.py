"""Why a wish was left out when a button was pressed for many: codes, and the words for them."""

from django.utils.translation import gettext_lazy as _

MOVED_ON, UNWILLING, CONFIDENTIAL, GIVES_AWAY, TOO_DEAR, ELSEWHERE = (
    "moved",
    "unwilling",
    "confidential",
    "gives_away",
    "too_dear",
    "elsewhere",
)

WHY = {
    MOVED_ON: _("not possible in the state “{state}”"),
    UNWILLING: _("the family does not want its wish to be published"),
    CONFIDENTIAL: _("counselling and legal aid are not published"),
    GIVES_AWAY: _("its public words could give the family away: open it and look at them"),
    TOO_DEAR: _("its price is above the cap and nobody has said why"),
    ELSEWHERE: _("another campaign that is being prepared has it"),
}
