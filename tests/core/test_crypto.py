"""What is sealed is read only where it was written, and only unaltered (trust, row 17)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.crypto import EncryptedTextField, Keyring, Unreadable, blind_index, key_of, keyring, unseal
from linli.core.ids import new_id
from linli.people.models import Person
from tests.factories.people import BELL_TOWER, WEST_LAKE, family

RING = Keyring.generate()


def person(name: str = "王小旭", phone: str = "18600001402", community: int = BELL_TOWER) -> Person:
    made = Person(community_id=community, origin="staff", made_at="2026-12-06T00:00:00Z")
    made.set_name(name)
    made.set_phone(phone)
    made.save()
    return made


def stored(row: Person, column: str = "name") -> bytes:
    return bytes(Person.objects.within(row.community_id).filter(pk=row.pk).values_list(column, flat=True).get())


def put(row: Person, column: str, value: bytes) -> Person:
    Person.objects.within(row.community_id).filter(pk=row.pk).update(**{column: value})
    read: Person = Person.objects.within(row.community_id).get(pk=row.pk)
    return read


@given(st.text(), st.text())
def test_text_comes_back_the_same(text: str, bound: str) -> None:
    assert RING.open(RING.seal(text, bound), bound) == text


def test_same_text_is_sealed_differently_each_time() -> None:
    assert len({RING.seal("低保", "a") for _time in range(50)}) == 50


def test_every_flipped_bit_is_refused() -> None:
    sealed = RING.seal("王小旭 186 0000 1402", "people_person|name|1")

    for place in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[place // 8] ^= 1 << place % 8
        with pytest.raises(Unreadable):
            RING.open(bytes(altered), "people_person|name|1")


@given(st.data())
def test_every_cut_and_every_addition_is_refused(data: Any) -> None:
    sealed = RING.seal("王小旭", "a")
    start = data.draw(st.integers(0, len(sealed)))
    end = data.draw(st.integers(start, len(sealed)))
    more = data.draw(st.binary(max_size=3))
    altered = sealed[start:end] + more
    if altered == sealed:
        return

    with pytest.raises(Unreadable):
        RING.open(altered, "a")


@given(st.text(), st.text())
def test_value_bound_to_one_place_is_refused_in_another(here: str, there: str) -> None:
    if here == there:
        return
    with pytest.raises(Unreadable):
        RING.open(RING.seal("王小旭", here), there)


@given(st.binary())
def test_what_was_never_sealed_is_refused(nonsense: bytes) -> None:
    with pytest.raises(Unreadable):
        RING.open(nonsense, "a")


def test_another_installation_reads_nothing() -> None:
    with pytest.raises(Unreadable):
        Keyring.generate().open(RING.seal("王小旭", "a"), "a")


@pytest.mark.django_db
def test_names_and_phones_are_unreadable_in_the_database_itself() -> None:
    family(note="一人需长期护理")
    person()
    with connection.cursor() as cursor:
        for table in ("people_person", "people_household"):
            cursor.execute(f"SELECT * FROM {table} WHERE community_id = {BELL_TOWER}")  # noqa: S608  # -- names of ours
            text = repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in cursor.fetchone()])
            for secret in ("王小旭", "18600001402", "秦秀芝", "钟楼小区", "护理"):
                assert secret not in text
                assert repr(secret.encode())[2:-1] not in text


@pytest.mark.django_db
def test_value_moved_to_another_row_column_or_table_is_refused() -> None:
    first, second = person("王小旭"), person("李明")
    household = family()

    for moved in (
        put(first, "name", stored(second)),
        put(first, "name", stored(first, "phone")),
        put(first, "name", bytes(type(household).objects.within(BELL_TOWER).values_list("head_name", flat=True).get())),
    ):
        with pytest.raises(Unreadable):
            moved.name  # noqa: B018  # -- reading it is what opens it


@pytest.mark.django_db
def test_every_swap_between_rows_and_columns_is_refused() -> None:
    """Every sealed value put into every other place of the table."""
    rows = [person(f"王{number}", f"1860000140{number}") for number in range(4)]
    values = {(row.pk, column): stored(row, column) for row in rows for column in ("name", "phone")}

    refused = 0
    for (key, column), value in values.items():
        field: Any = Person._meta.get_field(column)
        for other in values:
            if other == (key, column):
                continue
            there: Any = Person._meta.get_field(other[1])
            with pytest.raises(Unreadable):
                there.open(value, other[0])
            refused += 1
        assert field.open(value, key)
    assert refused == 8 * 7


@pytest.mark.django_db
def test_row_moved_to_another_community_keeps_its_words_only_where_it_is() -> None:
    here = person(community=BELL_TOWER)
    there = person("李明", community=WEST_LAKE)

    with pytest.raises(Unreadable):
        put(there, "name", stored(here)).name  # noqa: B018  # -- reading it is what opens it


@pytest.mark.django_db
def test_sealed_column_is_neither_written_unbound_nor_searched() -> None:
    row = person()
    rows = Person.objects.within(BELL_TOWER)

    with pytest.raises(TypeError), transaction.atomic():
        rows.update(name="李明")
    with pytest.raises(TypeError):
        list(rows.filter(name="王小旭"))
    with pytest.raises((TypeError, FieldError)):
        list(rows.filter(name__contains="王"))
    with pytest.raises(TypeError):
        rows.filter(name__in=["王小旭"]).exists()
    assert Person.objects.within(BELL_TOWER).get(pk=row.pk).name == "王小旭"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "0", "False", "王\n小旭", "😀" * 500, " "])
def test_any_text_is_kept_as_it_is(text: str) -> None:
    row = person(text)

    assert Person.objects.within(BELL_TOWER).get(pk=row.pk).name == text


@pytest.mark.django_db
def test_rows_added_in_bulk_are_sealed_too() -> None:
    rows = [Person(id=new_id(), community_id=BELL_TOWER, origin="roster", made_at="2026-12-06T00:00:00Z") for _ in "ab"]
    for number, row in enumerate(rows):
        row.set_name(f"王{number}")
    Person.objects.bulk_create(rows)

    assert {row.name for row in Person.objects.within(BELL_TOWER)} == {"王0", "王1"}
    assert "王0".encode() not in stored(rows[0])


@pytest.mark.django_db
def test_column_left_out_is_fetched_when_it_is_read() -> None:
    row = person()
    partly = Person.objects.within(BELL_TOWER).defer("name").get(pk=row.pk)

    assert partly.name == "王小旭"


@pytest.mark.django_db
def test_row_written_back_without_being_read_stays_sealed_as_it_was() -> None:
    row = person()
    before = stored(row)
    untouched = Person.objects.within(BELL_TOWER).get(pk=row.pk)
    untouched.save()

    assert stored(row) == before


def test_value_without_a_row_cannot_be_sealed() -> None:
    lost = Person(id=None, community_id=BELL_TOWER)
    lost.name = "王小旭"
    field: Any = Person._meta.get_field("name")

    with pytest.raises(TypeError):
        field.pre_save(lost, add=True)


def test_equal_values_have_equal_indexes_of_one_purpose_only() -> None:
    assert blind_index("phone", "18600001402") == blind_index("phone", "18600001402")
    assert blind_index("phone", "18600001402") != blind_index("phone", "18600001403")
    assert blind_index("phone", "18600001402") != blind_index("address", "18600001402")
    assert blind_index("phone", "") == b""
    assert len(blind_index("phone", "18600001402")) == 16


def test_another_installation_makes_other_indexes() -> None:
    assert RING.index_of("phone", "18600001402") != Keyring.generate().index_of("phone", "18600001402")


@settings(max_examples=20)
@given(st.integers(1, 4))
def test_older_keys_go_on_opening_what_they_sealed(times: int) -> None:
    ring, sealed = Keyring.generate(), []
    for _time in range(times):
        sealed.append(ring.seal("王小旭", "a"))
        ring = ring.rotated()

    assert [ring.open(value, "a") for value in sealed] == ["王小旭"] * times
    assert [key_of(value) for value in sealed] == [f"k{number + 1}" for number in range(times)]
    assert ring.current == f"k{times + 1}"
    with pytest.raises(Unreadable):
        ring.without_old().open(sealed[-1], "a")


def test_key_id_is_bound_in_so_that_a_value_cannot_be_handed_to_another_key() -> None:
    ring = Keyring("k2", {"k1": RING.keys["k1"], "k2": RING.keys["k1"]}, RING.index)
    sealed = ring.seal("王小旭", "a")

    with pytest.raises(Unreadable):
        ring.open(sealed.replace(b"k2", b"k1", 1), "a")


def test_keyring_comes_back_from_its_file(tmp_path: Path) -> None:
    ring = RING.rotated().with_next_index()
    ring.save(tmp_path / "keys.json")

    assert Keyring.load(tmp_path / "keys.json") == ring
    assert ring.with_index_moved().index == ring.next_index
    assert ring.with_next_index() == ring


@pytest.mark.parametrize(
    "change", [{"current": "k9"}, {"index": "c2hvcnQ="}, {"keys": {"k1": "c2hvcnQ="}}, {"keys": {}}, {"index": "!!!!"}]
)
def test_broken_keyring_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(json.loads(RING.dump()) | change), "utf-8")

    with pytest.raises(ValueError, match=r"keyring|base64|padding"):
        Keyring.load(path)


def test_keys_are_not_shown_when_the_keyring_is() -> None:
    assert RING.keys["k1"].hex() not in repr(RING)
    assert repr(RING.keys["k1"])[2:-1] not in repr(RING)


def test_installation_reads_what_it_sealed() -> None:
    assert unseal(keyring().seal("王小旭", "a"), "a") == "王小旭"


def test_sealed_fields_stay_out_of_forms() -> None:
    assert not EncryptedTextField().editable
