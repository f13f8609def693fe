"""The control: the same server with the protection of shares taken out. A race against it must sell too much.

What is left of the wish is looked up before the transaction begins, and what was seen is written then.
"""

import sys
import time
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from linli.config import web


def _unprotected(_: str) -> Any:
    application = web._application("")
    from linli.wishes.models import Wish  # noqa: PLC0415  # -- Django is set up by the line above
    from linli.wishes.services import claiming, sharing  # noqa: PLC0415  # -- as above
    from linli.wishes.views.public import claiming as pages  # noqa: PLC0415  # -- as above
    from linli.wishes.workflow import OPEN, TAKEN  # noqa: PLC0415  # -- as above

    protected = claiming.claim_wish
    seen: ContextVar[Any] = ContextVar("seen")

    def look_first(**asked: Any) -> Any:
        rows = Wish.objects.within(asked["campaign"].community_id)
        seen.set(rows.get(campaign=asked["campaign"], public_number=asked["number"]))
        time.sleep(0.05)
        return protected(**asked)

    def take_what_was_seen(campaign: Any, _number: int, person_id: UUID, shares: int) -> Any:
        wish = seen.get()
        taken = wish.shares_taken + shares
        if wish.state != OPEN or taken > wish.shares:
            return None
        state = TAKEN if taken == wish.shares else OPEN
        Wish.objects.within(campaign.community_id).filter(pk=wish.pk).update(shares_taken=taken, state=state)
        slot = sharing.free_slot(campaign.community_id, wish.pk, person_id)
        return None if slot is None else sharing.Share(wish.pk, slot, wish.shares - taken)

    pages.claim_wish = look_first
    claiming.take_share = take_what_was_seen
    return application


if __name__ == "__main__":
    web.server(sys.argv[1], int(sys.argv[2])).serve(target_loader=_unprotected)
