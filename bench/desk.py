"""Server time of the desk's list of 50 wishes, from request to rendered page, in an office seeded by `bench.seed`."""

import json
import time
from statistics import median, quantiles

import django

django.setup()

from django.conf import settings  # noqa: E402  # -- as above
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402  # -- once Django is set up
from django.db import connection, transaction  # noqa: E402  # -- as above
from django.test import Client  # noqa: E402  # -- as above
from django.test.utils import CaptureQueriesContext  # noqa: E402  # -- as above

from linli.accounts.services import ensure_user, grant_role  # noqa: E402  # -- as above
from linli.config.sessions import SessionStore  # noqa: E402  # -- as above
from linli.core.actor import SYSTEM  # noqa: E402  # -- as above
from linli.wishes.models import Wish  # noqa: E402  # -- as above

COMMUNITY, REPEAT = 140802004008, 40


def secretary() -> Client:
    with transaction.atomic():
        user = ensure_user("19900009999")
        grant_role(user=user, role="secretary", place=COMMUNITY, by=SYSTEM)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["linli_session"] = str(session.session_key)
    return client


def main() -> None:
    client, path = secretary(), f"/desk/{COMMUNITY}/wishes/"
    times = []
    for _turn in range(REPEAT + 3):
        begun = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    times = times[3:]
    found = {
        "wishes": Wish.objects.within(COMMUNITY).count(),
        "median_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20)[-1], 1),
        "queries": len(queries),
        "kilobytes": round(len(answer.content) / 1000, 1),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
