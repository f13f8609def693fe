"""Goods as data: their kinds, which of them are intimate and what the public reads instead, and what is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.wishes.reading import nouns
from linli.wishes.reading.giveaways import ADDRESS, AGE, ILLNESS, MINOR, NAME, PHONE, SITUATION, giveaways


@dataclass(frozen=True)
class GoodsKind:
    """A kind of goods: what the database keeps, what people read, and the words that make an item one of it."""

    code: str
    label: Promise
    words: frozenset[str]


@dataclass(frozen=True)
class Discretion:
    """Goods that tell of a body or an illness: the public reads `label` in their place until they are claimed."""

    code: str
    label: Promise
    words: re.Pattern[str]


@dataclass(frozen=True)
class Refusal:
    """What a wish may not ask for, and where to turn instead. The wish is kept as text and marked, never dropped."""

    code: str
    reason: Promise
    turn_to: Promise
    words: re.Pattern[str]


@dataclass(frozen=True)
class TitleRisk:
    """What a public title would give away, in words for who writes it."""

    code: str
    reason: Promise


def _kind(code: str, label: Promise, words: str) -> GoodsKind:
    return GoodsKind(code, label, frozenset(words.split()))


OTHER = _kind("other", pgettext_lazy("kind of goods", "Other"), "")
SERVICE = _kind("service", pgettext_lazy("kind of goods", "Services"), "")
CONFIDENTIAL = _kind("referral", pgettext_lazy("kind of goods", "Confidential help"), "心理 法律 维权 调解 戒毒")
KINDS: tuple[GoodsKind, ...] = (
    _kind(
        "care",
        pgettext_lazy("kind of goods", "Care products"),
        "尿不湿 尿片 尿裤 尿垫 尿布 湿巾 护理垫 拉拉裤 卫生巾 卫生棉 安睡裤 隔尿垫 尿壶 便盆 接尿器 坐便袋 "
        "棉柔巾 尿袋 吸管杯 围兜 奶瓶 擦澡巾",
    ),
    _kind(
        "clothing",
        pgettext_lazy("kind of goods", "Clothing"),
        "围巾 手套 帽子 帽 鞋 靴 袜 袄 棉衣 毛衣 羽绒服 马甲 外套 衣服 上衣 衬衣 衬衫 雨衣 秋衣 秋裤 内衣 内裤 "
        "背心 卫衣 大衣 夹克 羊毛衫 睡衣 裤 裙 文胸 T恤 "
        "校服 运动服 棉服 保暖 腰带 皮带 鞋垫 护膝 护腰 护腕 口罩套 围脖 耳罩 披肩 毛线衣 衣裳 短袖 棉马夹",
    ),
    _kind(
        "study",
        pgettext_lazy("kind of goods", "School things"),
        "书包 文具 铅笔 笔袋 笔 字典 词典 课外 读物 绘本 书 本子 作业本 练习册 笔记本 水彩 颜料 蜡笔 橡皮 尺子 "
        "地球仪 学习机 点读机 复读机 计算器 书桌 学习桌 书架 书柜 教辅 "
        "台灯 护眼灯 显微镜 地图 黑板 白板 双肩包",
    ),
    _kind(
        "food",
        pgettext_lazy("kind of goods", "Food"),
        "大米 米 面粉 挂面 面条 面 食用油 油 鸡蛋 蛋 牛奶 奶粉 奶 酸奶 豆奶粉 麦片 肉 鱼 鸡 菜 白菜 土豆 萝卜 "
        "水果 苹果 香蕉 橘子 橙子 红枣 核桃 花生 豆 盐 糖 酱油 醋 饼干 面包 "
        "蛋糕 月饼 饺子 馒头 粥 方便面 饮料 矿泉水 茶 茶叶 蜂蜜 藕粉 芝麻糊 零食 杂粮 蛋白粉 钙片 维生素 营养品 "
        "营养餐 粽子 汤圆 元宵 木耳 香菇 红薯 豆腐 排骨 小米",
    ),
    _kind(
        "appliance",
        pgettext_lazy("kind of goods", "Appliances"),
        "收音机 电饭锅 电饭煲 电视 电视机 洗衣机 冰箱 风扇 电扇 空调 电暖器 取暖器 电暖风 电磁炉 微波炉 热水器 "
        "电脑 加湿器 豆浆机 榨汁机 电水壶 电热水壶 热水壶 烧水壶 电热水袋 暖手宝 "
        "手机 老人机 老年机 充电宝 充电器 音箱 耳机 播放器 唱戏机 手电筒 手电 小夜灯 灯 吹风机 电蚊拍 电子钟 "
        "剃须刀 油烟机 足浴盆 泡脚桶 缝纫机 摄像头 插线板 插座 插排 "
        "电压力锅 高压锅 打印机 电动 按摩器 按摩仪 吸尘器",
    ),
    _kind(
        "bedding",
        pgettext_lazy("kind of goods", "Bedding"),
        "棉被 被子 被 褥子 被褥 床单 被套 枕头 枕 电热毯 毛毯 毯子 床垫 凉席 席子 蚊帐 四件套 三件套 床上用品 "
        "夏凉被 床罩 褥",
    ),
    _kind(
        "aid",
        pgettext_lazy("kind of goods", "Daily living aids"),
        "轮椅 拐杖 手杖 拐棍 双拐 盲杖 助行器 助听器 坐便椅 坐便器 坐便凳 洗澡椅 淋浴椅 护理床 扶手 假肢 矫形 "
        "防褥疮 防褥疮垫 气垫床 翻身垫 呼叫器 放大镜 老花镜 眼镜 学步车架 "
        "防滑垫 护栏 床边桌 移位机 盲文 语音手表 站立架 助餐具 防走失手环 定位手环",
    ),
    _kind(
        "health",
        pgettext_lazy("kind of goods", "Health devices"),
        "血压计 血糖仪 血糖试纸 体温计 体温表 制氧机 呼吸机 雾化器 吸痰器 口罩 创可贴 药盒 分药盒 药箱 理疗仪 "
        "艾灸盒 酒精 碘伏 棉签 血氧仪 消毒液 急救包 暖宝宝 制氧",
    ),
    _kind(
        "play",
        pgettext_lazy("kind of goods", "Toys and sport"),
        "玩具 滑板车 篮球 足球 排球 羽毛球 乒乓球 球拍 积木 拼图 魔方 洋娃娃 布娃娃 跳绳 象棋 围棋 跳棋 扑克 "
        "自行车 平衡车 二胡 吉他 口琴 电子琴 笛子 轮滑 滑板 风筝 毽子 画板 模型",
    ),
    _kind(
        "home",
        pgettext_lazy("kind of goods", "Household things"),
        "洗衣液 洗衣粉 卫生纸 抽纸 纸巾 卷纸 毛巾 浴巾 牙膏 牙刷 洗发水 沐浴露 洗洁精 香皂 肥皂 脸盆 盆 桶 水杯 "
        "保温杯 杯 暖水瓶 热水瓶 暖瓶 水壶 热水袋 保温桶 饭盒 锅 碗 筷子 盘子 "
        "勺子 刀 菜板 雨伞 伞 桌 椅 凳 柜 鞋架 梯子 闹钟 钟 手表 镜子 梳子 扫帚 扫把 拖把 垃圾桶 垃圾袋 衣架 "
        "晾衣架 收纳 马扎 水龙头 灯泡 锁 窗帘 地垫 抹布 蜂窝煤 煤 炉子 行李箱 背包 餐具 "
        "沙发 床 茶几 三轮车 电动车 手推车 购物车 买菜车 婴儿车 推车 马桶 护手霜 春联 相框 挂历 台历 胶带 指甲刀 针线",
    ),
    SERVICE,
    CONFIDENTIAL,
    OTHER,
)
BY_CODE: dict[str, GoodsKind] = {kind.code: kind for kind in KINDS}

# 拐杖 and 轮椅 tell of a body as 盲杖 does. A 血压计 stands in every second home and tells nothing; a 血糖仪 names
# the illness.
DAILY_AIDS = Discretion(
    "aid",
    pgettext_lazy("instead of the goods' name", "Daily living aids"),
    re.compile(
        r"盲|助行|轮椅|拐|手杖|助听|坐便|洗澡椅|淋浴椅|护理床|翻身|假肢|义肢|矫形|移位|气垫床|站立架|"
        r"语音(?:手表|播报)|防走失|定位手环|"
        r"床边护栏|代步车|学步带|腋杖|四脚|残疾|弱视|聋|马桶扶手|如厕"
    ),
)
DISCRETIONS: tuple[Discretion, ...] = (
    Discretion(
        "care",
        pgettext_lazy("instead of the goods' name", "Care products"),
        re.compile(
            r"尿|护理垫|拉拉裤|安睡裤|安心裤|卫生[巾棉]|月经|便盆|便器袋|造口|造瘘|集便|失禁|姨妈巾|护垫|灌肠|"
            r"导管|痰|褥疮"
        ),
    ),
    DAILY_AIDS,
    Discretion(
        "underwear",
        pgettext_lazy("instead of the goods' name", "Close-fitting clothes"),
        re.compile(r"内衣(?!柜|架)|内裤|文胸|胸罩|乳罩|义乳|秋衣秋裤|保暖内衣|束腹|塑身"),
    ),
    Discretion(
        "health",
        pgettext_lazy("instead of the goods' name", "Health devices"),
        re.compile(r"血糖|制氧|氧气|呼吸机|雾化|吸痰|胰岛素|透析|试纸|鼻饲|针头|假发|验孕|避孕|安全套|轮椅垫"),
    ),
)

_MEDICINE = (
    r"(?<![山芍农炸])药(?!盒|箱|皂|枕|膳|店)|胰岛素|[沙坦]坦(?:片|胶囊|$)|地平|他汀|洛尔|普利(?:片|$)|西林|霉素|"
    r"双胍|格列|沙星|拉唑|替尼|单抗|阿司匹林|布洛芬|对乙酰|救心丸|"
    r"地黄丸|牛黄|冲剂|口服液(?!体)|注射液|滴眼液|止痛片|安定片|胶囊(?!咖啡|伞)|疫苗|针剂|处方|硝酸甘油|丹参|"
    r"三七粉|膏药|输液|利尿"
)
REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "voucher",
        _("Vouchers and cards that stand for money cannot be wished for."),
        _(
            "Ask for the goods themselves. Where money is short, turn to the community's desk for social "
            "assistance (临时救助)."
        ),
        re.compile(
            r"(?:购物|充值|礼品|超市|加油|油|提货|储值|代金|话费|电话|消费|会员|电影|现金|公交|水电)(?:卡|券)|"
            r"优惠券|提货单|代金|粮票|话费|电费|水费|燃气费|"
            r"物业费|取暖费|网费|卡券|京东E卡"
        ),
    ),
    Refusal(
        "cash",
        _("Money cannot be wished for."),
        _("Turn to the community's desk for social assistance: 低保 or 临时救助."),
        re.compile(
            r"现金|人民币|(?<![零])钱(?!包|夹|袋|币)|红包|(?:生活|医疗?|医药|学|住院|手术|护理|抚养|营养|路|"
            r"房)费|补助金?|补贴|房租|借款|贷款|还债|救济金?|"
            r"低保金|助学金|慰问金|(?:^|\d|[百千万])\s*(?:元|块)$|资助|捐款"
        ),
    ),
    Refusal(
        "medicine",
        _("Medicine cannot be wished for: it must fit the illness and the person."),
        _("Turn to the family doctor (家庭医生) or, where it costs too much, to medical assistance (医疗救助)."),
        re.compile(_MEDICINE),
    ),
)

TITLE_RISKS: dict[str, TitleRisk] = {
    code: TitleRisk(code, reason)
    for code, reason in (
        (NAME, _("It names somebody or hints at a name.")),
        (AGE, _("It tells somebody's age.")),
        (MINOR, _("It tells of a child one could find: sex, age, school or family.")),
        (ILLNESS, _("It tells of an illness or a disability.")),
        (ADDRESS, _("It tells where somebody lives.")),
        (PHONE, _("It holds a phone number or another way to reach somebody.")),
        (SITUATION, _("It tells of a family's circumstances.")),
    )
}
_PLAIN = re.compile(
    r"^(?:一[个件双条只]|新|旧|大|小|好|厚|薄|成人|成年|老年|老人|男|女|儿童|孩子|学生|家用|普通|加厚|保暖|纯|"
    r"电)+"
)


_SAME = (
    "尿不湿 纸尿裤 尿裤 尿布 拉拉裤 安睡裤", "护理垫 隔尿垫 尿垫", "书包 双肩包", "文具盒 铅笔盒 笔袋",
    "电饭锅 电饭煲", "收音机 唱戏机 播放器 听戏机", "电热毯 电褥子", "被子 棉被 被 棉花被", "褥子 床褥 褥",
    "拐杖 手杖 拐棍 拐", "大米 米", "面粉 白面 面", "食用油 油 植物油 调和油 花生油 菜籽油", "抽纸 纸巾 面巾纸",
    "卫生纸 卷纸 手纸", "洗衣液 洗衣粉", "电水壶 电热水壶 烧水壶 热水壶", "暖水瓶 热水瓶 暖瓶 暖壶",
    "保温杯 水杯 杯子", "电扇 风扇 电风扇", "取暖器 电暖器 电暖风 电暖气", "手电筒 手电",
    "老人机 老年机 老年手机 手机", "棉鞋 鞋 棉拖鞋", "棉衣 棉袄 棉服 袄", "字典 词典 新华字典", "鸡蛋 蛋",
    "牛奶 奶 纯牛奶", "台灯 护眼灯", "自行车 单车", "帽子 帽", "手表 表", "镜子 镜", "血压计 血压仪",
    "坐便椅 坐便器 坐便凳", "毛毯 毯子",
)  # fmt: skip
"""Names that people have for one thing, the most usual first."""
_SYNONYMS = {name: names.split()[0] for names in _SAME for name in names.split()}


def kind_of(item: str) -> GoodsKind:
    """The kind of an item by the longest known word in it (护理床 is an aid, no bed), of equals the nearest its end."""
    if _has(item, CONFIDENTIAL.words):
        return CONFIDENTIAL
    if nouns.is_service(item):
        return SERVICE
    found = [(len(word), item.rfind(word), kind.code) for kind in KINDS for word in kind.words if _names(word, item)]
    return BY_CODE[max(found)[2]] if found else OTHER


def _names(word: str, item: str) -> bool:
    """A single character such as 面 or 油 names the goods only at the end: 挂面, but not 桌面刷 or 油漆."""
    return word in item if len(word) > 1 else item.endswith(word)


def _has(item: str, words: Iterable[str]) -> bool:
    return any(word in item for word in words)


def discretion(item: str, spec: str = "") -> Discretion | None:
    """Why an item, or what its size tells (收音机, 盲人用), is not named in public; None where it may be."""
    found = next((each for each in DISCRETIONS if each.words.search(item)), None)
    return DAILY_AIDS if found is None and ILLNESS in giveaways(spec) else found


def is_intimate(item: str, spec: str = "") -> bool:
    """Whether the public reads general words in the item's place."""
    return discretion(item, spec) is not None


def public_words(item: str, spec: str = "") -> str:
    """What the public reads for an item, in the reader's language: itself, or general words for an intimate one."""
    found = discretion(item, spec)
    return str(found.label) if found else item


def is_confidential(item: str) -> bool:
    """Whether it is offered only as a confidential referral to helpers with that skill, never as a public wish."""
    return kind_of(item) is CONFIDENTIAL


def refusal(item: str, unit: str = "") -> Refusal | None:
    """Why an item may not be wished for and where to turn instead; None where it may. 500 元 is told by its unit."""
    return next((each for each in REFUSALS if each.words.search(item) or each.words.search(unit)), None)


def same_thing(one: str, other: str) -> bool:
    """Whether two items of one household ask for the same: 新书包 and 双肩包, 成人尿不湿 and 纸尿裤."""
    return _common_name(one) == _common_name(other)


def _common_name(item: str) -> str:
    """The first of the names that people have for a thing, without what only describes it; else its plain name."""
    for begin in range(len(item)):
        thing = item[begin:]
        # 小米 is no 米: what is left of a name must still be one
        if thing in _SYNONYMS and (not begin or (len(thing) > 1 and _PLAIN.fullmatch(item[:begin]))):
            return _SYNONYMS[thing]
    return _plain(item)


def _plain(item: str) -> str:
    plain = _PLAIN.sub("", item)
    return plain if len(plain) > 1 else item


def title_risks(text: str) -> list[TitleRisk]:
    """What a public title would give away about the family (trust, row 7); empty where it only names a thing."""
    return [TITLE_RISKS[code] for code in giveaways(text)]
