"""Whatever is wished for, however it is put together: it comes back the same, and nothing of the text is lost."""

import re
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from linli.wishes.reading.chains import read_chain
from linli.wishes.reading.characters import flatten
from linli.wishes.reading.phrases import read_phrase, read_wishes


def words(text: str) -> list[str]:
    """The words of a block."""
    return text.split()


# known and unknown things, many of which begin with a measure word, a number or a verb, or end in one
ITEMS = words(
    """
    成人尿不湿 尿片 湿巾 书包 文具盒 围巾 手套 帽子 鸡蛋 牛奶 热水袋 收音机 大米 面粉 食用油 棉被 电热毯 羽绒服
    棉鞋 老花镜 电饭锅 洗衣液 卫生纸 护眼台灯 课外读物 水彩笔 儿童滑板车 盲杖 血压计 保温杯 秋衣秋裤 老年防滑鞋
    一次性手套 四件套 八宝粥 三轮车 双肩包 和面机 百洁布 两用轮椅 千层饼 半身裙 五香粉 包子 床单 台灯 条纹围巾
    个人护理包 把手 罐头 支架 节能灯 对联 盆栽 碗柜 根雕 顶灯 套袖 瓶装水 袋装奶 箱包 桶装水 盒饭 提篮 卷尺 本子
    十字绣 九阳豆浆机 秋千 防褥疮垫 助行器 洗澡椅 梳妆台 洗脸架 暖手宝 U盘 半自动洗衣机 暖和被 黑芝麻糊 小米
    大葱 小板凳 中性笔 加湿器 长裤 新书包 旧书 有机蔬菜 配方奶粉 换气扇 来电显示电话 缺口钳 买菜车 送餐盒 修正带
    擦手巾 教辅书 理发推子 打印机 搬运车 陪护床 通心粉 高压锅 温度计 猫粮 鱼竿
    """
)
COUNTS = words("个 只 包 盒 箱 袋 桶 瓶 罐 条 双 顶 件 套 床 张 把 台 辆 根 副 本 支 盏 提 卷 对 块 片 份 次 户 节")
MEASURES = words("斤 公斤 千克 克 升 毫升")
NUMERALS = "5 12 200 2.5 0.5 ５ １２ 一 两 三 七 十 十二 二十 三十六 两百 一百零五 半"
VALUES = "5 12 200 2.5 0.5 5 12 1 2 3 7 10 12 20 36 200 105 0.5"
NUMBERS = dict(zip(words(NUMERALS), words(VALUES), strict=True))
PLAIN_SIZES = words(
    """
    中号 大号 小号 均码 特大号 加大码 42码 四十二码 XL XXL 3XL L码 M 120厘米 250度 36色 双人 单人 深色 红色
    三年级 10斤装 8岁 小型 24寸 女款
    """
)
MEASURED_SIZES = ["5升", "10公斤", "500克"]
REMARKS = [
    "按键大一点的",
    "三年级、五年级",
    "深色，厚的",
    "骑电动车用",
    "可折叠",
    "女 L",
    "34码、36码",
    "语音播报",
    "10公斤",
]
BARE_FORMS = ["{q}{u}{i}", "{i}{q}{u}", "{i} {q}{u}", "{i}*{q}{u}", "{i}×{q}{u}", "{i}：{q}{u}", "我想要{q}{u}{i}"]
SIZE_FORMS = [
    "{q}{u}{s}{i}", "{q}{u}{i}{s}", "{i}{q}{u}{s}", "{s}{i}{q}{u}", "{s}{q}{u}{i}", "{q}{u}{s}的{i}", "{q}{u}{i} {s}",
    "{i} {s} {q}{u}", "{q}{u}{i}，{s}的",
]  # fmt: skip
BRACKET_FORMS = ["{q}{u}{i}（{s}）", "{q}{u}{i}({s})", "{i}（{s}）{q}{u}", "{i}{q}{u}（{s}）", "{i}【{s}】 {q}{u}"]
QUANTITY_FIRST = ["{q}{u}{i}", "{q}{u}{s}{i}", "{q}{u}{i}（{s}）", "{q}{u}{s}的{i}"]

Meant = tuple[Decimal, str, str, str]
Said = tuple[str, Meant]


@st.composite
def phrases(draw: st.DrawFn, forms: list[str] | None = None) -> Said:
    """Quantity x unit x item x size in one of the orders people use, and what is meant by it."""
    form = draw(st.sampled_from(forms or BARE_FORMS + SIZE_FORMS + BRACKET_FORMS))
    unit = draw(st.sampled_from(COUNTS + MEASURES))
    sizes = PLAIN_SIZES + (MEASURED_SIZES if unit in COUNTS and form != "{s}{q}{u}{i}" else [])
    if form in BRACKET_FORMS:
        sizes = sizes + REMARKS
    size = draw(st.sampled_from(sizes)) if "{s}" in form else ""
    number, item = draw(st.sampled_from(sorted(NUMBERS))), draw(st.sampled_from(ITEMS))
    if size[-1:].isascii() and size[-1:] and item[:1].isascii():
        item = "手套"  # XLU盘 cannot be cut by anybody
    return form.format(q=number, u=unit, i=item, s=size), (Decimal(NUMBERS[number]), unit, item, size)


def understood(text: str) -> list[Meant]:
    """What was read, all of it sure."""
    wishes = read_wishes(text)
    assert all(wish.sure for wish in wishes)
    return [(wish.quantity or Decimal(0), wish.unit, wish.item, wish.spec) for wish in wishes]


@settings(deadline=None)
@given(phrases())
def test_any_phrase_of_quantity_unit_item_and_size_comes_back_the_same(phrase: Said) -> None:
    text, meant = phrase

    assert understood(text) == [meant]
    assert read_wishes(text)[0].text == text


@settings(deadline=None)
@given(
    st.lists(phrases(), min_size=2, max_size=4), st.sampled_from(["、", "，", ",", "；", ";", "。", "\n", " + ", "、 "])
)
def test_a_list_comes_back_as_its_parts(said: list[Said], mark: str) -> None:
    assert understood(mark.join(text for text, _ in said)) == [meant for _, meant in said]


@settings(deadline=None)
@given(st.lists(phrases(QUANTITY_FIRST), min_size=2, max_size=3), st.sampled_from(["和", "以及", "还有", "，还有"]))
def test_what_is_joined_by_and_comes_back_as_its_parts(said: list[Said], word: str) -> None:
    assert understood(word.join(text for text, _ in said)) == [meant for _, meant in said]


@settings(deadline=None)
@given(st.lists(phrases(["{q}{u}{i}", "{q}{u}{i}（{s}）"]), min_size=2, max_size=3))
def test_what_only_a_blank_parts_comes_back_as_its_parts(said: list[Said]) -> None:
    assert understood(" ".join(text for text, _ in said)) == [meant for _, meant in said]


FRAGMENTS = words(
    """
    两 个 书包 、 ， , 。 5 包 尿片 （ ） ( ) [强] 我想要 给孩子 换个 新 的 大号 XXL 42码 和 各 一双 手套 谢谢
    好的 王姐 1. 2、 ： 最好 厚 用 半 箱 牛奶 几 一些 10公斤 * x / ~ . - + 号 认领 我 了 吗 这样 就不冷了 收到
    19900000001 2号楼 · # @ 十斤 鸡蛋 俩 仨 不要 需要 想 修 水龙头 一下 把 来 点 一 百 千 万 五 坏了 没有
    """
)
pieces = st.lists(st.sampled_from([*FRAGMENTS, " ", "\n", "\u3000", "\t"]), max_size=25).map("".join)
SEPARATOR = r"[\s、,，;；。.!！?？|+＋&~～/:：…'\"“”‘’·•\-*()（）\[\]\u200b-\u200d\u2060\ufeff\ufe0f\u20e3]"
JOINING = "以及|还有|外加|加上|另外再?|再加上?|再来|再要|再买|另加|[和跟与及加再并另带配]"


def is_whole(text: str, kept: list[str], ignored: tuple[str, ...]) -> bool:
    """Whether the kept pieces, in order, with what was ignored, commas and joining words between them, are the text."""
    between = "|".join([SEPARATOR, JOINING, *map(re.escape, ignored)])
    gap = f"(?:{between})*"
    return re.fullmatch(gap + "".join(re.escape(piece) + gap for piece in kept), text) is not None


@settings(deadline=None)
@given(st.one_of(pieces, st.text(max_size=40)))
@example("谢谢各包水龙头")
@example("牛奶[强]俩和了")
@example("好的，吗")
def test_nothing_that_was_said_is_lost(text: str) -> None:
    reading = read_phrase(text)
    kept = [wish.text for wish in reading.wishes]

    assert is_whole(text, kept, reading.ignored)
    assert all(wish.sure or wish.item for wish in reading.wishes)


@settings(deadline=None)
@given(st.one_of(pieces, st.text(max_size=60)))
def test_no_line_of_a_chat_is_lost(text: str) -> None:
    chain = read_chain(text)
    kept = "\n".join([*(entry.text for entry in chain.entries), *chain.ignored, *chain.senders])

    assert [line for line in text.splitlines() if line.strip() and line.strip() not in kept] == []


@settings(deadline=None)
@given(st.text())
def test_flattening_moves_no_character(text: str) -> None:
    assert len(flatten(text)) == len(text)
