"""Amounts as people say them: ５包, 十斤, 俩, 半箱, 两斤半, 2.5公斤; and such as are not one number: 几斤."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import cn2an

HALF = Decimal("0.5")
LONGEST_SAID = 200
"""Nobody says more without a comma; what is longer is not taken apart."""
_LONGEST_AMOUNT = 8

# what is weighed, measured or timed; beside a count it tells the size (1袋10公斤大米)
MEASURES = (
    "平方米|平米|公斤|市斤|千克|毫升|毫克|公升|克|斤|升|吨|米|尺|kg|KG|Kg|ml|ML|mL|Ml|g|L(?![A-Za-z])|l(?![A-Za-z])|"
    "元|块钱|课时|学时|小时|(?<=[一二三四五六七八九十半\\d])两(?!用|面|件|侧|层|轮)"
)
# what is counted; a character that begins a common word is held back where that word follows
COUNTS = (
    "人份|个(?!人(?:$|[在住生过带去来的吃]))|只|包|盒|箱|袋|桶|瓶|罐|听|条(?!纹)|双(?!肩包|人床|人被|层|面胶)|顶|"
    "件(?!套(?!头|裙|装|袖))|套|床|张|把|台(?!阶)|"
    "辆|部|根|副|本|册|支|枝|"
    "盏|提|卷|对|块|片(?!装)|份|次(?!性)|户|节|颗|粒|枚|捆|串|盆|碗|杯|壶|架|座|扇|幅|板|摞|筐|篮|排|筒|管|匹|团|"
    "朵|棵|株|头|(?<!半)身|具|"
    "间|款|盘|贴|丸|段|圈|趟|回|打(?!底|印|火|气|蛋|包)|桌|组|口(?=锅|缸|井|水缸|铁锅|炒锅)|面(?=镜|锦旗|旗|国旗|鼓)"
)
_VESSELS = "人份|箱|袋|包|桶|瓶|盒|罐|捆|盆|碗|杯|壶|块|片|卷|串|份|筐|板|提|把|本|套|条|张|床|个|件"
# after these a half belongs to the thing, not to the number: 一件半袖, 一台半自动洗衣机
_NOT_HALF = r"(?![袖身截自导边球熟成高旧新])"

DIGITS = r"\d{1,9}(?:\.\d{1,6})?"
_ONES = "一二两三四五六七八九"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾"
SPOKEN = f"[{_ONES}十{_FORMAL}廿卅][{_ONES}十百千万零〇{_FORMAL}佰仟]{{0,12}}(?:点[{_ONES}零〇]{{1,4}})?"
# 两百千克 is two hundred 千克, never two hundred thousand 克
NUMBER = f"(?:{DIGITS}|{SPOKEN}(?:(?<!千)|(?!克)))"

_FRACTION = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})\s*({COUNTS}|{MEASURES})")
_AMOUNT = re.compile(
    rf"(?P<number>{NUMBER}|半)\s*(?:(?P<size>[大小整满])(?={_VESSELS}))?(?:(?P<measure>{MEASURES})|(?P<count>{COUNTS}))"
    rf"(?P<half>半{_NOT_HALF}(?!{COUNTS}|{MEASURES}))?"
)
_PAIR = re.compile(r"(?P<number>俩|仨)个?(?!人|口子|孩子|老人|娃)")
_BARE = re.compile(NUMBER)

# numbers that are no number: the wish stays as text
_ANY_UNIT = rf"(?:[大小]?(?:{COUNTS})|{MEASURES})"
_VAGUE = re.compile(
    rf"每(?:人|家|户|个孩子|个人){NUMBER}{_ANY_UNIT}|(?:好|十|百)?几[十百千]?{_ANY_UNIT}|数[十百]{_ANY_UNIT}|"
    rf"若干|个把|(?<=[来买要弄给])点儿?(?!心|读|什么|吧)|"
    r"(?<![大小轻厚薄软宽长短高低好多少快慢亮暖结粗细])一些(?!的)|"
    rf"(?:约|大约|大概|差不多|最少|至少|最多){NUMBER}{_ANY_UNIT}|{NUMBER}[多来余]{_ANY_UNIT}|"
    rf"{DIGITS}\s*[-~到至]\s*{DIGITS}{_ANY_UNIT}|{SPOKEN}[到至]{SPOKEN}{_ANY_UNIT}|"
    rf"{NUMBER}{_ANY_UNIT}(?:左右|上下|以上|以内|吧左右)|"
    rf"十?[一二两三四五六七八九](?:[一二三四五六七八九]|两(?={COUNTS}))[十百千]?{_ANY_UNIT}"
)


@dataclass(frozen=True)
class Amount:
    """How much: `exact` is None where people did not say one number; `counted` tells 2袋 from 10公斤; `note`: 大箱."""

    exact: Decimal | None
    unit: str
    counted: bool
    note: str
    end: int


@cache
def to_number(spoken: str) -> Decimal:
    """The value of a numeral matched by NUMBER, or of 半, 俩, 仨. Raises ValueError for anything else."""
    short = {"半": HALF, "俩": Decimal(2), "仨": Decimal(3)}
    if spoken in short:
        return short[spoken]
    if re.fullmatch(DIGITS, spoken):
        return _plain(Decimal(spoken))
    return _plain(Decimal(str(cn2an.cn2an(spoken, "normal"))))


def _plain(number: Decimal) -> Decimal:
    """2.50 as 2.5, and 10.0 as 10 rather than 1E+1."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def amount_at(flat: str, at: int) -> Amount | None:
    """The amount that begins at this place of a flattened text, vague ones included; None where none does."""
    if vague := _VAGUE.match(flat, at):
        return Amount(None, "", True, "", vague.end())
    if part := _FRACTION.match(flat, at):
        over, under = Decimal(part[1]), Decimal(part[2])
        return Amount(over / under, part[3], True, "", part.end()) if under else None
    if pair := _PAIR.match(flat, at):
        return Amount(to_number(pair["number"]), "个", True, "", pair.end())
    if found := _AMOUNT.match(flat, at):
        return _amount(found)
    return None


def _amount(found: re.Match[str]) -> Amount | None:
    try:
        number = to_number(found["number"])
    except ValueError:
        return None
    if found["half"]:
        number += HALF
    unit = found["measure"] or found["count"]
    note = found["size"] + unit if found["size"] in {"大", "小"} else ""
    return Amount(number, unit, bool(found["count"]), note, found.end())


def has_amount(flat: str) -> bool:
    """Whether an amount, vague ones included, stands anywhere in a flattened text of the length people say."""
    return any(amount_at(flat, at) for at in range(min(len(flat), LONGEST_SAID)))


def amount_ends(flat: str, at: int) -> bool:
    """Whether an amount ends right before this place, as before the size in 两双34码、36码棉鞋."""
    earlier = range(max(0, at - _LONGEST_AMOUNT), at)
    return any(amount is not None and amount.end == at for amount in (amount_at(flat, begin) for begin in earlier))


def number_at(flat: str, at: int) -> Amount | None:
    """A number with no unit behind it, as in 手套x2; the unit stays empty."""
    found = _BARE.match(flat, at)
    if not found:
        return None
    try:
        return Amount(to_number(found[0]), "", True, "", found.end())
    except ValueError:
        return None
