"""Names of people and where they live, as neighbours write them: 王姐, 2号楼王姐, 李玉珍, 阿依古丽·买买提."""

import re

from linli.wishes.reading import nouns

_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|呼延|南宫|轩辕|长孙|宇文|西门|独孤"
_COMMON = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
    "江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路"
    "岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗"
    "凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边蓝党仇冀郎符谈戚虞"
)
_RARE_AS_NAMES = "万文安白包成单方甘高关管桂华江金景蓝雷梅米苗牛石时汤田童温席向阳易游植车房边强解位党查常甄章"
"""Surnames that more often begin a thing (方桌, 毛衣, 温度计): they need a title or a word such as 给 beside them."""
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅红建国文志新春秋冬夏雪雨云龙飞鹏宇浩然子轩涵梓欣怡佳慧"
    "琳琪瑶婷颖倩莹洁晶雯萍凤琴珍珠翠莲荷菊花香"
    "芬芝燕雁娥娇巧妮婉媛姗素淑贞惠善德福禄寿康宁安庆祥瑞吉顺利兴旺发财富贵荣昌盛达成功业学才智仁义礼信忠孝诚正直"
    "坚毅刚健民生海江河山川峰岩松柏林森树根木水金银铜铁"
    "石玮琦珊瑜瑾璐瓒琼璇晨晓旭阳辉光曦昊昕晖晴朗东南西北中元亨贤良俊彦博硕钧铭锋锐鑫鸿雄虎彪豹骏驰翔凯旋胜立志远"
    "长永久恒宏宽广大小宝贝乐悦喜欢笑天地星月"
    "可心一凡思源念恩爱怀军武威震彬斌炎炜焕灿煜烨熙照丹彤茜薇蓉菲芸苗茂荣保全有亮满仓囤合根柱栓锁狗蛋牛马羊来生存"
    "留财进社会跃卫革援越改开放双三四五六七八九"
    "世启绍先继承祖宗家传嗣敬尊崇守望维纪纲法典章程振奋起腾连联友朋群众鲁豫晋陕渝川蜀君之亚非雅菁静彩虹霞月娣妹姣"
    "婵仙叶果枝冰清润泽涌波涌澜浪沙洲洁若如意"
    "以伯仲叔季公侯伊铃玲琳琅璋珏琛珂珑瑛宝玺亦又尔其楠桐梧栋梁材桦榕竹筠笙箫鼓瑟毓育培植垚淼焱"
)
KIN = (
    "大爷|大妈|大娘|大叔|大伯|大姐|大哥|大嫂|大婶|阿姨|奶奶|爷爷|师傅|老师|主任|书记|女士|先生|同志|老汉|老太太?|"
    "老人|大夫|医生|经理|主管|科长|局长|校长|所长|"
    "嫂子|姐姐|哥哥|叔叔|伯伯|婶婶|婶子|二姐|二哥|三姐|三哥|姥姥|姥爷|阿婆|阿公|婆婆|伯母|老爷子|同学|小姐|干部|"
    "队长|组长|楼长|楼栋长|姐|哥|叔|姨|婶|嫂|伯|爷|总|某某?"
)
SURNAME = f"(?:{_DOUBLE}|[{_COMMON}])"
FULL_NAME = (
    rf"(?:{SURNAME}[{_GIVEN}]{{1,2}}|"
    rf"[\u4e00-\u9fff]{{2,8}}[·•・][\u4e00-\u9fff]{{2,8}}(?:[·•・][\u4e00-\u9fff]{{2,8}})?)"
)
MASKED = rf"{SURNAME}(?:某某?[{_GIVEN}]?|[*＊]{{1,2}}[\u4e00-\u9fff]?)"
TITLED = rf"(?:{SURNAME}[{_GIVEN}]{{0,2}}(?:{KIN})|[小老大阿]{SURNAME}(?:{KIN}|头(?!饰|巾|绳|盔)))"
_FAMILIAR = rf"[小老大阿]{SURNAME}"
PLACE = (
    r"(?:[\u4e00-\u9fff]{1,6}(?:小区|花园|家园|社区|苑|村|巷|街|路))?"
    r"(?:\d{1,4}|[一二三四五六七八九十]{1,3}|[东西南北][一二三四五])\s*(?:号楼|栋|幢|号院|座|#楼?|号(?=\d)|楼)"
    r"(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:单元|门|梯))?(?:\s*-?\s*\d{1,4}\s*(?:室|户|"
    r"号)?)?(?:东户|西户|中户)?"
)
SAFE_SURNAME = f"(?:{_DOUBLE}|[{''.join(sorted(set(_COMMON) - set(_RARE_AS_NAMES)))}])"
GIVEN = f"[{_GIVEN}]"
_ANYBODY = rf"(?:{MASKED}|{TITLED}|{FULL_NAME}|{_FAMILIAR})"
_NAME = re.compile(rf"(?:{MASKED}|{FULL_NAME})")
_WHO = re.compile(
    rf"(?:(?P<place>{PLACE})的?\s*(?:{_ANYBODY})?(?:家|户)?|(?P<titled>{MASKED}|{TITLED})家?|(?:{FULL_NAME}|"
    rf"{_FAMILIAR})家?)"
)
_TITLED = re.compile(rf"(?:{MASKED}|{TITLED}|{_FAMILIAR})")
_LONGEST_WHO = 12
_LONGEST_NAME = 4


def who_at(flat: str, at: int) -> int:
    """Where the person or household named at this place ends: 2号楼王姐, 王姐家, 李玉珍; `at` where nobody is."""
    found = _WHO.match(flat, at)
    if not found or not found[0]:
        return at
    plain = found[0].removesuffix("家")
    sure = found["place"] or found["titled"]
    return at if not sure and (nouns.is_known(plain) or nouns.begins_known(flat, at)) else found.end()


def is_name(word: str) -> bool:
    """Whether a word is a full name as on a roster: a surname with one or two more characters, or one with a dot."""
    if not _NAME.fullmatch(word) and not _looks_like_a_name(word):
        return False
    return not nouns.is_known(word)


def _looks_like_a_name(word: str) -> bool:
    """A common surname and no more than four characters in all: the given name may be of any characters."""
    return bool(re.fullmatch(rf"{SURNAME}[\u4e00-\u9fff]{{1,2}}", word)) and len(word) <= _LONGEST_NAME


def is_nickname(word: str) -> bool:
    """Whether a word may stand before a colon as who speaks: short, of letters, no thing."""
    return 0 < len(word) <= _LONGEST_WHO and not nouns.is_known(word) and bool(re.fullmatch(r"[\w·•\- ]+", word))


def titled_end(flat: str) -> int:
    """Where 王主任, 小刘 or 雷某 at the front ends; 0 where none stands there."""
    found = _TITLED.match(flat)
    return found.end() if found else 0
