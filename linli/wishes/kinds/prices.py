"""What things usually cost, in whole yuan: typical figures, to choose by and to notice what is far off. No office is
held to them, and each may set its own for a kind of goods.
"""

from collections.abc import Mapping

from linli.wishes.kinds import goods

STANDARD_CAP = 500
"""Above it a wish needs a reason, until an office sets its own cap."""
HIGHEST = 999_999

Range = tuple[int, int]
TYPICAL: Mapping[str, Range] = {
    "care": (40, 120),
    "clothing": (30, 150),
    "study": (20, 120),
    "food": (20, 120),
    "appliance": (80, 400),
    "bedding": (60, 250),
    "aid": (60, 600),
    "health": (30, 300),
    "play": (30, 200),
    "home": (15, 100),
}
"""By the kind of goods; services and what is of no known kind have no usual price."""
_THINGS: tuple[tuple[str, Range], ...] = tuple(
    (word, (low, high))
    for low, high, words in (
        (200, 900, "轮椅 助听器 护理床 电视 洗衣机 冰箱 空调 热水器 电脑 三轮车 电动车"),
        (100, 300, "电饭锅 电饭煲 血压计 血糖仪 电磁炉 微波炉 取暖器 电暖器 羽绒服 自行车 老人机 老年机"),
        (60, 150, "书包 双肩包 收音机 电热毯 棉被 四件套 棉衣 棉鞋 尿不湿 纸尿裤 成人护理垫 大米 食用油 奶粉"),
        (20, 60, "围巾 手套 帽子 文具盒 字典 词典 拐杖 手杖 保温杯 鸡蛋 牛奶 洗衣液 雨伞 毛毯 湿巾 尿片"),
    )
    for word in words.split()
)
"""Things that are dearer or cheaper than others of their kind."""


def usual_price(item: str, own: Mapping[str, Range]) -> Range | None:
    """What this thing usually costs: as the office says of its kind, else by the thing, else by its kind."""
    kind = goods.kind_of(item).code
    if kind in own:
        return own[kind]
    found = [(len(word), usual) for word, usual in _THINGS if word in item]
    return max(found)[1] if found else TYPICAL.get(kind)
