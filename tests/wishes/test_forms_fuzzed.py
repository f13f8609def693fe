"""Whatever is posted to the forms of collecting: an answer in words, never a fault, and what was typed is kept."""

from html import escape
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.wishes.models import CollectingLink
from tests.factories import acting
from tests.factories.people import BELL_TOWER, office
from tests.factories.submissions import open_link_of, sent_through
from tests.trust.looking import undone

pytestmark = pytest.mark.django_db
ANYTHING = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=10),
)
NUMBERS = st.one_of(st.just("1"), st.just("3"), st.just("99999"), st.just("-1"), st.just("²"), ANYTHING)
CHOICES = st.sampled_from(["take", "join", "drop", "", "other"])
FUZZED = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def form(step: str) -> st.SearchStrategy[dict[str, Any]]:
    row = {"item": ANYTHING, "quantity": NUMBERS, "unit": ANYTHING, "spec": ANYTHING, "text": ANYTHING}
    rows = {f"row-{at}-{name}": value for at in (0, 1) for name, value in row.items()}
    rows |= {f"row-{at}-choice": CHOICES for at in (0, 1)}
    who = {"head_name": ANYTHING, "phone": ANYTHING, "address": ANYTHING, "giver_name": ANYTHING, "said": ANYTHING}
    pasted = {"family-0": ANYTHING, "number-0": NUMBERS, "who-0": ANYTHING, "of-0": NUMBERS, "messages": NUMBERS}
    told = {"given_by": st.sampled_from(["self", "agent", "no"]), "rows": NUMBERS, "parsed": ANYTHING}
    return st.fixed_dictionaries({**rows, **who, **pasted, **told, "step": st.just(step), "text": ANYTHING})


@pytest.fixture
def link() -> CollectingLink:
    office()
    return open_link_of()


def keeps(page: str, typed: str) -> bool:
    """Whether a field of the page still has what was typed; of signs that nobody can type nothing is asked."""
    return escape(typed.strip()) in page or not typed.strip().isprintable() or typed.strip() == ""


@FUZZED
@given(data=st.one_of(form("read"), form("send"), form("change")))
def test_residents_form(data: dict[str, Any], link: CollectingLink, client: Any) -> None:
    with undone():
        answer = client.post(f"/w/{link.code}", data | {"key": uuid4().hex})
        assert answer.status_code in (200, 302, 422)
        if answer.status_code != 302:
            page = answer.content.decode()
            assert all(keeps(page, data[name]) for name in ("head_name", "phone", "address"))


@FUZZED
@given(data=st.one_of(form("read"), form("confirm")))
def test_pasted_chat(data: dict[str, Any], link: CollectingLink) -> None:
    client = acting.client_of("worker")
    with undone():
        answer = client.post(f"/desk/{BELL_TOWER}/wishes/paste", data | {"key": uuid4().hex})
        assert answer.status_code in (200, 302, 422)


@FUZZED
@given(data=st.one_of(form("parse"), form("save"), form("find")))
def test_doorstep(data: dict[str, Any], link: CollectingLink) -> None:
    client = acting.client_of("worker")
    with undone():
        answer = client.post(f"/desk/{BELL_TOWER}/wishes/new", data | {"key": uuid4().hex})
        assert answer.status_code in (200, 302, 422)
        if answer.status_code != 302:
            assert keeps(answer.content.decode(), data["head_name"])


@FUZZED
@given(data=form("accept"), family=st.one_of(st.sampled_from(["new", "", "x"]), ANYTHING), reason=ANYTHING)
def test_what_a_resident_sent(data: dict[str, Any], family: str, reason: str, link: CollectingLink) -> None:
    sent = sent_through(link)
    client = acting.client_of("worker")
    there = f"/desk/{BELL_TOWER}/wishes/collecting/{sent.pk}/"
    with undone():
        answer = client.post(there, data | {"family": family, "key": uuid4().hex})
        assert answer.status_code in (200, 302, 422)
    with undone():
        answer = client.post(f"{there}decline", {"reason": reason, "key": uuid4().hex})
        assert answer.status_code in (200, 302, 422)
