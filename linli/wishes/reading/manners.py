"""The words around a wish: how people begin (我想给孩子换个), explain (这样就不冷了), prefer (最好大一点的), thank."""

import re

from linli.wishes.reading import nouns
from linli.wishes.reading.characters import FACE
from linli.wishes.reading.sizes import SIZE

PERSON = (
    r"(?:(?:[一两二三四俩仨1-4]个?|小|大)?(?:孩子|小孩|娃娃|娃|儿子|女儿|闺女|孙子|孙女|外孙女?|老伴儿?|老人|"
    r"老公|老婆|丈夫|妻子|爱人|媳妇|父亲|母亲|"
    r"爸爸|妈妈|爸|妈|爹|娘|奶奶|爷爷|姥姥|姥爷|外婆|外公|婆婆|公公|岳母|岳父|哥哥|姐姐|弟弟|妹妹|家人|家里人?|"
    r"宝宝|俺|我|他|她|咱|自己|大家|"
    r"老太太|老头子?|老爷子|老母亲|老父亲|邻居)(?:们|俩)?(?:家里?)?)"
)
_ASK = (
    r"想要|想买|想换|想给|想有|想添|想求|想申请|想领|希望能?|盼望|盼着|需要|急需|还需|"
    r"需(?=[一二两三四五六七八九十半俩仨\d])|急缺|缺少|还缺|能不能|能否|可不可以|可否|是否可以|麻烦|帮忙|"
    r"帮(?=我|俺|他|她|着|老|孩)|请帮?|求(?=一|个|购)|申请|我要|俺要|我缺|(?:微心愿|心愿|愿望)(?:是|为|:)?\s*|"
    r"还想要?|也想要?|就想要?|只想要?|想(?=能|让|为|请)"
)
_THEN = (
    rf"(?:给|为|替|帮){PERSON}|{PERSON}|能有?|有(?!机|线|声|氧)|得到|收到|拥有|帮忙?|忙|买(?!菜)|购买|换(?!气|灯|"
    rf"锁|水龙头)|添置?|添加|配(?!方|电|件)|"
    r"弄|来(?!电)|要|给|送(?!餐)|申请|领取?|再|还|也|都|就|可以|置办|捐|发|准备|请|想要?|缺|用上|一下|为|让|社区|"
    r"咱们?社区|到"
)
_ALONE = (
    rf"(?:(?:{PERSON}|家里|家中|本人|现在|目前)?(?:还|也|再|就|只|都|正好|急)?(?:想|要(?!饭)|缺(?!口)|差(?!旅)|"
    rf"需(?!求)|求(?!职)|来(?!电)|买(?!菜)|换(?!气|灯|锁|水)|"
    rf"添|配(?!方|电|件)|给(?!水|排|药|皂|料)|有(?!机|线|声|氧)|申请))"
)

ASK = re.compile(rf"(?:{_ASK})(?:{_THEN})*")
"""A lead-in that may stand anywhere before the first amount."""
ALONE = re.compile(
    rf"(?:给|为|替)[^,、。 ]{{1,10}}?的{PERSON}(?:买|换|添|配|送|要)(?:{_THEN})*|{_ALONE}(?:{_THEN})*|"
    rf"{PERSON}(?:需要|要|想要)"
)
"""A weaker lead-in, good only at the start and where an amount or a known thing follows."""
BENEFICIARY = re.compile(PERSON)

# a word that begins with a measure word, so that 买台灯 is no 台 of 灯
NOT_A_MEASURE = re.compile(
    r"包子|包被|床垫|床头|床上|床罩|床帘|台历|台布|袋子|盒子|盒饭|本子|箱子|罐头|罐装|桶装|瓶装|袋装|盒装|双肩|"
    r"双人|双层|双面|对联|支架|节能|节日|瓶子|条纹|把手|副食|卷发|"
    r"卷尺|卷笔|提篮|套装|套袖|套头|层架|串珠|组合|盆栽|盆景|杯垫|杯刷|碗筷|碗架|盘子|根雕|份饭|打印|架子|身份|"
    r"口红|头巾|头绳|头盔|管子|排球|扇子|筐子|板凳|座椅|座垫|张家|"
    r"次数|只要|个人|团圆|回力|块煤|节约|把脉|部分|对讲"
)

_REASON = re.compile(
    r"(?:这样|那样|因为|由于|好让|省得|免得|以便|不然|要不然|否则|主要|毕竟|方便(?!面)|为了|怕|冬天|夏天|天冷|"
    r"天气|晚上|出门|平时|就(?!诊|业|餐|地)|(?:别的)?其他(?:的)?(?:都)?不|"
    r"我就|他就|她就|孩子就|老人就|用着|用起来|家里的?(?:旧|老|原来)|原来的|旧的|以前的|之前的).*"
    r"|.*(?:就(?:不|没)\S*了|就好了?|坏了|破了|旧了|烂了|小了|丢了|没了|用完了|快用完\S*|不暖和了?|不能用了?|"
    r"穿不了了?|不冷了|不急)"
)
_PREFERENCE = re.compile(
    r"(?:最好|尽量|希望是|得是|要是|必须是?|一定要|颜色|尺码|鞋码|码数|规格|型号|款式|牌子|质量|大小|长度|厚度|"
    r"身高|体重|腰围|口味|尺寸|不要|别太|别要|要(?=能|会|带|有|大|小|厚|薄|轻|软|硬|防|加|耐|好|\d)|"
    r"带(?!鱼)|能(?!量)|会|可以(?!帮)|可(?![乐可])|语音|适合|防(?=滑|水|摔)|包括|含|其中|比较).*|.*(?:用|穿|戴|"
    r"吃|喝|玩|看|盖|铺|使|上学|读书)的?(?:那种)?|.*(?:一点儿?|一些|那种|款|型|的|(?:声音|按键|字|屏幕|颜色|音量|"
    r"力气|分量|尺寸|个头|脚|口|底|料子|面料|.{1,2})(?:大|小|厚|薄|轻|软|硬|深|浅|亮|宽|长|高|清楚|结实|舒服|"
    r"暖和|简单)|就行了?|就可以了?|就够了?|都可以|都行|也行|也可以|即可)"
)
_CLEAR_PREFERENCE = re.compile(r"(?:最好|尽量|希望是|得是|必须是|不要|别要|要求)(?!.*(?:[有买给换再]|添)).+")
_GREETING_WORDS = (
    r"好的?|收到|谢谢(?:啦|了|您|你|大家|各位|社区|书记|主任|领导|政府|党|老师|你们|您们|们|帮忙|关心|"
    r"[\u4e00-\u9fff]{1,3}(?:姐|主任|书记|老师|社区)){0,4}|感谢.{0,14}|多谢.{0,6}|"
    r"(?:大家|各位|您|你们?|[\u4e00-\u9fff]{1,3}(?:姐|主任|书记|老师|社区))?辛苦(?:了|啦|大家|各位|您|你们?|"
    r"楼栋长|们)*|(?:给(?:您|你们?|大家))?(?:添)?麻烦(?:了|啦|您|你们?|大家|社区|各位)+|拜托(?:了|啦|您|大家)*|"
    r"(?:您|你|大家|各位|各位邻居|邻居们|书记|主任|领导)好|大家(?:早上|上午|中午|下午|晚上)好|(?:早上|上午|中午|"
    r"下午|晚上)好|早安|早|晚安|嗯+|哦+|噢|哈+|嘿+|ok|OK|Ok|"
    r"okay|(?:已)?登记(?:了|好了|上了)|知道了?|明白了?|了解了?|不客气|没事|是的|对的?|行|可以(?:的)?|没问题|"
    r"祝.{1,14}|辛苦|好人一生平安|点赞|加油|在的?|@\S+|真好|太好了|"
    r"太感谢.{0,6}|支持|来了|稍等|马上|已阅|\+1|👍|已收到|收到了|回复|以上|就这些(?:了)?|没有了|没了|暂时没有|无"
)
_GREETING = re.compile(rf"(?:(?:{_GREETING_WORDS}|{FACE})[了啦哈呀啊的哦呢吧]*){{1,5}}")
_BETWEEN = re.compile(r"[\s~!,。.、;…]+")
_ENDING = re.compile(
    rf"(?:{FACE}|(?:谢谢|感谢|多谢)(?:了|啦|您|你|大家|各位|社区|你们|领导|书记|主任|党|政府)*|辛苦了?|麻烦了|"
    rf"拜托了|就行了?|就好了?|即可|就可以了?|就够了?|"
    rf"都行|可以吗|行吗|好吗|可以不|吗|吧|呢|啊|呀|哦|啦|哈|嘛|了|呗|等等|等|"
    r"之类的?|什么的|\s)$"
)
_LONGEST_GREETING, _SHORT_GREETING = 40, 4
_LONGEST_ENDING = 10
# letters of talk, not of things: where one stands in a bare phrase, it is a sentence and no item
SENTENCE = re.compile(
    r"[我俺咱你您他她它们吗呢吧啊呀了是在没不很太怎随便都也还就能会可应谢说想问愿]|^人|买(?!菜)|什么|有没|的话|"
    r"知道|觉得|"
    r"困难|身体|生病|过年|年末|岁末|年底|年关|春节|冬天|奶奶|爷爷|阿姨"
)

TALK = re.compile(r"[我俺您你他她吗咱]|什么|怎么|为啥|有没有|能不能|口人")
"""The same where an amount was said with them, which makes a thing likely."""
_LACKS = re.compile(r"没有|没了|坏|旧了|破了|丢了|不能用|不好用|用了.{1,3}年")
_VERB = re.compile(r"修|维修|修理|安装|装|清洗|洗|打扫|疏通|通|检修|剪|磨|粉刷|刷")
_SERVICE_FILLER = re.compile(rf"^({_VERB.pattern})(?:{_VERB.pattern})?(?:一下|一次|个|下(?!水))")
_OBJECT_FIRST = re.compile(rf"^把(.+?)({_VERB.pattern}|换)(?:一下|一修|好|了|新的?)*$")
_GIVEN_BY_VERB = re.compile(r"^(理|剪|洗)个?(发|头|澡)$")


def tidy_service(item: str) -> str:
    """修一下水龙头, 修修水龙头, 把水龙头修一下 as 修水龙头; 理个发 as 理发."""
    if found := _GIVEN_BY_VERB.match(item):
        return found[1] + found[2]
    if found := _OBJECT_FIRST.match(item):
        return found[2] + found[1]
    return _SERVICE_FILLER.sub(r"\1", item)


def lacks(flat: str) -> bool:
    """Whether a part tells that something is missing or broken, and so explains the wish behind it."""
    return bool(_LACKS.search(flat))


def is_bare_verb(item: str) -> bool:
    """Whether a word is only the verb of a service, its object still to come: 修一个水龙头."""
    return bool(_VERB.fullmatch(item))


def is_person(item: str) -> bool:
    """Whether a word is somebody, not something: 3个孩子 is no wish."""
    return bool(BENEFICIARY.fullmatch(item))


def is_remark(flat: str) -> bool:
    """Whether a part prefers something of the thing before, and is not a thing itself: 最好是土鸡蛋, but not 防滑垫."""
    part = flat.strip()
    return bool(_CLEAR_PREFERENCE.fullmatch(part)) or (is_preference(part) and not has_thing(part))


def has_thing(flat: str) -> bool:
    """Whether the last word is a known thing."""
    part = flat.strip()
    return nouns.is_known(part[: ending_start(part)])


def is_greeting(flat: str) -> bool:
    """Whether nothing but thanks, greetings, acknowledgements or emoji is said."""
    parts = [part for part in _BETWEEN.split(flat) if part]
    return bool(parts) and all(_greets(part) for part in parts)


def _greets(part: str) -> bool:
    if len(part) > _LONGEST_GREETING or not _GREETING.fullmatch(part):
        return False
    # 加油 ends like a thing and is short; 感谢送来书包 and @王姐书包 may be wishes
    return len(part) <= _SHORT_GREETING or not has_thing(part)


def is_reason(flat: str) -> bool:
    """Whether a part only explains: 这样骑电动自行车就不冷了."""
    return bool(_REASON.fullmatch(flat))


def is_preference(flat: str) -> bool:
    """Whether a part only says how the thing before should be: 最好大一点的, 骑车用."""
    return bool(_PREFERENCE.fullmatch(flat))


def wanted(preference: str) -> str:
    """A preference as it stands behind a thing: 要厚的 as 厚的."""
    plain = re.sub(r"^(?:一定|必须)?要(?=.{1,12}的$)", "", preference)
    return plain[:-1] if plain.endswith("的") and SIZE.fullmatch(plain[:-1]) else plain


def ending_start(flat: str) -> int:
    """Where the closing particles and thanks of a part begin: 两个书包就行, 谢谢; its length where there are none."""
    end = len(flat)
    while found := _ENDING.search(flat, max(0, end - _LONGEST_ENDING), end):
        end = found.start()
    return end
