"""Wishes behind which stands a need that lasts: what to apply for first, as data. Each one hints, none forbids."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Application:
    """What the family may be entitled to and where to turn, told to staff (`reason`, `turn_to`) and to the family
    itself (`told`), and the words of a wish that point to it.
    """

    code: str
    reason: Promise
    turn_to: Promise
    told: Promise
    words: re.Pattern[str]


APPLICATIONS: tuple[Application, ...] = (
    Application(
        "aid",
        _("Somebody with a disability certificate may be entitled to this as an assistive device."),
        _("Ask the disabled persons' federation (残联) of the street: assistive devices (残疾人辅具适配)."),
        _(
            "With a disability certificate you may get it as an assistive device. Ask the disabled persons' federation "
            "(残联) of your street."
        ),
        re.compile(r"轮椅|助听器|拐杖|双拐|腋杖|助行|假肢|矫形|盲杖|护理床|坐便椅|防褥疮|气垫床"),
    ),
    Application(
        "care",
        _("This is used up every month: a wish helps once, an allowance every month."),
        _(
            "Ask at the street's civil affairs desk for the care allowance (重度残疾人护理补贴, or for the elderly "
            "失能老人护理补贴)."
        ),
        _(
            "For what is used up every month there may be an allowance every month. Ask at the civil affairs desk of "
            "your street."
        ),
        re.compile(r"尿不湿|纸尿裤|尿片|尿裤|尿垫|护理垫|拉拉裤|隔尿垫"),
    ),
    Application(
        "doctor",
        _("Somebody who has to watch an illness is served better by a family doctor than by a device alone."),
        _("Sign up with the family doctor (家庭医生签约) at the community health station."),
        _(
            "Where an illness has to be watched, a family doctor comes and explains. Sign up at the community health "
            "station."
        ),
        re.compile(r"血压计|血糖仪|试纸|制氧机|呼吸机|雾化器|吸痰器"),
    ),
    Application(
        "hardship",
        _("Where the daily food of a family is short, a wish does not carry it far."),
        _("Ask at the community's desk for the minimum living allowance (低保) or temporary assistance (临时救助)."),
        _(
            "Where the daily food is short, there may be the minimum living allowance or temporary assistance. Ask at "
            "your community's desk."
        ),
        re.compile(r"(?:每个?月|长期|一直|天天|每天|没钱|没有收入|揭不开锅|吃不上)"),
    ),
)


def application(item: str, said: str = "") -> Application | None:
    """What should be applied for first; `said` are the family's own words, which tell how long the need lasts."""
    found = (each for each in APPLICATIONS if each.words.search(item))
    return next(found, None) or next((each for each in APPLICATIONS[-1:] if each.words.search(said)), None)
