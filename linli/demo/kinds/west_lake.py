"""西湖, where a visitor tries the whole path: invented families, a small roster, a campaign under way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

IN_CAMPAIGN, READY_NEXT, TO_CHECK = "campaign", "ready", "review"


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish as it was understood at the door."""

    item: str
    amount: str
    unit: str
    spec: str = ""

    @property
    def quantity(self) -> Decimal:
        return Decimal(self.amount)


@dataclass(frozen=True, slots=True)
class Family:
    """A family with its wishes, by how far each has come."""

    name: str
    phone: str
    address: str
    people: int
    categories: Mapping[str, str]
    note: str = ""
    wishes: Mapping[str, tuple[Asked, ...]] = field(default_factory=dict)


FAMILIES = (
    Family(
        "陶桂兰",
        "19900009801",
        "西湖苑3号楼2单元401",
        2,
        {"minimum_living": ""},
        "和孙子一起生活",
        {
            IN_CAMPAIGN: (Asked("电饭锅", "1", "个", "小号"), Asked("棉拖鞋", "2", "双", "38码、33码")),
            READY_NEXT: (Asked("食用油", "1", "桶", "5升"),),
        },
    ),
    Family(
        "樊守义",
        "19900009802",
        "西湖路18号院",
        1,
        {"disability": "limb:2"},
        "出门坐轮椅",
        {
            IN_CAMPAIGN: (Asked("热水袋", "1", "个"), Asked("护膝", "1", "副", "加厚")),
            READY_NEXT: (Asked("轮椅坐垫", "1", "个"),),
        },
    ),
    Family(
        "丁春梅",
        "19900009803",
        "西湖苑7号楼1单元202",
        3,
        {"near_minimum": ""},
        "两个孩子在读小学",
        {
            IN_CAMPAIGN: (Asked("书包", "1", "个", "四年级"), Asked("跳绳", "2", "根")),
            READY_NEXT: (Asked("字典", "1", "本", "新华字典"), Asked("护眼台灯", "1", "盏")),
            TO_CHECK: (Asked("儿童运动鞋", "1", "双", "35码"),),
        },
    ),
    Family(
        "史振邦",
        "19900009804",
        "东街6号院",
        1,
        {"elderly": ""},
        "独自居住，听力不好",
        {
            IN_CAMPAIGN: (Asked("收音机", "1", "台", "大按键"), Asked("羽绒服", "1", "件", "XL")),
            TO_CHECK: (Asked("换灯泡", "1", "次"),),
        },
    ),
    Family(
        "龚玉莲",
        "19900009805",
        "西湖苑1号楼3单元102",
        2,
        {"serious_illness": ""},
        "",
        {IN_CAMPAIGN: (Asked("纯牛奶", "2", "箱"),), READY_NEXT: (Asked("毛毯", "1", "条", "双人"),)},
    ),
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody on the roster of 西湖."""

    name: str
    phone: str
    employer: str


ROSTER = (
    Colleague("侯建业", "19900009701", "县税务局"),
    Colleague("汪志宏", "19900009702", "县实验小学"),
    Colleague("龙晓燕", "19900009703", "县人民医院"),
    Colleague("万佳宁", "19900009704", "县实验小学"),
    Colleague("熊国梁", "19900009705", "县供电公司"),
    Colleague("金雅琴", "19900009706", "县人民医院"),
    Colleague("陆思远", "19900009707", "县税务局"),
    Colleague("解国栋", "19900009708", "县供电公司"),
)
NAMED, COUNTER, UNKNOWN = "named", "counter", "unknown"
UNKNOWN_PHONE = "19900009799"
"""A telephone that the roster does not have, though the name is on it: the desk decides."""
CLAIMED = ((NAMED, 1, 1, 27), (NAMED, 2, 4, 19), (COUNTER, 5, 2, 15), (NAMED, 1, 6, 12), (UNKNOWN, 7, 8, 6))
"""(how, place on the roster, public number, minutes ago), the oldest first."""
