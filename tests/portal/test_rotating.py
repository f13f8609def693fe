"""Changing keys: nothing is lost, nothing stays under the old key, and what could be found is found again."""

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models

from linli.accounts.queries import user_by_phone
from linli.accounts.services.second_factor import opened
from linli.accounts.services.weixin import link_weixin, user_of, weixin_of
from linli.core.actor import SYSTEM
from linli.core.crypto import EncryptedTextField, Keyring, Unreadable, key_of, keyring, look_again
from linli.core.errors import Conflict
from linli.core.ids import new_id
from linli.core.registry import tables
from linli.gate.services import beat, check_code, make_code
from linli.gate.tasks import WORKER
from linli.notifications.services import send
from linli.people.models import Household, Person
from linli.people.queries.persons import person_by_phone_and_name
from linli.portal.services import rotating
from linli.portal.services.appointing import appoint
from linli.timeline.models import Detail
from linli.timeline.services import record
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A keyring of this test's own."""
    path, original = tmp_path / "keys.json", settings.LINLI_KEYRING_FILE
    Keyring.generate().save(path)
    settings.LINLI_KEYRING_FILE = path
    look_again()
    yield path
    settings.LINLI_KEYRING_FILE = original
    look_again()


@pytest.fixture
def houses() -> None:
    """Two communities with everything sealed in them."""
    for community, name in ((BELL_TOWER, "钟楼社区"), (WEST_LAKE, "西湖社区")):
        office(community, name)
        family(community)
        number = "1990000003" + ("1" if community == BELL_TOWER else "2")
        appoint(community_id=community, name="秦芳", phone=number, role="worker", until=None, by=SYSTEM)
        record(community_id=community, subject=("wish", new_id()), verb="send_back", detail="尺码不对", by=SYSTEM)
        send(
            community_id=community,
            kind="sign_in_code",
            dedupe="1",
            recipient_name="王小旭",
            recipient_address="18600001402",
            words={"code": "123456", "minutes": 10},
        )


def rotate(**given: Any) -> str:
    told = StringIO()
    call_command("rotate_keys", stdout=told, no_wait=True, **given)
    return told.getvalue()


def stored() -> list[bytes]:
    """Every sealed value there is."""
    return [
        bytes(value)
        for part in rotating.parts()
        for batch in part.batches(*(field.name for field in part.fields()))
        for _key, *values in batch
        for value in values
        if value
    ]


def assert_readable() -> None:
    for community in (BELL_TOWER, WEST_LAKE):
        household = Household.objects.within(community).get()
        assert (household.head_name, household.phone) == ("秦秀芝", "19900000001")
        assert Person.objects.within(community).get().name == "秦芳"
        assert Detail.objects.within(community).get().text == "尺码不对"


@pytest.mark.usefixtures("houses")
def test_everything_is_sealed_with_the_new_key_and_read_as_before() -> None:
    before = len(stored())

    rotate()

    assert {key_of(value) for value in stored()} == {"k2"}
    assert len(stored()) == before
    assert_readable()


@pytest.mark.usefixtures("houses")
def test_old_key_is_dropped_and_opens_nothing_any_more(ring: Path) -> None:
    old = Keyring.load(ring)
    rotate()

    assert "1" in rotate(drop=True)

    kept = Keyring.load(ring)
    assert (kept.current, list(kept.keys), kept.index) == ("k2", ["k2"], old.index)
    assert_readable()
    assert user_by_phone("19900000031") is not None
    with pytest.raises(Unreadable):
        old.open(stored()[0], "whatever it is bound to")


@pytest.mark.usefixtures("houses")
def test_run_that_was_stopped_is_taken_up_with_the_same_key(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "BATCH", 1)
    whole, done = rotating._seal_value, []

    def stopping(*args: Any) -> int:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(1)
        return whole(*args)

    monkeypatch.setattr(rotating, "_seal_value", stopping)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    assert_readable()
    monkeypatch.setattr(rotating, "_seal_value", whole)

    rotate()

    assert {key_of(value) for value in stored()} == {"k2"}
    assert set(Keyring.load(ring).keys) == {"k1", "k2"}


@pytest.mark.usefixtures("houses")
def test_old_key_is_not_dropped_while_a_value_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rotating.add_key()

    with pytest.raises(Conflict):
        rotating.drop_old_keys()
    assert_readable()


@pytest.mark.usefixtures("houses")
def test_value_written_while_it_is_sealed_anew_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rotating.add_key()
    whole = rotating.unseal

    def slowly(sealed: bytes, bound: str) -> str:
        text = whole(sealed, bound)
        if text == "秦秀芝":
            for household in Household.objects.within(BELL_TOWER):
                household.note = "刚刚写下"
                household.set_head_name("秦新芝")
                household.save()
        return text

    monkeypatch.setattr(rotating, "unseal", slowly)
    rotating.seal_anew()

    written = Household.objects.within(BELL_TOWER).get()
    assert (written.head_name, written.note) == ("秦新芝", "刚刚写下")


@pytest.mark.usefixtures("houses")
def test_server_that_runs_reads_and_writes_on_while_the_key_changes(ring: Path) -> None:
    """Another process added a key; this one has read its ring long ago."""
    assert keyring().current == "k1"
    fresh = Keyring.load(ring).rotated()
    fresh.save(ring)
    field = Person._meta.get_field("name")
    assert isinstance(field, EncryptedTextField)
    person = Person.objects.within(BELL_TOWER).get()

    Person.objects.within(BELL_TOWER).update(name=fresh.seal("秦新", field.bound(person.pk)))

    assert Person.objects.within(BELL_TOWER).get().name == "秦新"
    assert keyring().current == "k2"


@pytest.mark.usefixtures("houses")
def test_what_could_be_found_is_found_under_the_new_index(ring: Path) -> None:
    old = keyring().index_of("phone", "19900000031")
    code = make_code(community_id=BELL_TOWER, purpose="claim", phone="19900000031", by=SYSTEM)
    linked = user_by_phone("19900000031")
    assert linked is not None
    link_weixin(user=linked, openid="openid of one")

    rotate(index=True)

    assert user_of("openid of one") is None
    assert weixin_of(linked) is None

    assert keyring().index_of("phone", "19900000031") != old
    user = user_by_phone("19900000031")
    assert user is not None
    found = person_by_phone_and_name(BELL_TOWER, "19900000031", "秦芳")
    assert found is None or found.user_id == user.pk
    person = Person.objects.within(BELL_TOWER).get()
    assert bytes(person.phone_index) == keyring().index_of("phone", "19900000031")
    assert bytes(person.name_index) == keyring().index_of("person.name", "秦芳")
    household = Household.objects.within(WEST_LAKE).get()
    assert bytes(household.head_name_index) == keyring().index_of("person.name", "秦秀芝")
    assert bytes(household.address_index) == keyring().index_of("address", household.address)
    assert not check_code(community_id=BELL_TOWER, purpose="claim", phone="19900000031", code=code, by=SYSTEM)
    assert Keyring.load(ring).next_index == b""


@pytest.mark.usefixtures("houses")
def test_index_run_that_was_stopped_is_taken_up_with_the_same_key(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rotating._index_part

    def stopping(part: Any, moved: Keyring) -> int:
        whole(part, moved)
        raise KeyboardInterrupt

    monkeypatch.setattr(rotating, "_index_part", stopping)
    with pytest.raises(KeyboardInterrupt):
        rotate(index=True)
    waiting = Keyring.load(ring).next_index
    monkeypatch.setattr(rotating, "_index_part", whole)

    rotate(index=True)

    assert waiting
    assert Keyring.load(ring).index == waiting
    assert user_by_phone("19900000032") is not None


def test_index_is_not_changed_while_the_worker_is_alive() -> None:
    beat(WORKER)

    with pytest.raises(CommandError):
        rotate(index=True)


def test_every_blind_index_is_made_anew() -> None:
    """A table whose index the rotation does not know would lose its families."""
    unknown = []
    for table in tables.values():
        part = rotating.Part(table.model, list)
        known = part.indexes()
        assert all(field.name in rotating.PURPOSES for field in known.values()), table.model
        unknown += [
            f"{table.model.__name__}.{field.name}"
            for field in table.model._meta.concrete_fields
            if isinstance(field, models.BinaryField) and field.name.endswith("_index") and field.name not in known
        ]

    # found by its phone for ten minutes only, and by nothing but the index: the rotation drops these rows
    assert sorted(unknown) == ["OneTimeCode.phone_index", "WeixinLink.openid_index"]


def test_every_model_with_sealed_values_is_registered() -> None:
    sealed = {
        model._meta.label
        for model in apps.get_models()
        if any(isinstance(field, EncryptedTextField) for field in model._meta.concrete_fields)
    }

    assert sealed <= set(tables)


def test_keyring_is_replaced_whole_and_read_by_its_owner_only(ring: Path) -> None:
    rotating.add_key()

    assert ring.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in ring.parent.iterdir()] == [ring.name]
    assert os.access(ring, os.R_OK)


def test_secrets_of_second_factors_move_to_the_new_key(houses: None) -> None:
    user = user_by_phone("19900000031")
    assert user is not None
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(user).generate_codes()
    rotating.add_key()
    assert rotating.count_second_factors_under_old_keys() == 2

    rotating.seal_anew()
    rotating.drop_old_keys()

    rows = {row.type: row for row in Authenticator.objects.filter(user=user)}
    assert opened(rows["totp"].data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert RecoveryCodes(rows["recovery_codes"]).generate_codes() == codes
