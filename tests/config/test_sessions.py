"""Sessions are sealed, and every write of theirs is in a transaction."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from linli.config.sessions import SessionStore


@pytest.fixture
def store() -> SessionStore:
    """A saved session that holds a phone."""
    made = SessionStore()
    made["phone"] = "13800001111"
    made.save()
    return made


@pytest.mark.django_db(transaction=True)
def test_a_session_is_made_read_and_ended_without_a_transaction_around_it(store: SessionStore) -> None:
    key = store.session_key or ""
    assert SessionStore(key)["phone"] == "13800001111"

    store.flush()
    SessionStore.clear_expired()

    assert not SessionStore().exists(key)


@pytest.mark.django_db
def test_a_phone_in_a_session_is_not_read_in_a_stolen_database(store: SessionStore) -> None:
    row = Session.objects.get(session_key=store.session_key)

    assert "13800001111" not in row.session_data
    assert SessionStore().decode(row.session_data) == {"phone": "13800001111"}


@pytest.mark.django_db
def test_an_altered_session_is_an_empty_one(store: SessionStore) -> None:
    row = Session.objects.get(session_key=store.session_key)
    altered = row.session_data[:-2] + ("aa" if row.session_data[-2:] != "aa" else "bb")

    assert SessionStore().decode(altered) == {}


@pytest.mark.django_db(transaction=True)
def test_the_sign_in_page_answers_a_post_without_a_transaction_around_it(client: Client) -> None:
    answer = client.post("/accounts/login/", {"phone": "13800000000"})

    assert answer.status_code < 500
