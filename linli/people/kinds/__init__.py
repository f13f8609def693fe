"""Kinds as data: what a family is registered for, what it agreed to, and how a person came to stand in the record.

The codes are stored; the words are rendered on reading. Categories follow what civil affairs offices use today
(Measures on social assistance, and the low-income population rules of 2024); imports also understand the older
words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(TextChoices):
    """Why a family is on the office's list. A family may have several at once."""

    MINIMUM_LIVING = "minimum_living", _("Minimum living allowance")
    EXTREME_HARDSHIP = "extreme_hardship", _("Extreme hardship support")
    NEAR_MINIMUM = "near_minimum", _("Just above the minimum living allowance")
    RIGID_EXPENSES = "rigid_expenses", _("Hardship through unavoidable expenses")
    DISABILITY = "disability", _("Disability")
    CHILD_IN_NEED = "child_in_need", _("Child in need")
    ELDERLY = "elderly", _("Elderly, alone or in need of care")
    FAMILY_PLANNING = "family_planning", _("Family planning special family")
    SERIOUS_ILLNESS = "serious_illness", _("Serious illness")
    OTHER = "other", pgettext_lazy("household category", "Other hardship")


class DisabilityKind(TextChoices):
    """The seven kinds of the disability certificate (GB/T 26341-2010)."""

    VISION = "vision", pgettext_lazy("disability", "Vision")
    HEARING = "hearing", pgettext_lazy("disability", "Hearing")
    SPEECH = "speech", pgettext_lazy("disability", "Speech")
    LIMB = "limb", pgettext_lazy("disability", "Limbs")
    INTELLECTUAL = "intellectual", pgettext_lazy("disability", "Intellectual")
    MENTAL = "mental", pgettext_lazy("disability", "Mental")
    MULTIPLE = "multiple", pgettext_lazy("disability", "Multiple")


class DisabilityGrade(IntegerChoices):
    """The four grades of the certificate; the first is the heaviest."""

    FIRST = 1, pgettext_lazy("disability", "Grade 1")
    SECOND = 2, pgettext_lazy("disability", "Grade 2")
    THIRD = 3, pgettext_lazy("disability", "Grade 3")
    FOURTH = 4, pgettext_lazy("disability", "Grade 4")


PAPER = "consent"
"""What the photos of signed consents are called as owners of pictures."""


class ConsentPurpose(TextChoices):
    """What a family agrees to; each purpose is asked and withdrawn on its own."""

    HELP = "help", _("Record the wish and find help")
    TELL_CLAIMANT = "tell_claimant", _("Tell the person who claims")
    PUBLISH = "publish", _("Publish the wish without names")
    PHOTO = "photo", _("Take photos with people in them")
    PRESS = "press", _("Report in the press")


class ConsentGiver(TextChoices):
    """Who gave a consent."""

    SELF = "self", _("In person")
    GUARDIAN = "guardian", pgettext_lazy("giver of consent", "Guardian")
    AGENT = "agent", _("Person entrusted")


class PersonOrigin(TextChoices):
    """How a person came to be known to the community."""

    ROSTER = "roster", _("From the roster")
    STAFF = "staff", _("Entered by staff")
    SELF = "self", _("Named themselves when claiming")


class Relation(TextChoices):
    """What a member of a household is to its head."""

    HEAD = "head", _("Head of household")
    SPOUSE = "spouse", _("Spouse")
    CHILD = "child", _("Son or daughter")
    PARENT = "parent", _("Father or mother")
    SIBLING = "sibling", _("Brother or sister")
    GRANDCHILD = "grandchild", _("Grandchild")
    GRANDPARENT = "grandparent", _("Grandparent")
    OTHER = "other", pgettext_lazy("relation", "Other")


@dataclass(frozen=True, slots=True)
class CategoriesRead:
    """What a category cell says. `grade` is the disability's kind and degree as stored (`vision:2`, a part may be
    missing), `unknown` holds the words that are no category, as written.
    """

    codes: tuple[str, ...]
    grade: str = ""
    unknown: tuple[str, ...] = ()


# words found in offices' sheets, each category's official name first
CATEGORY_WORDS: Mapping[Category, tuple[str, ...]] = {
    Category.MINIMUM_LIVING: (
        "低保对象", "低保", "低保户", "低保家庭", "低保人员", "城市低保", "城市低保户", "城低保", "农村低保",
        "农村低保户", "农低保", "最低生活保障", "最低生活保障对象", "最低生活保障家庭",
    ),
    Category.EXTREME_HARDSHIP: (
        "特困人员", "特困", "特困户", "特困供养", "特困供养人员", "分散供养特困人员",
        "五保", "五保户", "五保对象", "五保老人",
    ),
    Category.NEAR_MINIMUM: (
        "低保边缘家庭", "低保边缘", "低保边缘户", "低保边缘人口", "边缘户", "低边", "低边户", "低收入家庭", "低收入户",
    ),
    Category.RIGID_EXPENSES: (
        "刚性支出困难家庭", "刚性支出", "刚性支出困难户", "支出型困难", "支出型困难家庭", "支出型贫困家庭",
    ),
    Category.DISABILITY: (
        "残疾人", "残疾", "残疾户", "残疾人家庭", "重残", "重度残疾", "重度残疾人", "一户多残",
    ),
    Category.CHILD_IN_NEED: (
        "困境儿童", "孤儿", "事实无人抚养儿童", "留守儿童", "困境未成年人",
    ),
    Category.ELDERLY: (
        "独居、失能老人", "独居老人", "失能老人", "独居", "失能", "半失能", "半失能老人",
        "空巢老人", "孤寡老人", "高龄老人", "独居失能老人",
    ),
    Category.FAMILY_PLANNING: (
        "计划生育特殊家庭", "计生特殊家庭", "计生特扶", "计生特扶家庭", "计划生育特扶家庭", "失独家庭", "失独",
    ),
    Category.SERIOUS_ILLNESS: (
        "重病", "大病", "重病户", "重病患者", "大病患者", "重大疾病", "重症", "因病致贫",
    ),
    Category.OTHER: (
        "其他", "其它", "其他困难", "其他困难家庭", "其他困难群众", "困难群众", "困难家庭", "困难户", "临时困难",
    ),
}  # fmt: skip
_BY_WORD = {word: category for category, words in CATEGORY_WORDS.items() for word in words}

_KIND_WORDS = {
    "视力": DisabilityKind.VISION,
    "听力": DisabilityKind.HEARING,
    "言语": DisabilityKind.SPEECH,
    "语言": DisabilityKind.SPEECH,
    "肢体": DisabilityKind.LIMB,
    "智力": DisabilityKind.INTELLECTUAL,
    "精神": DisabilityKind.MENTAL,
    "多重": DisabilityKind.MULTIPLE,
}
_DEGREES = {"一": "1", "二": "2", "三": "3", "四": "4", "1": "1", "2": "2", "3": "3", "4": "4"}
_DISABILITY = re.compile(
    rf"(?:残疾人?|重残)?(?P<kind>{'|'.join(_KIND_WORDS)})?(?:残疾人?|障碍)?(?P<degree>[一二三四1-4])?级?(?:残疾人?)?"
)
# 低保户(A类), 残疾人(二级): a detail of the word before it, no category of its own
_DETAIL = re.compile(r"(?P<degree>[A-Ca-c一二三四1-4])[类级档]")
_SEPARATORS = re.compile(r"[、,;/|+\s]+|和|及|兼")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def official_word(category: str) -> str:
    """The office's own word for a category, as sheets and tables of the street carry it (低保对象)."""
    return CATEGORY_WORDS[Category(category)][0]


def grade_parts(grade: str) -> tuple[DisabilityKind | None, DisabilityGrade | None]:
    """Kind and degree of a stored `vision:2`, to be shown by their labels."""
    kind, _colon, degree = grade.partition(":")
    return DisabilityKind(kind) if kind else None, DisabilityGrade(int(degree)) if degree else None


def read_categories(text: str) -> CategoriesRead:
    """The categories named in a cell such as 低保户、残疾人(视力二级), in the order written, each once.

    A word that is no known category is handed back in `unknown`; nothing is guessed.
    """
    codes: dict[str, None] = {}
    unknown: list[str] = []
    kind = degree = ""
    for word in _words(text):
        disability = _disability(word, after_another=Category.DISABILITY.value in codes)
        if disability is not None:
            kind, degree = disability[0] or kind, disability[1] or degree
            codes[Category.DISABILITY.value] = None
        elif category := _BY_WORD.get(word):
            codes[category.value] = None
        elif not (codes and _DETAIL.fullmatch(word)):
            unknown.append(word)
    grade = f"{kind}:{degree}" if kind or degree else ""
    return CategoriesRead(tuple(codes), grade, tuple(unknown))


def _words(text: str) -> Iterable[str]:
    """The words between separators; what stands in brackets after a word is a word too (its kind and degree)."""
    plain = _BRACKETED.sub(r"、\1、", unicodedata.normalize("NFKC", text))
    return [word for word in _SEPARATORS.split(plain) if word]


def _disability(word: str, *, after_another: bool) -> tuple[str, str] | None:
    """Kind and degree from 视力二级, 肢体残疾3级, 残疾人, and from 二级 after such a word; None where it says
    nothing of it.
    """
    found = _DISABILITY.fullmatch(word)
    if not found or not (found["kind"] or "残" in word or (after_another and word.endswith("级"))):
        return None
    kind = _KIND_WORDS[found["kind"]].value if found["kind"] else ""
    return kind, _DEGREES.get(found["degree"] or "", "")


class Skill(TextChoices):
    """What somebody can do for a neighbour. An office adds words of its own by writing them."""

    ELECTRICIAN = "electrician", pgettext_lazy("skill", "Electrical work")
    PLUMBING = "plumbing", pgettext_lazy("skill", "Water and heating")
    APPLIANCES = "appliances", pgettext_lazy("skill", "Mending appliances")
    HAIRCUT = "haircut", pgettext_lazy("skill", "Cutting hair")
    COUNSELLING = "counselling", pgettext_lazy("skill", "Psychological counselling")
    LAW = "law", pgettext_lazy("skill", "Law")
    TUTORING = "tutoring", pgettext_lazy("skill", "Tutoring")
    ESCORT = "escort", pgettext_lazy("skill", "Going along to the hospital")
    DRIVING = "driving", pgettext_lazy("skill", "Driving")
    MEDICINE = "medicine", pgettext_lazy("skill", "Nursing and medicine")
    PHONES = "phones", pgettext_lazy("skill", "Telephones and computers")
    SEWING = "sewing", pgettext_lazy("skill", "Sewing and mending")


# words found in rosters' columns 特长, each skill's usual name first
SKILL_WORDS: Mapping[Skill, tuple[str, ...]] = {
    Skill.ELECTRICIAN: ("电工", "电路维修", "水电工", "水电", "水电维修"),
    Skill.PLUMBING: ("水暖维修", "水暖工", "水暖", "管道维修", "管道疏通"),
    Skill.APPLIANCES: ("家电维修", "修家电", "电器维修"),
    Skill.HAIRCUT: ("理发", "理发师", "美发", "剪发"),
    Skill.COUNSELLING: ("心理咨询", "心理咨询师", "心理疏导", "心理辅导"),
    Skill.LAW: ("法律", "法律咨询", "律师", "法律服务", "普法"),
    Skill.TUTORING: ("辅导功课", "课业辅导", "辅导作业", "教师", "家教"),
    Skill.ESCORT: ("陪诊", "陪同就医", "陪护"),
    Skill.DRIVING: ("开车", "驾驶", "驾驶员", "司机"),
    Skill.MEDICINE: ("医护", "医生", "护士", "护理", "医疗"),
    Skill.PHONES: ("手机电脑", "电脑", "计算机", "电脑维修", "教用手机"),
    Skill.SEWING: ("缝补", "缝纫", "裁缝"),
}
_SKILL_BY_WORD = {word: skill for skill, words in SKILL_WORDS.items() for word in words}
LONGEST_SKILL = 12
_OWN_SKILL = re.compile(r"[^\W\d_]{2,12}")


def read_skills(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The skills named in a text such as 电工、会开车, each once, in the order written; and what cannot be one.

    A word that is no known skill is one of the office's own: two to twelve letters and nothing else.
    """
    found: dict[str, None] = {}
    wrong: list[str] = []
    for word in re.split(r"[、,;/|\s]+", unicodedata.normalize("NFKC", text)):
        skill = _SKILL_BY_WORD.get(word) or _SKILL_BY_WORD.get(word.removeprefix("会"))
        if skill is not None:
            found[skill.value] = None
        elif word and _OWN_SKILL.fullmatch(word):
            found[word] = None
        elif word:
            wrong.append(word)
    return tuple(found), tuple(wrong)


def skill_label(skill: str) -> str:
    """A skill in words: of a known one in the reader's language, else as the office wrote it."""
    return str(Skill(skill).label) if skill in Skill.values else skill
