"""What in a public title would tell whose wish it is: a name, an age, a child, an illness, a house, a phone.

Row 7 of the threats. Careful on the side of the family: a title held back costs a second look, one that slips through
cannot be called back. What only describes a thing (儿童滑板车 8岁, 老年防滑鞋 38码) passes.
"""

import re

from linli.wishes.reading import names, nouns
from linli.wishes.reading.characters import flatten

NAME, AGE, MINOR, ILLNESS, ADDRESS, PHONE, SITUATION = (
    "name", "age", "minor", "illness", "address", "phone", "situation"
)  # fmt: skip

# brands and places that read like somebody's name
_NOBODY = re.compile(
    r"康师傅|老干妈|王老吉|王致和|李锦记|张小泉|王守义|马应龙|陈克明|张裕|金龙鱼|鲁花|徐福记|李宁|周黑鸭|沙宣|"
    r"方太|苏泊尔|吴裕泰|张一元|老凤祥|周大福|康佳|江中|华佗|林清轩|郭元益|"
    r"黄金|黄花|黄山|黄河|金银花|龙凤|石家庄|张家口|吕梁|平安|康宁|温馨|安康|吉祥|高山|江南|江山|山东|田园|双喜|"
    r"万年青|白云|秦岭|洛川|安溪|龙井|毛峰|马蹄|金丝|金桂|牛仔|牛轧|何首乌|杜仲"
)
_KIN = (
    r"丈夫|妻子|老公|老婆|老伴|爱人|媳妇|母亲|父亲|妈妈|爸爸|老母|老父|老娘|岳母|岳父|婆婆|公公|奶奶|爷爷|姥姥|"
    r"姥爷|外婆|外公|姐姐|哥哥|弟弟|妹妹|兄弟|姐弟|兄妹|姐妹|"
    r"老两口|夫妻|夫妇|母子|母女|父子|父女|爷孙|祖孙|婆孙"
)
_PERSON = (
    rf"(?:{_KIN}|老人|老汉|老太|大爷|大妈|大娘|男子|女子|妇女|女士|先生|男人|女人|患者|病人|残疾人|居民|党员|"
    rf"退休|教师|工人|老师|师傅|独居|老兵|军人|邻居|同志|她|他|男|女)"
)
_NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_GROWN = r"(?:1[4-9]|[2-9]\d|1[01]\d|十[四五六七八九]|[二三四五六七八九]十[一二三四五六七八九]?)"
_CHILD = r"孩子|小孩|男孩|女孩|儿子|女儿|闺女|孙子|孙女|外孙女?|娃娃?|小朋友|男童|女童|儿童|学生|宝宝"
_THING_FOR = r"(?!款|式|装|鞋|袜|裙|裤|衣|帽|书包|羽绒|棉|运动|玩具|内|毛|发|雨|背|外|保暖|手套|围巾|套装|自行车|用)"

_PHONE = (
    r"(?<!\d)1\d{2}[\s-]?[\d*]{4}[\s-]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}|(?<!\d)\d{7,8}(?!\d)|联系电话|电话[:号是]|"
    r"电话\s*\d|打电话|手机号|联系方式|微信号|微信:|尾号|QQ号?:?\s*\d"
)
_ADDRESS = (
    rf"(?:{_NUMERAL}|[A-Za-z东西南北])\s*(?:号楼|栋|幢|号院|单元|号门)|{_NUMERAL}\s*楼(?!梯|房)|\d{{3,4}}\s*(?:室|户)|"
    r"\d{1,2}-\d{1,2}-\d{3,4}|[街路巷道弄村组]\s*\d+\s*号|\d+号\s*(?:平房|院|家)|"
    r"(?:小区|花园|家属院|公寓|大院)[\u4e00-\u9fff]{0,2}\d+|[东西南北中]户|门牌|(?:住|家)在|地下室"
)
_AGE = (
    rf"(?<!\d){_GROWN}\s*(?:多|几|周)?岁(?!以上|以下|及以上|适用|用|\+)|[六七八九]旬|[一二三四五六七八九]十(?:多|"
    rf"几)岁|年近|"
    rf"年过|耄耋|古稀|花甲|{_NUMERAL}(?:多|几|周)?岁的?{_PERSON}|{_PERSON}[^\d]{{0,3}}{_NUMERAL}(?:多|周)?岁"
)
_CHILD_ITSELF = (
    r"(?:儿子|女儿|闺女|孙子|孙女|外孙|侄子|侄女|男娃|女娃|小明|小红|小芳|小强)(?!面)|"
    rf"(?:男孩|女孩|男童|女童|小男孩|小女孩|小男生|小女生){_THING_FOR}|"
    rf"{_NUMERAL}(?:个?月|个半月|周|多|半)?岁?半?的?(?:男孩|女孩|孩子|小孩|儿子|女儿|娃|小朋友|学生|宝宝|男童|女童)|"
    rf"{_NUMERAL}岁的?(?:儿童|幼儿)(?=的|$|[\s,。])|(?:{_CHILD})[^\d\s]{{0,3}}{_NUMERAL}岁|"
    rf"[一两二三俩仨几\d]个?(?:孩子|小孩|娃)|"
    r"孤儿|留守|困境|单亲|失学|辍学|弃婴|遗孤|早产儿|双胞胎|双胎|未成年|孩子[他她]?[爸妈]"
)
_SCHOOL = (
    r"[读上念]\S{0,3}(?:年级|小学|初中|高中|幼儿园|中学|大班|中班|小班|初[一二三]|高[一二三])|高考|中考|"
    rf"{_NUMERAL}年级\s*\(?{_NUMERAL}\)?班|(?:年级|初[一二三]|高[一二三])的?(?:孩子|男孩|女孩|学生|男生|女生)|"
    r"(?<!适合)[\u4e00-\u9fff]{2,}(?<!希望)(?<!中)(?:小学|中学|幼儿园|附小|附中|实验学校|特殊学校|特校)"
    r"(?!生|数|语|英|教|课|作|读|词|字|阶段|版|组|通用|科|文)"
)
_ILLNESS = (
    r"癌|瘤|瘫|中风|脑(?:梗|出血|溢血|血栓|干|萎缩|外伤)|尿毒|透析|化疗|放疗|白血病|糖尿|高血压|低血糖|高血糖|"
    r"心(?:梗|衰|脏)|"
    r"冠心|精神(?:病|分裂|障碍|疾病|残疾|异常)|抑郁|焦虑|躁狂|自闭|孤独症|癫痫|羊癫|艾滋|HIV|乙肝|肝(?:炎|硬化|"
    r"病|腹水)|"
    r"肺(?:炎|结核|病|气肿|纤维)|肾(?:病|衰|炎|移植|结石)|结核|哮喘|痴呆|阿尔茨海默|帕金森|病(?!毒|虫)|手术|骨折|"
    r"白内障|"
    r"青光眼|关节炎|风湿|腰椎(?:病|间盘|突出|管)|颈椎(?:病|突出)|骨质疏松|贫血|褥疮(?!垫|床垫|气垫|坐垫)|"
    r"压疮(?!垫)|造瘘|造口|"
    r"引流|鼻饲|流产|怀孕|产后|不孕|渐冻|肌无力|萎缩|红斑狼疮|先天|康复(?:期|中)|住院|出院|术后|植物人|后遗症|"
    r"植皮|烧伤|患有?|"
    r"戒毒|吸毒|酗酒"
)
_DISABILITY = (
    r"残疾|致残|伤残|智力(?:低|障|残|缺|有|不)|智障|弱智|脑瘫|盲人|失明|弱视|视障|听障|聋哑|聋人|耳聋|耳背|哑巴|"
    r"肢体|言语障|"
    r"(?:视力|听力)(?:障|[一二三四1-4]级|残|不|差)|[听看]不[见清到]|截肢|独臂|[独单]腿|断[腿臂手]|假肢|义肢|卧床|"
    r"失能|失智|失禁|"
    r"不能自理|无法自理|行动不便|腿脚不|走不了路|站不起|下不了床"
)
_SITUATION = (
    r"低保|五保|特困|贫困户|困难户|救助对象|脱贫户|丧偶|守寡|寡居|离异|离婚|服刑|刑满|出狱|坐牢|社区矫正|失独|"
    r"家暴|遗孀|烈属|"
    r"相依为命|无儿无女|没有(?:儿女|子女|亲人|工作|收入)|父母(?:双亡|离异|去世|早逝)|没有?(?:父母|父亲|母亲|爸|"
    r"妈)|去世|车祸|"
    r"火灾|失业|下岗|欠债|负债|上访|信教|少数民族|维吾尔|回族|外来户|租住|独自(?:抚养|带)|独居的|家有|"
    rf"一家[一二两三四五六七八九十\d]口|{_KIN}"
)
_TWO_GIVEN = f"{names.SURNAME}{names.GIVEN}{{2}}"
_ONE_GIVEN = f"{names.SAFE_SURNAME}{names.GIVEN}"
_NAMED = rf"{names.MASKED}|{names.TITLED}|[\u4e00-\u9fff]{{2,8}}[·•・][\u4e00-\u9fff]{{2,8}}|户主|姓名|本名"
_CALLED = rf"[小老大阿]{names.SAFE_SURNAME}(?=的|家|同学|同志|想|需|要|他|她|$|[\s,、:])"
_STANDING_ALONE = (
    rf"(?<![\u4e00-\u9fff])(?:{_TWO_GIVEN}|{_ONE_GIVEN})"
    r"(?=的|家|户|同学|同志|一家|夫妇|想|需|要|求|老人|[\s,、:(]|$)"
)
_AFTER_WORD = (
    r"(?:给|帮|为|替|送|居民|邻居|党员|学生|村民|群众|住户|业主|租户|老兵|老党员|教师|职工|工人|户主)"
    rf"(?:{_TWO_GIVEN}|{_ONE_GIVEN})"
)
_BEFORE_WORD = (
    rf"{names.SAFE_SURNAME}{names.GIVEN}{{1,2}}"
    r"(?:同学|同志|一家|夫妇|家的|老人|的(?:孩子|女儿|儿子|丈夫|妻子|母亲|父亲|心愿|微心愿))"
)
_COMPILED = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        (PHONE, _PHONE),
        (ADDRESS, _ADDRESS),
        (AGE, _AGE),
        (MINOR, _CHILD_ITSELF),
        (MINOR, _SCHOOL),
        (ILLNESS, _ILLNESS),
        (ILLNESS, _DISABILITY),
        (SITUATION, _SITUATION),
        (NAME, _NAMED),
        (NAME, _CALLED),
        (NAME, _STANDING_ALONE),
        (NAME, _AFTER_WORD),
        (NAME, _BEFORE_WORD),
    )
)
_PIECE, _OVERLAP = 300, 40
"""Titles are short; of a long text each piece is looked at, so that the time grows with its length only."""


def giveaways(text: str) -> tuple[str, ...]:
    """The codes of what this title would give away, each once; empty where it only names a thing."""
    flat = _NOBODY.sub(lambda m: "□" * len(m[0]), flatten(text))
    pieces = [flat[at : at + _PIECE + _OVERLAP] for at in range(0, len(flat), _PIECE)]
    found = (code for code, pattern in _COMPILED if any(_found(code, pattern, piece) for piece in pieces))
    return tuple(dict.fromkeys(found))


def _found(code: str, pattern: re.Pattern[str], flat: str) -> bool:
    """Whether the pattern is met; of bare names, those aside that are names of things (高压锅, 金银花)."""
    if code != NAME or pattern.pattern == _NAMED:
        return pattern.search(flat) is not None
    return any(not nouns.is_known(match[0].split("的")[0]) for match in pattern.finditer(flat))
