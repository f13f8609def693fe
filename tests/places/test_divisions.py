"""The official list of divisions: one finds one's place however one writes it."""

import itertools
import lzma
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from linli.core.errors import NotHere
from linli.places.reading import divisions, listing
from linli.places.reading.codes import above, level_of, padded, range_of
from linli.places.reading.divisions import search, short_name

BELL_TOWER = 140802004008


@pytest.fixture(scope="module")
def official() -> list[tuple[int, str]]:
    """The list as it is shipped, line by line."""
    lines = lzma.decompress(listing.PACKED.read_bytes()).decode().splitlines()[1:]
    return [(padded(code), name) for code, name in (line.split(",") for line in lines)]


@pytest.mark.parametrize(
    "text",
    [
        "盐湖 钟楼",
        "盐湖区　钟楼",
        "钟楼 盐湖",
        "山西 运城 钟楼",
        "盐湖区南城街道钟楼社区",
        "山西省运城市盐湖区南城街道钟楼社区居民委员会",
        "运城盐湖钟楼",
        "运城市盐湖区南城办事处钟楼社区",
        "运城市/盐湖区/钟楼社区",
        "140802004008",
        "１４０８０２００４００８",
    ],
)
def test_the_bell_tower_community_is_found_however_it_is_written(text: str) -> None:
    assert [place.code for place in search(text)] == [BELL_TOWER]


def test_a_place_shows_its_short_name_and_the_way_to_it() -> None:
    place = divisions.division(BELL_TOWER)
    assert (place.name, place.official_name, place.level) == ("钟楼社区", "钟楼社区居委会", "community")
    assert place.path == ("山西省", "运城市", "盐湖区", "南城街道", "钟楼社区")


def test_the_six_communities_of_the_demo_are_on_the_list() -> None:
    codes = {140802004008, 140802005029, 140821100020, 140825400001, 140823400012, 140828100002}
    assert {divisions.division(code).name for code in codes} == {
        "钟楼社区",
        "学苑花都社区",
        "合欢社区",
        "中城社区",
        "西湖社区",
        "城西社区",
    }


def test_any_part_of_any_name_finds_its_place(official: list[tuple[int, str]]) -> None:
    chance = random.Random(20231)
    for code, name in chance.sample(official, 60):
        start = chance.randrange(len(name))
        part = name[start : chance.randrange(start + 1, len(name) + 1)]
        parent = divisions.ancestors(code)
        within = " ".join([*(place.official_name for place in parent), part])
        found = {place.code for place in search(within, limit=10**6)}
        assert code in found, (name, part)


def test_a_part_that_runs_into_the_kind_of_a_place_is_a_part_of_its_name() -> None:
    assert BELL_TOWER in [place.code for place in search("盐湖 楼社区居")]


def test_the_place_that_bears_the_name_comes_first_then_longer_names() -> None:
    assert search("盐湖")[0].name == "盐湖区"
    names = [place.name for place in search("钟楼", level="community", limit=100)]
    assert names[0] == "钟楼社区"
    assert names.index("钟楼村") < names.index("钟楼坪村")


def test_communities_come_before_villages_of_the_same_name() -> None:
    kinds = [place.name for place in search("合欢", level="community")]
    assert kinds[:3] == ["合欢社区", "合欢社区", "合欢村"]


def test_only_the_wanted_level_is_given() -> None:
    assert {place.level for place in search("新华", level="street", limit=50)} == {"street"}
    assert [place.name for place in search("运城", level="city")] == ["运城市"]


def test_the_beginning_of_a_code_lists_what_is_below_from_the_top() -> None:
    found = search("140802004", limit=3)
    assert [place.code for place in found] == [140802004000, 140802004001, 140802004002]


def test_a_name_with_digits_is_found_and_digits_of_codes_are_no_names() -> None:
    assert [place.name for place in search("1201社区")] == ["1201社区"]
    assert all("1" in place.official_name for place in search("1", limit=100))


def test_what_is_nowhere_finds_nothing() -> None:
    for text in ("", "  ", "、", "没有这个地方呀", "99", "140802004999", "x" * 500, "盐湖 没有", "\x00", "\n"):
        assert search(text) == [], text


def test_no_more_are_given_than_asked_for() -> None:
    assert len(search("村", limit=7)) == 7


def test_an_unknown_code_is_not_here() -> None:
    for code in (140802004999, 990000000000, 1, 140802999000):
        with pytest.raises(NotHere):
            divisions.division(code)


def test_each_line_of_the_list_is_found_by_its_code(official: list[tuple[int, str]]) -> None:
    for code, name in random.Random(7).sample(official, 300):
        assert divisions.division(code).official_name == name


def test_children_are_those_directly_below(official: list[tuple[int, str]]) -> None:
    assert [place.code for place in divisions.children(140802004000)] == [
        code for code, _name in official if 140802004000 < code < 140802005000
    ]
    assert len(divisions.children(140800000000)) == 13
    assert divisions.children(BELL_TOWER) == []


def test_a_city_without_counties_has_streets_directly_below_it() -> None:
    streets = divisions.children(441900000000)
    assert {place.level for place in streets} == {"street"}
    assert streets[0].path[:2] == ("广东省", "东莞市")


def test_groupings_that_nobody_says_are_left_out_of_the_way() -> None:
    assert divisions.division(110101001001).path == ("北京市", "东城区", "东华门街道", "多福巷社区")


@pytest.mark.parametrize(
    ("official_name", "short"),
    [
        ("钟楼社区居委会", "钟楼社区"),
        ("中城社区居民委员会", "中城社区"),
        ("东阜村委会", "东阜村"),
        ("三家村村民委员会", "三家村"),
        ("西村村委会", "西村"),
        ("光明居民委员会", "光明居委会"),
        ("敖包嘎查村民委员会", "敖包嘎查"),
        ("南城街道办事处", "南城街道"),
        ("村委会", "村委会"),
        ("前进农场第八管理区", "前进农场第八管理区"),
    ],
)
def test_short_names_are_those_that_people_use(official_name: str, short: str) -> None:
    assert short_name(official_name) == short


def test_a_code_tells_its_level_what_is_above_and_what_is_below() -> None:
    levels = [level_of(padded(digits)) for digits in ("14", "1408", "140802", "140802004", "140802004008")]
    assert levels == ["province", "city", "county", "street", "community"]
    assert above(BELL_TOWER) == (140000000000, 140800000000, 140802000000, 140802004000)
    assert range_of(140802000000) == (140802000000, 140802999999)
    assert range_of(BELL_TOWER) == (BELL_TOWER, BELL_TOWER)


# --- the file it is laid out in -------------------------------------------------------------------------------------


@pytest.fixture
def small_list(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A list of four lines in place of the official one, and an empty folder."""
    packed = tmp_path / "small.csv.xz"
    packed.write_bytes(lzma.compress("code,name\n14,山西省\n1408,运城市\n140802,盐湖区\n140802004,南城街道\n".encode()))
    monkeypatch.setattr(listing, "PACKED", packed)
    return tmp_path / "cache"


def test_the_list_is_laid_out_once_and_used_again(small_list: Path) -> None:
    first = listing.open_listing(small_list)
    made = next(small_list.iterdir()).stat().st_mtime_ns
    again = listing.open_listing(small_list)
    assert again.line(140802004000) == first.line(140802004000) == listing.Line(140802004000, "南城街道")
    assert [path.stat().st_mtime_ns for path in small_list.iterdir()] == [made]


@pytest.mark.parametrize("spoiled", [b"", b"linli-d1", b"x" * 500])
def test_a_spoiled_file_is_laid_out_anew(small_list: Path, spoiled: bytes) -> None:
    listing.open_listing(small_list)
    next(small_list.iterdir()).write_bytes(spoiled)
    assert listing.open_listing(small_list).line(140000000000) == listing.Line(140000000000, "山西省")


def test_a_file_cut_off_in_the_middle_is_laid_out_anew(small_list: Path) -> None:
    listing.open_listing(small_list)
    path = next(small_list.iterdir())
    path.write_bytes(path.read_bytes()[:-5])
    assert listing.open_listing(small_list).line(140802004000) is not None


def test_many_may_lay_it_out_at_once_and_leave_one_file(small_list: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(listing.open_listing, itertools.repeat(small_list, 16)))
    assert all(one.line(140802000000) == listing.Line(140802000000, "盐湖区") for one in opened)
    assert len(list(small_list.iterdir())) == 1


def test_where_nothing_can_be_written_the_list_is_kept_in_memory(small_list: Path) -> None:
    small_list.write_text("a file where the folder should be")
    assert listing.open_listing(small_list).line(140802000000) == listing.Line(140802000000, "盐湖区")
