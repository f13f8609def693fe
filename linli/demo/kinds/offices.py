"""The six communities of the page with their official codes. Centres, addresses and telephones are invented."""

from dataclasses import dataclass

BELL_TOWER = 140802004008
ACADEMY = 140802005029
ACACIA = 140821100020
WEST_LAKE = 140823400012
MIDDLE_TOWN = 140825400001
WEST_TOWN = 140828100002
DISTRICT, CITY = 140802000000, 140800000000
"""盐湖区 and 运城市: what supervisors look after."""


@dataclass(frozen=True, slots=True)
class Office:
    """What is told about a community when it is opened."""

    code: int
    centre_name: str
    address: str
    phone: str
    hours: str = "周一至周五 8:30—12:00、14:30—18:00"


OFFICES = (
    Office(BELL_TOWER, "钟楼社区党群服务中心", "南街16号", "0359-2000008"),
    Office(WEST_LAKE, "西湖社区党群服务中心", "西湖路6号", "0359-2000012"),
    Office(ACADEMY, "学苑花都社区党群服务中心", "学苑路29号", "0359-2000029"),
    Office(ACACIA, "合欢社区党群服务中心", "合欢街20号", "0359-2000020"),
    Office(MIDDLE_TOWN, "中城社区党群服务中心", "正街1号", "0359-2000001"),
    Office(WEST_TOWN, "城西社区党群服务中心", "新建路2号", "0359-2000002"),
)
"""In the order in which `/demo` shows them: where there is something to do comes first."""
