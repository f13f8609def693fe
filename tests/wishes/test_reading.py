"""How people say wishes, and what a native speaker takes from it."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from linli.wishes.reading.phrases import SpokenWish, read_phrase, read_wishes

DATA = Path(__file__).parent.parent / "data"
TABLE_BEGINS, QUANTITY, ITEM, SPEC = 2, 6, 7, 8


def said(wish: SpokenWish) -> str:
    """A wish as number unit item (size), with ? where somebody has to confirm it."""
    read = wish.as_json()
    return " ".join(filter(None, [f"{read['quantity']}{wish.unit}", wish.item, wish.spec and f"({wish.spec})"])) + (
        "" if wish.sure else " ?"
    )


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("5包中号成人尿不湿、5包尿片、6包湿巾", ["5包 成人尿不湿 (中号)", "5包 尿片", "6包 湿巾"]),
        ("两个书包、两个文具盒", ["2个 书包", "2个 文具盒"]),
        ("一条围巾、一双手套、一顶帽子", ["1条 围巾", "1双 手套", "1顶 帽子"]),
        ("十斤鸡蛋", ["10斤 鸡蛋"]),
        ("半箱牛奶", ["0.5箱 牛奶"]),
        ("俩热水袋", ["2个 热水袋"]),
        ("12盒降压药", ["12盒 降压药"]),
        ("一台收音机(按键大一点的)", ["1台 收音机 (按键大一点的)"]),
        ("我想给孩子换个新书包、文具盒", ["1个 新书包", "1个 文具盒"]),
        ("岁末了，我想给孩子换个新书包、文具盒。", ["1个 新书包", "1个 文具盒"]),
        ("我想要一条围巾、一双手套,这样骑电动自行车就不冷了", ["1条 围巾", "1双 手套"]),
    ],
)
def test_the_wishes_of_the_day_are_read_as_they_are_meant(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("５包尿片", ["5包 尿片"]),
        ("2.5公斤面粉", ["2.5公斤 面粉"]),
        ("２．５公斤面粉", ["2.5公斤 面粉"]),
        ("仨碗", ["3个 碗"]),
        ("枕头俩", ["2个 枕头"]),
        ("两斤半猪肉", ["2.5斤 猪肉"]),
        ("半斤茶叶", ["0.5斤 茶叶"]),
        ("二两茶叶", ["2两 茶叶"]),
        ("1/2箱牛奶", ["0.5箱 牛奶"]),
        ("两百个口罩", ["200个 口罩"]),
        ("一百二十斤大米", ["120斤 大米"]),
        ("两百千克大米", ["200千克 大米"]),
        ("一大箱牛奶", ["1箱 牛奶 (大箱)"]),
        ("一件半袖衬衫", ["1件 半袖衬衫"]),
        ("一台半自动洗衣机", ["1台 半自动洗衣机"]),
        ("兩雙手套", ["2双 手套"]),
    ],
)
def test_numbers_are_understood_in_every_form(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("成人尿不湿5包", ["5包 成人尿不湿"]),
        ("书包 两个", ["2个 书包"]),
        ("鸡蛋十斤", ["10斤 鸡蛋"]),
        ("食用油*2桶", ["2桶 食用油"]),
        ("大米x1袋", ["1袋 大米"]),
        ("手套×1双", ["1双 手套"]),
        ("手套x2", ["2双 手套"]),
        ("书包2", ["2个 书包"]),
        ("棉鞋要两双", ["2双 棉鞋"]),
        ("手套，两双", ["2双 手套"]),
        ("牛奶：2箱", ["2箱 牛奶"]),
        ("牛奶（2箱）", ["2箱 牛奶"]),
    ],
)
def test_the_quantity_may_stand_behind_the_thing(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("大米10公斤1袋", ["1袋 大米 (10公斤)"]),
        ("1袋10公斤大米", ["1袋 大米 (10公斤)"]),
        ("1袋10公斤的大米", ["1袋 大米 (10公斤)"]),
        ("2袋10公斤装大米", ["2袋 大米 (10公斤装)"]),
        ("5升食用油1桶", ["1桶 食用油 (5升)"]),
        ("5升食用油", ["5升 食用油"]),
        ("四十二码棉鞋一双", ["1双 棉鞋 (四十二码)"]),
        ("羽绒服XXL2件", ["2件 羽绒服 (XXL)"]),
        ("老花镜250度1副", ["1副 老花镜 (250度)"]),
        ("1盒36色水彩笔", ["1盒 水彩笔 (36色)"]),
        ("两双34码、36码儿童棉鞋", ["2双 儿童棉鞋 (34码、36码)"]),
        ("2双儿童棉鞋（34码、36码）", ["2双 儿童棉鞋 (34码、36码)"]),
        ("护理垫60×90厘米 3包", ["3包 护理垫 (60×90厘米)"]),
        ("棉被双人的一床", ["1床 棉被 (双人)"]),
        ("降压药（硝苯地平）2盒", ["2盒 降压药 (硝苯地平)"]),
        ("两箱牛奶，每箱24盒", ["2箱 牛奶 (每箱24盒)"]),
        ("两件毛衣，一件红色一件蓝色", ["2件 毛衣 (一件红色一件蓝色)"]),
        ("5号电池4节", ["4节 电池 (5号)"]),
        ("1套女 L秋衣秋裤", ["1套 秋衣秋裤 (女 L)"]),
    ],
)
def test_the_size_is_told_from_the_thing(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("手套两双，要厚的", ["2双 手套 (厚的)"]),
        ("给老伴买件棉袄，XL的", ["1件 棉袄 (XL)"]),
        ("棉袄一件，最好大一点的", ["1件 棉袄 (最好大一点的)"]),
        ("鸡蛋十斤，最好是土鸡蛋", ["10斤 鸡蛋 (最好是土鸡蛋)"]),
        ("想要一个能放大声音的收音机", ["1个 收音机 (能放大声音的)"]),
        ("一个能装5升水的壶", ["1个 壶 (能装5升水的)"]),
        ("收音机要按键大一点的", ["1台 收音机 (按键大一点的)"]),
        ("想要一双骑电动车戴的手套", ["1双 手套 (骑电动车戴的)"]),
        ("一个大点的保温杯", ["1个 保温杯 (大点的)"]),
        ("手套一双 骑车用", ["1双 手套 (骑车用)"]),
    ],
)
def test_what_people_would_rather_have_is_kept_as_the_size(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("新华字典和成语词典各一本", ["1本 新华字典", "1本 成语词典"]),
        ("书包、文具盒、水杯各一个", ["1个 书包", "1个 文具盒", "1个 水杯"]),
        ("书包文具盒各两个", ["2个 书包", "2个 文具盒"]),
        ("手套帽子围巾各一", ["1双 手套", "1顶 帽子", "1条 围巾"]),
        ("纸尿裤（L码）3包/湿巾3包", ["3包 纸尿裤 (L码)", "3包 湿巾"]),
        ("毛衣一件,毛裤一条。", ["1件 毛衣", "1条 毛裤"]),
        ("毛衣一件毛裤一条袜子两双", ["1件 毛衣", "1条 毛裤", "2双 袜子"]),
        ("牛奶2箱 鸡蛋10斤", ["2箱 牛奶", "10斤 鸡蛋"]),
        ("2箱牛奶10斤鸡蛋", ["2箱 牛奶", "10斤 鸡蛋"]),
        ("洗衣液2瓶+牙膏3支", ["2瓶 洗衣液", "3支 牙膏"]),
        ("一床双人棉被和两个枕头，还有一条毯子", ["1床 棉被 (双人)", "2个 枕头", "1条 毯子"]),
        ("1、两个书包\n2、5包尿片", ["2个 书包", "5包 尿片"]),
        ("需要：1.大米一袋 2.面粉一袋", ["1袋 大米", "1袋 面粉"]),
        ("书包1文具盒1", ["1个 书包", "1个 文具盒"]),
        ("和面机一台，和田枣两袋，暖和的被子一床", ["1台 和面机", "2袋 和田枣", "1床 被子 (暖和的)"]),
    ],
)
def test_several_wishes_are_parted(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("能不能帮忙买两袋大米吗？谢谢", ["2袋 大米"]),
        ("家里的旧电视坏了，想要一台电视", ["1台 电视"]),
        ("家里没有电视，想要一台小电视", ["1台 小电视"]),
        ("我腿脚不好，想要一根拐杖", ["1根 拐杖"]),
        ("给两个孩子买两个书包", ["2个 书包"]),
        ("给上小学的孩子买台灯", ["1盏 台灯"]),
        ("女儿一个书包", ["1个 书包"]),
        ("想要台电视", ["1台 电视"]),
        ("能不能给我们家一袋面、一桶油？", ["1袋 面", "1桶 油"]),
        ("来两提卫生纸吧", ["2提 卫生纸"]),
        ("要一双棉鞋42码的，再要一条棉裤", ["1双 棉鞋 (42码)", "1条 棉裤"]),
        ("配方奶粉两罐、有机蔬菜五斤", ["2罐 配方奶粉", "5斤 有机蔬菜"]),
        ("一次性手套2盒", ["2盒 一次性手套"]),
        ("秋千一个", ["1个 秋千"]),
    ],
)
def test_what_stands_around_a_wish_is_no_part_of_the_thing(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("一次修水龙头", ["1次 修水龙头"]),
        ("帮我修一下水龙头", ["1次 修水龙头"]),
        ("希望社区能帮忙把水龙头修一下", ["1次 修水龙头"]),
        ("给老人理个发", ["1次 理发"]),
        ("心理疏导", ["1次 心理疏导"]),
    ],
)
def test_something_to_be_done_is_a_wish_too(text: str, wishes: list[str]) -> None:
    assert [said(wish) for wish in read_wishes(text)] == wishes


@pytest.mark.parametrize(
    "text",
    [
        "一两个书包",
        "几斤鸡蛋",
        "十来个鸡蛋",
        "一些日用品",
        "个把枕头",
        "来点鸡蛋",
        "2-3个书包",
        "10斤左右鸡蛋",
        "我家老头走路不方便",
        "随便给点什么都行",
        "500块钱",
        "3个孩子",
        "0个书包",
        "老人一个人在家，希望有人陪着聊聊天",
        "啊" * 300,
    ],
)
def test_what_cannot_be_read_stays_as_text_to_confirm(text: str) -> None:
    assert read_wishes(text) == [SpokenWish(None, "", text, "", "", text, sure=False)]


def test_an_unknown_thing_without_a_number_is_guessed_to_be_one_and_to_be_confirmed() -> None:
    assert [said(wish) for wish in read_wishes("文具盒、梳妆台")] == ["1个 文具盒", "1个 梳妆台 ?"]


def test_two_counts_of_one_thing_are_to_be_confirmed() -> None:
    assert [said(wish) for wish in read_wishes("羽绒服:男XXL一件,女L一件")] == ["1件 羽绒服 (男XXL、女L一件) ?"]


def test_text_is_the_exact_piece_of_the_original() -> None:
    wishes = read_wishes("岁末了，我想要 ５包尿片（大号），一双手套,这样骑车就不冷了。谢谢")

    assert [wish.text for wish in wishes] == ["岁末了，我想要 ５包尿片（大号）", "一双手套,这样骑车就不冷了"]


def test_thanks_and_greetings_are_left_out_but_listed() -> None:
    reading = read_phrase("大家好，书包一个，谢谢社区[玫瑰]")

    assert [said(wish) for wish in reading.wishes] == ["1个 书包"]
    assert reading.ignored == ("大家好", "谢谢社区[玫瑰]")


def test_a_greeting_that_asks_for_something_is_a_wish() -> None:
    assert [said(wish) for wish in read_wishes("谢谢给个书包")] != []
    assert [wish.text for wish in read_wishes("感谢社区送来的轮椅")] == ["感谢社区送来的轮椅"]


def test_quantity_is_a_number_in_json_and_null_only_where_none_was_read() -> None:
    quantities = [wish.as_json()["quantity"] for wish in read_wishes("十斤鸡蛋、半箱牛奶、几个碗、2.50公斤面")]

    assert quantities == [10, 0.5, None, 2.5]
    assert [type(quantity) for quantity in quantities] == [int, float, type(None), float]


@pytest.mark.parametrize("form", ["{q}{i}（{s}）", "{i}{q}（{s}）", "{i}({s}){q}", "{i}（{s}） {q}"])
def test_every_row_of_the_register_is_read_as_its_cells(form: str) -> None:
    rows = CalamineWorkbook.from_path(DATA / "wish-register.xlsx").get_sheet_by_index(0).to_python()[TABLE_BEGINS:]
    wishes = [row for row in rows if row[ITEM]]
    wrong = []
    for row in wishes:
        spec = str(row[SPEC])
        text = form.format(q=row[QUANTITY], i=row[ITEM], s=spec).replace("（）", "").replace("()", "").strip()
        read = read_wishes(text)
        if [(wish.item, wish.spec, wish.sure, wish.text) for wish in read] != [(row[ITEM], spec, True, text)]:
            wrong.append((text, read))

    assert len(wishes) == 45
    assert wrong == []


@pytest.mark.parametrize("piece", ["谢谢", "一", "1", "(", "书包和", "给孩子", "了", "[", "3号", "感谢社区x", "各一"])
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    """Where the time grew faster than the length, this would not come back."""
    text = piece * (20_000 // len(piece))

    reading = read_phrase(text)

    assert sum(len(wish.text) for wish in reading.wishes) + sum(map(len, reading.ignored)) > 0.9 * len(text)
