"""Goods as data: kinds, discretion, refusals, and what a public title must not tell."""

from pathlib import Path

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from linli.wishes.kinds import goods

DATA = Path(__file__).parent.parent / "data"
TABLE_BEGINS, ITEM, SPEC = 2, 7, 8


def words(text: str) -> list[str]:
    """The words of a line."""
    return text.split()


def lines(text: str) -> list[str]:
    """The lines of a block."""
    return text.strip().split("\n")


def register() -> list[tuple[str, str]]:
    """Item and size of the register's 45 wishes."""
    rows = CalamineWorkbook.from_path(DATA / "wish-register.xlsx").get_sheet_by_index(0).to_python()
    return [(str(row[ITEM]), str(row[SPEC])) for row in rows[TABLE_BEGINS:] if row[ITEM]]


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("care", "成人尿不湿 尿片 湿巾 护理垫 纸尿裤"),
        ("clothing", "围巾 手套 帽子 棉鞋 羽绒服 老年棉马甲 秋衣秋裤 老年防滑鞋"),
        ("study", "新书包 文具盒 课外读物 水彩笔 新华字典 护眼台灯 儿童书桌"),
        ("food", "大米 纯牛奶 鸡蛋 挂面 食用油 牛肉面"),
        ("appliance", "收音机 电饭锅 电暖器 电热水袋"),
        ("bedding", "棉被 电热毯 枕头"),
        ("aid", "盲杖 轮椅 护理床 老花镜 助行器"),
        ("health", "血压计 药盒 口罩"),
        ("play", "儿童滑板车 篮球"),
        ("home", "洗衣液 卫生纸 暖水瓶 保温杯"),
        ("service", "修水龙头 理发 打扫卫生"),
        ("referral", "心理疏导 法律援助"),
        ("other", "蝈蝈 油漆"),
    ],
)
def test_each_item_is_of_the_kind_people_expect(code: str, items: str) -> None:
    assert {item: goods.kind_of(item).code for item in words(items)} == dict.fromkeys(words(items), code)


def test_every_wish_of_the_register_has_a_kind() -> None:
    assert [item for item, _ in register() if goods.kind_of(item) is goods.OTHER] == []


def test_what_only_looks_like_a_service_is_a_thing() -> None:
    looks = ["修正带", "教辅", "陪护床", "理发推子", "擦手巾", "洗澡椅"]

    assert [item for item in looks if goods.kind_of(item).code == "service"] == []


def test_confidential_help_is_never_a_public_wish() -> None:
    assert [item for item in ("心理疏导", "法律援助", "修水龙头", "书包") if goods.is_confidential(item)] == [
        "心理疏导",
        "法律援助",
    ]


@pytest.mark.parametrize(
    ("item", "spec", "english", "chinese"),
    [
        ("成人尿不湿", "中号", "Care products", "护理用品"),
        ("尿片", "", "Care products", "护理用品"),
        ("盲杖", "", "Daily living aids", "生活辅具"),
        ("助行器", "", "Daily living aids", "生活辅具"),
        ("收音机", "盲人用", "Daily living aids", "生活辅具"),
        ("内裤", "", "Close-fitting clothes", "贴身衣物"),
        ("血糖仪", "", "Health devices", "健康用品"),
        ("血压计", "语音播报", "血压计", "血压计"),
        ("湿巾", "", "湿巾", "湿巾"),
        ("老花镜", "250度", "老花镜", "老花镜"),
        ("书包", "三年级", "书包", "书包"),
    ],
)
def test_intimate_goods_are_shown_in_general_words(item: str, spec: str, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert goods.public_words(item, spec) == english
    with translation.override("zh-hans"):
        assert goods.public_words(item, spec) == chinese


def test_only_a_few_wishes_of_the_register_are_intimate() -> None:
    assert [item for item, spec in register() if goods.is_intimate(item, spec)] == [
        "成人尿不湿",
        "尿片",
        "秋衣秋裤",
        "盲杖",
    ]


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("medicine", "降压药 感冒药 胰岛素 硝苯地平片 眼药水 六味地黄丸 膏药 阿莫西林胶囊"),
        ("cash", "现金 500块钱 生活费 学费 房租 医药费 困难补助 500元"),
        ("voucher", "购物卡 超市卡 代金券 话费 电费 加油卡"),
    ],
)
def test_money_vouchers_and_medicine_are_refused_with_where_to_turn(code: str, items: str) -> None:
    for item in words(items):
        refusal = goods.refusal(item)
        assert refusal is not None, item
        assert refusal.code == code, item
        assert str(refusal.reason)
        assert str(refusal.turn_to)


def test_money_is_told_by_its_unit() -> None:
    assert goods.refusal("困难户", "元") is not None
    assert goods.refusal("书包", "个") is None


def test_what_only_sounds_like_medicine_or_money_is_not_refused() -> None:
    harmless = words(
        "药盒 药箱 山药 芍药花 药皂 钱包 零钱袋 钙片 维生素 创可贴 血压计 牛奶 红糖 块煤 贺卡 地图册 电话机"
    )

    assert [item for item in harmless if goods.refusal(item)] == []
    assert [item for item, _ in register() if goods.refusal(item)] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("新书包", "书包", True),
        ("成人尿不湿", "尿不湿", True),
        ("儿童棉鞋", "棉鞋", True),
        ("书包", "文具盒", False),
        ("电热水袋", "水袋", False),
        ("大米", "小米", False),
        ("新", "旧", False),
    ],
)
def test_the_same_thing_asked_twice_is_recognised(one: str, other: str, same: bool) -> None:
    assert goods.same_thing(one, other) is same


RISKY = lines("""
给王某旭的围巾
35岁小伙想要一双手套
83岁老母亲的护理垫
谢秀霞家的尿不湿
肝癌患者的营养品
患焦虑症妈妈的心愿
2号楼王姐的书包
7号楼3单元的文具盒
瘫痪丈夫用的尿不湿
智力残疾姐姐的围巾
三年级女孩的书包
盐化中学学生的字典
联系电话19900000001
低保户的大米
五保老人的棉被
独自抚养两个孩子的妈妈
李奶奶的收音机
张大爷的拐杖
小刘的帽子
南街12号院的电热毯
失明老人的盲杖
视力二级残疾的收音机
单亲家庭的文具盒
孤儿的羽绒服
8岁男孩的滑板车
给儿子的运动鞋
为孙女买保温杯
尿毒症病人的牛奶
透析患者的毛毯
卧床三年的老伴用的护理垫
范师傅的棉鞋
刘某珠的书包
欧阳志强的羽绒服
阿依古丽·买买提的保温杯
302室老人的血压计
给秦秀芝的湿巾
赵桂芳 电饭锅一台
马有福家电热毯
脑出血后遗症老人的轮椅
糖尿病老人的无糖食品
失独家庭的月饼
丧偶老人的棉被
聋哑人的闹钟
自闭症孩子的积木
一年级2班小明的书包
钟楼小学学生的水彩笔
七旬老人的马甲
年近八十的老人的棉袄
老两口的电热水袋
兄弟俩的手套
腿脚不便老人的助行器
刚出院老人的蛋白粉
白血病孩子的玩具
刑满释放人员的被褥
解放路21号的书桌
4单元东户的暖水瓶
186****1402的围巾
双胞胎女孩的书包
家有读初二的孩子想要台灯
老张家的食用油
""")
HARMLESS = lines("""
成人尿不湿 中号 5包
护理用品 5包
湿巾6包
围巾 深色 1条
手套一双 骑电动车用
帽子1顶
大米 10公斤 1袋
食用油5升
电热水袋1个
纯牛奶2箱
双人棉被1床
老年棉马甲 XL
书包两个 三年级 五年级
文具盒2个
儿童棉鞋 34码 36码
课外读物 三年级
护眼台灯1盏
棉鞋42码
羽绒服 XXL
面粉10公斤
小号电饭锅
洗衣液1桶
秋衣秋裤 女 L
卫生纸2提
儿童保温杯
36色水彩笔
儿童滑板车 8岁
可折叠儿童书桌
大按键收音机
生活辅具1件
血压计 语音播报
鸡蛋10斤
小型电暖器
老年防滑鞋38码
老花镜250度
修水龙头一次
书包 一年级
儿童羽绒服120厘米
儿童运动鞋29码
新华字典 成语词典
单人电热毯
挂面5公斤
暖水瓶1个
毛衣一件
高压锅1个
安全帽1顶
温度计1支
方便面1箱
王老吉凉茶1箱
康师傅方便面
金龙鱼食用油5升
5号电池4节
黄花菜1斤
男士内衣 L
男孩款运动鞋 36码
女童羽绒服 130厘米
老年手机
白砂糖2袋
胡萝卜5斤
牛奶一箱
""")


def test_risky_titles_are_caught_and_harmless_ones_pass() -> None:
    """Trust, row 7: of 60 risky titles at least 95 % are flagged, of 60 harmless ones at most 5 %."""
    missed = [title for title in RISKY if not goods.title_risks(title)]
    flagged = [title for title in HARMLESS if goods.title_risks(title)]

    assert (len(RISKY), len(HARMLESS)) == (60, 60)
    assert len(missed) <= 60 * 5 / 100, missed
    assert len(flagged) <= 60 * 5 / 100, flagged


# invented after the rules, so that the figure above is no lesson learned by heart
UNSEEN_RISKY = lines("""
许大娘的热水袋
帮助郭师傅修水龙头
韩玉梅 棉被
五年级学生宋佳怡的书包
给截瘫青年的电脑
76岁老人的助听器
住5栋2单元的老人要灯泡
建设路45号老人的毛毯
孤寡老人周某的大米
因病致贫家庭的食用油
刚丧父女孩的台灯
沈阿姨家的电暖器
蔡婆婆的毛毯
实验小学四年级男孩的课外书
双目失明的老人想要收音机
刘家三姐妹的书包
唐小军想要一辆自行车
和奶奶相依为命的女孩
汪女士想要一台洗衣机
刚做完手术的大叔
""")
UNSEEN_HARMLESS = lines("""
奶粉 900克 2罐
黑色皮鞋 40码
儿童自行车 16寸
成语故事书一套
作文书 四年级
山西老陈醋2壶
平遥牛肉一盒
方形坐垫
黑木耳1斤
平板拖把
金色相框
江西赣南脐橙10斤
高低床
毛绒玩具
马桶坐垫
孩子的新书包
老人用的暖手宝
独居老人电热毯
小学生作业本10本
打扫卫生一次
""")


def test_titles_the_rules_were_not_written_from_fare_no_worse() -> None:
    assert len([title for title in UNSEEN_RISKY if not goods.title_risks(title)]) <= 1
    assert len([title for title in UNSEEN_HARMLESS if goods.title_risks(title)]) <= 1


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("王大爷的拐杖", ["name"]),
        ("83岁老人的毛毯", ["age"]),
        ("8岁男孩的滑板车", ["age", "minor"]),
        ("糖尿病人的牛奶", ["illness"]),
        ("2号楼的书包", ["address"]),
        ("书包 19900000001", ["phone"]),
        ("低保家庭的大米", ["situation"]),
        ("２号楼李奶奶（糖尿病）", ["address", "illness", "situation", "name"]),
        ("书包2个", []),
    ],
)
def test_each_risk_says_what_it_is(title: str, codes: list[str]) -> None:
    risks = goods.title_risks(title)

    assert [risk.code for risk in risks] == codes
    assert all(str(risk.reason) for risk in risks)


def test_a_risk_deep_in_a_long_text_is_found() -> None:
    assert [risk.code for risk in goods.title_risks("大米一袋，" * 59 + "给李玉珍的棉鞋" + "，面粉一袋" * 200)] == [
        "name"
    ]
