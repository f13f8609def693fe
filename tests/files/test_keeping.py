"""Pictures between being handed in and being erased: sealed in a folder, seen by whom their owner lets."""

import os
import stat
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from linli.core import clock
from linli.core.actor import SYSTEM, Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.core.errors import Conflict, NotHere, Refused
from linli.files import kinds
from linli.files.models import Picture
from linli.files.queries import Shown, picture_for
from linli.files.reading.envelopes import Altered
from linli.files.reading.redrawing import SMALL, WHOLE, redrawn
from linli.files.services import erase_unused, give_to_owner, hand_in, keep_picture, let_go
from linli.files.tasks import erase_unused as job
from tests.factories.people import BELL_TOWER, WEST_LAKE, office, staff
from tests.factories.pictures import a_photo

pytestmark = pytest.mark.django_db
KIND = "test"
_there: set[UUID] = set()


def who_may(actor: Actor, community_id: int, picture_id: UUID) -> Decision:
    return ALLOWED if actor.may("desk.open", community_id) else refuse("not you")


def which_are_there(community_id: int, picture_ids: Iterable[UUID]) -> Iterable[UUID]:
    return _there & set(picture_ids)


@pytest.fixture(autouse=True)
def _owner(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    office()
    office(WEST_LAKE, "西湖社区")
    monkeypatch.setattr(kinds, "owners", dict(kinds.owners))
    monkeypatch.setattr("linli.files.queries.owners", kinds.owners)
    monkeypatch.setattr("linli.files.services.owners", kinds.owners)
    _there.clear()
    kinds.register(KIND, may_see=f"{__name__}.who_may", standing=f"{__name__}.which_are_there")


def kept(community: int = BELL_TOWER, by: Actor | None = None) -> Picture:
    photo = redrawn(a_photo(), "吴桂花同意书.jpg")
    return keep_picture(community_id=community, picture=photo, by=by or staff(community=community))


def given(community: int = BELL_TOWER) -> Picture:
    picture = kept(community)
    give_to_owner(community_id=community, picture_id=picture.pk, kind=KIND, by=staff(community=community))
    _there.add(picture.pk)
    return picture


def seen(picture: Picture, by: Actor, size: str = WHOLE, community: int = BELL_TOWER) -> Shown:
    return picture_for(community_id=community, picture_id=picture.pk, kind=KIND, size=size, by=by)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_picture_is_seen_as_it_was_drawn() -> None:
    photo = redrawn(a_photo())

    assert seen(given(), staff()).content == photo.sizes[WHOLE]
    assert seen(given(), staff(), SMALL).content == photo.sizes[SMALL]


def test_files_lie_sealed_spread_over_folders_and_for_their_owner_only(folder: Path) -> None:
    picture = given()
    name = picture.pk.hex
    lying = files(folder)

    assert [path.relative_to(folder).as_posix() for path in lying] == [
        f"{BELL_TOWER}/{name[-2:]}/{name[-4:-2]}/{name}.{size}" for size in (SMALL, WHOLE)
    ]
    for path in lying:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert b"JFIF" not in path.read_bytes()
        assert a_photo()[:40] not in path.read_bytes()


def test_file_that_was_altered_or_put_in_anothers_place_is_not_shown(folder: Path) -> None:
    one, other = given(), given()
    path, there = folder / one.path(WHOLE), folder / other.path(WHOLE)
    path.write_bytes(there.read_bytes())
    there.write_bytes(there.read_bytes()[:-1] + b"\0")
    for picture in (one, other):
        with pytest.raises(Altered):
            seen(picture, staff())


def test_disk_that_fails_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        kept()

    assert files(folder) == []
    assert Picture.objects.within(BELL_TOWER).count() == 1


def test_nobody_sees_a_picture_whom_its_owner_does_not_let() -> None:
    picture = given()
    with pytest.raises(Refused):
        seen(picture, Actor(key="anonymous", label=""))


def test_picture_of_another_community_or_kind_and_one_without_owner_is_not_there() -> None:
    elsewhere, unused = given(WEST_LAKE), kept()
    for picture, size in ((elsewhere, WHOLE), (unused, WHOLE), (given(), "original")):
        with pytest.raises(NotHere):
            seen(picture, staff(), size)
    with pytest.raises(NotHere):
        picture_for(community_id=BELL_TOWER, picture_id=given().pk, kind="consent", size=WHOLE, by=SYSTEM)
    with pytest.raises(KeyError):
        picture_for(community_id=BELL_TOWER, picture_id=given().pk, kind="nothing", size=WHOLE, by=SYSTEM)


def test_picture_is_given_once_and_by_whoever_handed_it_in() -> None:
    picture = given()
    with pytest.raises(Conflict):
        give_to_owner(community_id=BELL_TOWER, picture_id=picture.pk, kind=KIND, by=staff())
    with pytest.raises(Conflict):
        give_to_owner(community_id=BELL_TOWER, picture_id=kept().pk, kind=KIND, by=staff("secretary"))


def test_worker_erases_what_nothing_has(folder: Path) -> None:
    used, gone, replaced = given(), given(), given()
    unused = kept()
    _there.discard(gone.pk)
    let_go(community_id=BELL_TOWER, picture_id=replaced.pk)
    assert erase_unused() == 1
    with clock.at(clock.now() + timedelta(hours=25)):
        fresh = kept()
        assert job() == 2

    left = Picture.objects.within(BELL_TOWER).values_list("pk", flat=True)
    assert set(left) == {used.pk, fresh.pk}
    assert {path.stem for path in files(folder)} == {used.pk.hex, fresh.pk.hex}
    assert unused.pk not in left


def test_worker_asks_after_all_pictures_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.files.services.AT_ONCE", 2)
    pictures = [given() for _nth in range(5)]
    _there.discard(pictures[4].pk)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert erase_unused() == 1


def test_picture_handed_in_twice_by_one_page_is_kept_once() -> None:
    def give(picture_id: UUID) -> dict[str, object]:
        give_to_owner(community_id=BELL_TOWER, picture_id=picture_id, kind=KIND, by=staff())
        return {"picture": picture_id.hex}

    asked = {"community_id": BELL_TOWER, "key": "one page", "body": {}, "picture": redrawn(a_photo()), "by": staff()}
    first = hand_in(give=give, **asked)

    assert hand_in(give=give, **asked) == first
    assert Picture.objects.within(BELL_TOWER).count() == 1


def test_kind_belongs_to_one_owner() -> None:
    with pytest.raises(ValueError, match="two owners"):
        kinds.register(KIND, may_see="another.one", standing="another.one")
