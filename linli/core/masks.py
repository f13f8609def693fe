"""How a name, a number or an address is shown to people who need not know it whole."""

import re

# compound surnames (复姓) still in use; the two characters stay together on paper: 欧阳某
COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "司空",
        "夏侯",
        "轩辕",
        "端木",
        "独孤",
        "南宫",
        "西门",
        "呼延",
        "百里",
        "东郭",
        "闻人",
        "申屠",
        "澹台",
        "钟离",
        "淳于",
        "单于",
        "公冶",
        "赫连",
        "濮阳",
        "太史",
        "万俟",
        "第五",
        "拓跋",
        "纳兰",
        "完颜",
    ]
)


def _surname(name: str) -> str:
    return name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]


def name(full: str) -> str:
    """For lists at the desk: 王*旭, with one star however long the middle is, so that the length tells nothing."""
    full = full.strip()
    if not full:
        return ""
    if "·" in full:
        return full.split("·")[0][:1] + "*"
    first = _surname(full)
    rest = full[len(first) :]
    return f"{first}*{rest[-1]}" if len(rest) > 1 else f"{first}*"


def printed_name(full: str) -> str:
    """For print and press: 王某某, 欧阳某."""
    full = full.strip()
    if not full:
        return ""
    if "·" in full:
        return full.split("·")[0][:1] + "某"
    first = _surname(full)
    return first + "某" * max(1, min(2, len(full) - len(first)))


def phone(number: str) -> str:
    """186****1402; a landline keeps its area code and last two digits."""
    if len(number) == 11 and number.startswith("1"):
        return f"{number[:3]}****{number[-4:]}"
    return f"{number[:-6]}****{number[-2:]}" if len(number) > 7 else "****" + number[-2:]


# a number stands before the building's word: 钟楼小区 is no building yet, 钟楼小区2号楼 is
_BUILDING = re.compile(r"^(.*?[0-9０-９A-Za-z一二三四五六七八九十百](?:号楼|栋|幢|号院|楼|号))")


def address(full: str) -> str:
    """Down to the building: 钟楼小区2号楼, without the door."""
    found = _BUILDING.match(full.strip())
    return found.group(1) if found else (full.strip()[:6] + "…" if len(full.strip()) > 6 else full.strip())
