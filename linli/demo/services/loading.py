"""The whole demo into an empty database, once; and out of it again."""

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.queries import any_role_granted
from linli.core import clock
from linli.core.errors import Conflict
from linli.demo.kinds.calendar import Calendar
from linli.demo.queries.walls import is_loaded
from linli.demo.services.bell_tower import load_bell_tower
from linli.demo.services.channels import load_channels
from linli.demo.services.opening import open_offices
from linli.demo.services.west_lake import load_west_lake
from linli.places.models import Community


@transaction.atomic
def load_demo() -> bool:
    """Load everything, or nothing where it stands already; whether it was loaded now.

    Raises `Conflict` where the database is an office's own.
    """
    if is_loaded():
        return False
    if Community.objects.exists() or any_role_granted():
        raise Conflict(
            _("This database holds an office's data. The demo goes into an empty one: choose another LINLI_DATA.")
        )
    now = clock.now()
    calendar = Calendar(clock.local(now).date())
    open_offices(calendar)
    load_channels(calendar)
    load_bell_tower(calendar)
    load_west_lake(calendar, now)
    return True


@transaction.atomic
def load_again() -> None:
    """Empty the demo's database and load it anew; whoever looks meanwhile sees either all of it or all of the new.

    Raises `Conflict` where the database is an office's own: nothing of it is touched.
    """
    if not is_loaded() and (Community.objects.exists() or any_role_granted()):
        raise Conflict(_("This database holds an office's data and not the demo's. It was left as it is."))
    # PostgreSQL empties no table while keys written in this transaction are yet to be checked
    connection.check_constraints()
    call_command("flush", interactive=False, verbosity=0)
    load_demo()
