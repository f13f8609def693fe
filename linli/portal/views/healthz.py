"""Whether the house is well: the database answers, and the worker was alive a moment ago."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core import clock
from linli.gate.queries import last_beat
from linli.gate.tasks import WORKER

ALIVE_WITHIN = timedelta(seconds=30)


def what_is_wrong() -> list[str]:
    """One sentence for each thing that is not well, for whoever runs the machine; empty when all is."""
    try:
        beat = last_beat(WORKER)
    except DatabaseError:
        return ["The database does not answer."]
    if beat is None:
        return ["The worker has not started yet."]
    if clock.now() - beat > ALIVE_WITHIN:
        return [f"The worker was last alive at {beat:%Y-%m-%d %H:%M:%S} UTC."]
    return []


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when database and worker are well, otherwise 503; says what is not."""
    wrong = what_is_wrong()
    return JsonResponse({"ok": not wrong, "wrong": wrong}, status=503 if wrong else 200)
