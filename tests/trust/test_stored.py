"""What a thief of the database, a reader of logs or of a mailbox gets: nothing of anybody (trust, rows 17 and 18)."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.urls import path

from linli.config import urls as house_urls
from linli.config.env import Sms
from linli.core import clock
from linli.gate.services import fingerprint_of
from linli.notifications import kinds, tasks
from linli.notifications.services import add_channel
from linli.notifications.tasks import send_due
from linli.places.models import Community
from linli.portal.services.telling import tell_of_the_day
from tests.trust import askers
from tests.trust.askers import ask, browser
from tests.trust.canaries import HIDDEN, raw_forms
from tests.trust.crawling import crawl, starts
from tests.trust.deeds import TYPED, address, body_for
from tests.trust.house import Side
from tests.trust.looking import content_of, everything_stored, same_for_all
from tests.trust.rules import PUBLIC, RULES

pytestmark = [pytest.mark.django_db, pytest.mark.names_no_tenant("they look at tables as a whole, as a thief would")]


def do_everything(side: Side) -> None:
    """Every deed of the desk and of the wall, so that whatever writes has written."""
    secretary = askers.of_role(side, "secretary")
    for route, rule in RULES.items():
        if rule.post is not None:
            asker = askers.NOBODY if rule.post == PUBLIC else secretary
            ask(asker, "POST", address(route, side, secretary), body_for(route, side))
    phone = next(mark for mark, told in side.canaries.known.items() if told == "User.phone of the secretary")
    ask(askers.NOBODY, "POST", "/accounts/login/", {"phone": phone})


def as_bytes(value: Any) -> bytes:
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value)
    return str(value).encode()


def typed_in(content: bytes) -> set[str]:
    return {words for words in TYPED if any(form in content for form in raw_forms(words))}


def test_no_column_of_any_table_holds_anybody_in_plain(here: Side, elsewhere: Side) -> None:
    do_everything(here)
    found = set()
    for column, value in everything_stored():
        content = b"" if value is None else as_bytes(value)
        seen = here.canaries.stored_in(content) | elsewhere.canaries.stored_in(content) | typed_in(content)
        found |= {f"{what} in {column}" for what in seen}

    assert found == set()


def test_nothing_stands_in_the_file_beside_the_rows(here: Side, vendor: str) -> None:
    """Also not in pages that were freed. PostgreSQL keeps rows only as the test above reads them."""
    if vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    do_everything(here)
    connection.ensure_connection()
    file = connection.connection.serialize()

    assert len(file) > 100_000
    assert "钟楼社区".encode() in file
    assert here.canaries.stored_in(file) | typed_in(file) == set()


def test_a_name_in_a_plain_column_is_found(here: Side) -> None:
    """The control: what an office writes about itself is plain, so a name there is seen."""
    campaign = here.campaign
    campaign.notice = next(window for window, what in here.canaries.windows.items() if what == "Household.head_name")
    campaign.save()
    found = {column for column, value in everything_stored() if value and here.canaries.stored_in(as_bytes(value))}

    assert found == {"wishes_campaign.notice"}


def test_fingerprint_of_a_form_needs_the_installations_key(settings: Any) -> None:
    """What is kept of a form to know it again is no hash that anybody could make of a name and all phone numbers."""
    typed = {"name": "吴桂花", "phone": "13800000007"}
    kept = fingerprint_of(typed)
    settings.SECRET_KEY = "another installation"

    assert fingerprint_of(typed) != kept


# --- logs -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Everything the house would write to its log, at the level of detail that nobody dares to set."""
    written = StringIO()
    names = [None, *logging.root.manager.loggerDict]
    loggers = [logging.getLogger(name) for name in names]
    handlers = {handler for logger in loggers for handler in logger.handlers if _writes_to_stderr(handler)}
    assert handlers
    before = [(logger, logger.level) for logger in loggers]
    streams = [(handler, handler.setStream(written)) for handler in handlers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield written
    for logger, level in before:
        logger.setLevel(level)
    for handler, stream in streams:
        handler.setStream(stream)


def _writes_to_stderr(handler: logging.Handler) -> bool:
    """Handlers of the house's own settings; pytest's are of a kind of its own."""
    return type(handler) is logging.StreamHandler


def boom(request: Any) -> None:
    """A view that fails with what somebody typed in its words."""
    raise RuntimeError(f"{request.GET.get('q', '')} cannot be read")


def gone(request: Any) -> None:
    raise OperationalError(f"connection lost while looking for {request.GET.get('q', '')}")


def test_logs_tell_of_nobody(here: Side, logs: StringIO, settings: Any) -> None:
    for asker in (askers.NOBODY, askers.of_role(here, "worker")):
        for page in crawl(asker, starts(here, asker), most=150):
            assert page.status < 500 or page.route == "healthz"
    do_everything(here)
    settings.ROOT_URLCONF = _Addresses
    told = "、".join([*here.canaries.windows, *TYPED])
    client = browser(askers.of_role(here, "secretary"))
    client.raise_request_exception = False
    statuses = [client.get(where, {"q": told}).status_code for where in ("/boom", "/gone", "/no/such/page")]
    statuses += [client.get("/", headers={"Host": "evil.example.com"}).status_code]

    assert statuses == [500, 503, 404, 400]
    assert "RuntimeError" in logs.getvalue()
    assert " DEBUG " in logs.getvalue()
    assert here.canaries.stored_in(logs.getvalue().encode()) | typed_in(logs.getvalue().encode()) == set()


class _Addresses:
    """The house's addresses as they stand at this moment, with its own pages for what goes wrong."""

    handler400, handler403 = house_urls.handler400, house_urls.handler403
    handler404, handler500 = house_urls.handler404, house_urls.handler500
    urlpatterns = [*house_urls.urlpatterns, path("boom", boom), path("gone", gone)]


def test_page_of_a_fault_repeats_nothing(here: Side, settings: Any) -> None:
    settings.ROOT_URLCONF = _Addresses
    client = browser(askers.of_role(here, "secretary"))
    client.raise_request_exception = False
    told = "、".join(here.canaries.windows)
    for where in ("/boom", "/gone", "/no/such/page"):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.get(where, {"q": told}, headers=headers)
            # the switch of language leads back to the visitor's own address, with what they typed there
            assert here.canaries.seen_in(same_for_all(answer)) == set(), where


# --- what leaves the house --------------------------------------------------------------------------------------------


def test_mail_carries_a_code_and_nobodys_name(here: Side, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    do_everything(here)
    send_due()
    assert mail.outbox

    for message in mail.outbox:
        sent = message.message()
        headers = "\n".join(f"{name}: {value}" for name, value in sent.items() if name != "To")
        assert here.canaries.seen_in(f"{headers}\n{message.body}") == set()
        assert not any(words in f"{headers}\n{message.body}" for words in TYPED)
        assert not any(digit.isdigit() for digit in message.subject)


def test_robots_webhooks_and_text_messages_carry_figures_and_codes_only(
    here: Side, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the office wrote a name into a place that may leave."""
    templates = {kind: "SMS_1" for kind, text in kinds.registered().items() if text.sms}
    settings.LINLI_SMS = Sms("aliyun", "id", "secret", "邻里", templates)
    told: dict[str, list[str]] = {"phone": [], "group": []}
    monkeypatch.setattr(tasks, "send_sms", lambda _phone, *what: told["phone"].append(repr(what)))
    monkeypatch.setattr(tasks, "say_by_robot", lambda _kind, _token, _secret, text: told["group"].append(text))
    monkeypatch.setattr(tasks, "post_to_webhook", lambda _url, _secret, text, _id: told["group"].append(text))
    do_everything(here)
    add_channel(community_id=here.code, kind="wecom", name="群", address="robot-key-1", by=here.actor("secretary"))
    assert tell_of_the_day(office=Community.objects.get(pk=here.code))
    tomorrow = clock.local(clock.now()).replace(hour=10) + timedelta(days=1)
    for at in (clock.now(), tomorrow):
        with clock.at(at):
            tasks.send_due_in(community_id=here.code)

    assert told["phone"]
    for words in (*told["phone"], *told["group"]):
        assert here.canaries.seen_in(words) == set()
        assert not any(mark in words for mark in TYPED)


def test_texts_for_claimants_name_no_family(here: Side) -> None:
    """What is passed on tells of the thing and the number, never of whose wish it is."""
    do_everything(here)
    page = ask(askers.of_role(here, "secretary"), "GET", address("outgoing", here))
    seen = {what for what in here.canaries.seen_in(content_of(page)) if not what.startswith(HIDDEN)}

    assert not [what for what in seen if what.startswith(("Household", "Wish", "Consent"))]
