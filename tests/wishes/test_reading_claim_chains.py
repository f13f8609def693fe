"""Chain messages in which people say what they take."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.wishes.reading.claim_chains import SpokenClaim, read_claim_chain, read_claims


def only(text: str) -> SpokenClaim:
    claims = read_claim_chain(text)
    assert len(claims) == 1
    return claims[0]


@pytest.mark.parametrize(
    ("line", "name", "numbers"),
    [
        ("1. 陈晓东 03号", "陈晓东", (3,)),
        ("2、林丽娜 认领 7、12", "林丽娜", (7, 12)),
        ("黄军：我领15号和22号", "黄军", (15, 22)),
        ("孙丽认领2", "孙丽", (2,)),
        ("小刘领18", "小刘", (18,)),
        ("3号 张丽", "张丽", (3,)),
        ("03号 陈晓东", "陈晓东", (3,)),
        ("王磊 7-9", "王磊", (7, 8, 9)),
        ("赵敏 认领第9号、第十号", "赵敏", (9, 10)),
        ("欧阳志强 ４０号", "欧阳志强", (40,)),
        ("阿依古丽·买买提 12", "阿依古丽·买买提", (12,)),
        ("雷某 5号 5号", "雷某", (5,)),
        ("7、12 林丽娜", "林丽娜", (7, 12)),
        ("7 林丽娜", "林丽娜", (7,)),
        ("1 林丽娜 7", "林丽娜", (7,)),
    ],
)
def test_who_takes_which_numbers(line: str, name: str, numbers: tuple[int, ...]) -> None:
    claim = only(line)

    assert (claim.name, claim.numbers, claim.item_hint, claim.sure, claim.text) == (name, numbers, "", True, line)


@pytest.mark.parametrize(
    ("line", "name", "organisation", "numbers"),
    [
        ("何海燕 盐化中学 31", "何海燕", "盐化中学", (31,)),
        ("市市场监督管理局 雷某 5号", "雷某", "市市场监督管理局", (5,)),
        ("盐湖区审计局赵敏 认领9号", "赵敏", "盐湖区审计局", (9,)),
        ("刘洋（审计局）认领16、17", "刘洋", "审计局", (16, 17)),
        ("张伟 盐湖区人事考试中心 我要认领 33 34", "张伟", "盐湖区人事考试中心", (33, 34)),
        ("李强 运管处 6", "李强", "运管处", (6,)),
    ],
)
def test_the_employer_is_told_from_the_name(line: str, name: str, organisation: str, numbers: tuple[int, ...]) -> None:
    claim = only(line)

    assert (claim.name, claim.organisation_hint, claim.numbers, claim.sure) == (name, organisation, numbers, True)


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("高伟明 19900010004 认领8号", "19900010004"),
        ("高伟明 199-0001-0004 认领8号", "19900010004"),
        ("姓名：高伟明 电话：+86 199 0001 0004 认领：8号", "19900010004"),
    ],
)
def test_a_phone_is_no_number_of_a_wish(line: str, phone: str) -> None:
    claim = only(line)

    assert (claim.name, claim.phone, claim.numbers, claim.sure) == ("高伟明", phone, (8,), True)


@pytest.mark.parametrize(
    ("line", "item"),
    [("罗静 书包一个", "书包"), ("罗静：我要书包和手套", "书包、手套"), ("罗静认领成人尿不湿5包", "成人尿不湿")],
)
def test_who_names_the_thing_instead_leaves_a_hint(line: str, item: str) -> None:
    claim = only(line)

    assert (claim.name, claim.numbers, claim.item_hint, claim.sure) == ("罗静", (), item, True)


def test_messages_copied_with_their_sender_belong_to_the_sender() -> None:
    reading = read_claims("林丽娜 15:13\n我认领7号、12号\n何海燕:\n31\n陈晓东 03")

    assert [(claim.name, claim.numbers) for claim in reading.claims] == [
        ("林丽娜", (7, 12)),
        ("何海燕", (31,)),
        ("陈晓东", (3,)),
    ]
    assert reading.ignored == ("林丽娜 15:13", "何海燕:")


def test_the_number_of_the_line_is_no_number_of_a_wish() -> None:
    claims = read_claim_chain("1、陈晓东 3\n2、7、12 林丽娜\n3. 03号 黄军\n4、5、6 罗静")

    assert [(claim.name, claim.numbers) for claim in claims] == [
        ("陈晓东", (3,)),
        ("林丽娜", (7, 12)),
        ("黄军", (3,)),
        ("罗静", (5, 6)),
    ]


@pytest.mark.parametrize(
    "line",
    ["陈晓东 15号还有吗？", "陈晓东 不要7号了", "陈晓东 取消3号", "陈晓东 8号换成9号", "3号", "陈晓东", "x" * 500],
)
def test_what_is_no_plain_claim_is_to_be_looked_at(line: str) -> None:
    assert [(claim.text, claim.sure) for claim in read_claim_chain(line)] == [(line, False)]


def test_titles_thanks_repeats_and_the_end_are_left_out_but_listed() -> None:
    lines = ["#接龙", "微心愿认领,请各位党员认领", "1. 陈晓东 03号", "1. 陈晓东 03号", "收到[强]", "谢谢", "认领完毕"]

    reading = read_claims("\n".join(lines))

    assert [claim.text for claim in reading.claims] == ["1. 陈晓东 03号"]
    assert reading.ignored == tuple(lines[:2] + lines[3:])


NAMES = ["陈晓东", "林丽娜", "黄军", "欧阳志强", "高伟明", "阿依古丽·买买提"]
FORMS = [
    "{name} {numbers}号",
    "{name} 认领 {numbers}",
    "{name}：我领{numbers}号",
    "{name}认领{numbers}号",
    "1. {name} {numbers}",
]


@settings(deadline=None)
@given(
    st.sampled_from(NAMES),
    st.lists(st.integers(1, 999), min_size=1, max_size=5, unique=True),
    st.sampled_from(FORMS),
    st.sampled_from(["、", "，", "和", " ", "号、", "号 ", "号和"]),
)
def test_any_name_with_any_numbers_comes_back_the_same(name: str, numbers: list[int], form: str, mark: str) -> None:
    claim = only(form.format(name=name, numbers=mark.join(map(str, numbers))))

    assert (claim.name, claim.numbers, claim.sure) == (name, tuple(numbers), True)


PARTS = [
    "陈晓东",
    "3号",
    "1. ",
    "认领",
    "、",
    "12",
    "19900010004",
    "书包一个",
    "谢谢",
    "\n",
    " ",
    "：",
    "审计局",
    "15:20",
    "不要",
    "[强]",
    "#接龙",
]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PARTS), max_size=20).map("".join)))
def test_no_line_is_lost(text: str) -> None:
    reading = read_claims(text)

    kept = sorted([*(claim.text for claim in reading.claims), *reading.ignored])
    assert kept == sorted(line.strip() for line in text.splitlines() if line.strip() and line.strip("\u200b \u3000"))
