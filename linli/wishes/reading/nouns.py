"""Things and services that wishes are about, with the measure word a native would use where none was said.

Needed where grammar alone does not tell: whether a bare 文具盒 is a wish, where 书包文具盒 is to be cut, what one 围巾
is counted in. What is missing here still reads well when a quantity is said with it.
"""

import re
from collections.abc import Iterator

_BY_UNIT = """
双: 手套 棉鞋 运动鞋 拖鞋 雨鞋 雨靴 防滑鞋 布鞋 胶鞋 皮鞋 球鞋 靴子 雪地靴 袜子 棉袜 筷子 鞋垫 鞋子 鞋 袜
条: 围巾 毛巾 浴巾 毛毯 毯子 裤子 棉裤 毛裤 秋裤 内裤 裙子 床单 被单 腰带 皮带 毛线裤 跳绳 裤
顶: 帽子 棉帽 安全帽 蚊帐 帐篷 头盔 毛线帽 雷锋帽 帽
件: 棉袄 棉衣 毛衣 羽绒服 马甲 棉马甲 外套 上衣 衬衣 衬衫 雨衣 秋衣 内衣 背心 卫衣 大衣 夹克 羊毛衫 毛线衣 睡衣
    文胸 T恤 衣服 袄
套: 课外读物 课外书 秋衣秋裤 保暖内衣 校服 运动服 餐具 茶具 被褥 床上用品 四件套 三件套 棉服 工具书 文具套装
    故事书 绘本 春联 餐桌椅 教辅 练习册 护具 炊具
床: 棉被 被子 褥子 电热毯 床垫 凉席 夏凉被 被套 被
张: 书桌 桌子 护理床 单人床 双人床 折叠床 床 饭桌 餐桌 地图 气垫床 沙发 折叠桌 学习桌 膏药
把: 椅子 雨伞 梳子 菜刀 剪刀 座椅 洗澡椅 坐便椅 躺椅 伞 锁 扫帚 扫把 牙刷 凳 椅 刀 二胡 吉他
台: 收音机 电饭锅 电视机 电视 洗衣机 冰箱 电风扇 风扇 空调 电暖器 取暖器 制氧机 血压计 血糖仪 电磁炉 微波炉
    热水器 电脑 平板电脑 加湿器 豆浆机 榨汁机 雾化器 学习机 复读机 缝纫机 电子秤 油烟机 电热水壶 吸痰器 播放器
    打印机 点读机 呼吸机 唱戏机 电暖风 炉子
辆: 轮椅 轮椅车 自行车 电动车 电动自行车 三轮车 滑板车 购物车 买菜车 婴儿车 童车 手推车 小推车 平衡车 车
根: 拐杖 盲杖 手杖 拐棍 登山杖 晾衣杆 扁担 水管 扶手杆 拐
副: 老花镜 眼镜 近视镜 护膝 象棋 羽毛球拍 乒乓球拍 扑克牌 扑克 耳塞 假牙 护腰 围棋 双拐 跳棋
盏: 台灯 护眼灯 小夜灯 应急灯 吸顶灯 灯
本: 字典 词典 新华字典 成语词典 书 挂历 相册 日历 笔记本 作业本 练习本 英语词典
支: 钢笔 圆珠笔 中性笔 牙膏 体温计 体温表 铅笔 毛笔 温度计 手电筒 手电 护手霜 笛子 笔 药膏
盒: 点心 水彩笔 彩笔 蜡笔 彩色铅笔 彩铅 口罩 创可贴 茶叶 月饼 饼干 面膜 橡皮泥 颜料 棉签 降压药 感冒药 药 胰岛素
箱: 牛奶 纯牛奶 方便面 苹果 矿泉水 酸奶 饮料 橘子 八宝粥 奶
袋: 大米 面粉 面 挂面 奶粉 洗衣粉 小米 白面 豆奶粉 燕麦片 麦片 盐 食盐 白糖 红糖 面条 饺子 水饺 馒头 面包 米
    红枣 藕粉 芝麻糊 核桃粉 杂粮 玉米面 米线 核桃 蛋白粉 零食 糖果 糖 米粉
桶: 食用油 洗衣液 花生油 菜籽油 色拉油 调和油 玉米油 大豆油 油 香油
瓶: 洗发水 洗洁精 沐浴露 酱油 醋 消毒液 维生素 钙片 护发素 蜂蜜 酒精 84消毒液 老干妈 洗手液
提: 卫生纸 抽纸 卷纸 卷筒纸 纸巾
包: 尿不湿 尿片 湿巾 护理垫 纸尿裤 卫生巾 成人纸尿裤 拉拉裤 隔尿垫 尿垫 尿布 成人尿不湿 成人护理垫 棉柔巾
斤: 鸡蛋 猪肉 羊肉 牛肉 肉 白菜 土豆 蔬菜 萝卜 红薯 鱼 花生 黄豆 绿豆 水果 香蕉 胡萝卜 大葱 豆腐 排骨 橙子
块: 手表 香皂 肥皂 地垫 黑板 防滑垫 抹布 桌布 毛毡 白板 电子表
部: 手机 老人机 老年机 老年手机 智能手机 电话机
只: 鸡 水桶 暖瓶 烧鸡
口: 炒锅 铁锅
卷: 胶带 垃圾袋 保鲜膜
架: 助行器 电子琴 梯子 四脚助行器
对: 枕头 护腕 枕套
份: 米面油 米油 米面 粮油 营养餐 午餐 晚餐 早餐 保险 蛋白营养餐
棵: 大白菜
幅: 窗帘 十字绣 字画
块: 蜂窝煤 煤
个: 书包 新书包 双肩包 文具盒 文具袋 笔袋 铅笔盒 热水袋 暖水袋 电热水袋 暖手宝 保温杯 水杯 杯子 暖水瓶 热水瓶
    电热水瓶 水壶 烧水壶 保温桶 饭盒 保温饭盒 电饭煲 压力锅 高压锅 蒸锅 锅 暖宝宝 书架 书柜 衣柜 鞋柜 柜子 鞋架
    脸盆 洗脸盆 泡脚桶 足浴盆 洗脚盆 篮球 足球 排球 玩具 积木 魔方 拼图 洋娃娃 布娃娃 台历 计算器 闹钟 挂钟 钟
    坐便器 坐便凳 马桶 马桶垫 坐垫 靠垫 靠枕 颈枕 抱枕 助听器 呼叫器 一键呼叫器 灯泡 水龙头 插线板 插座 插排
    充电宝 充电器 耳机 音箱 小音箱 摄像头 门铃 烟雾报警器 报警器 灭火器 扶手 淋浴椅 防滑扶手 小板凳 凳子 马扎
    钱包 手提包 背包 行李箱 拉杆箱 收纳箱 收纳盒 药盒 分药盒 蛋糕 生日蛋糕 面罩 眼罩 口琴 地球仪 显微镜 放大镜
    望远镜 U盘 鼠标 键盘 指甲刀 热水壶 尿壶 便盆 接尿器 气垫 防褥疮垫 翻身垫 艾灸盒 按摩器 按摩仪 理疗仪 泡脚盆
    电蚊拍 晾衣架 菜板 案板 碗 盘子 勺子 杯 壶 盆 桶 箱子 袋子 柜 锅铲 奶瓶 围兜 推车 婴儿床 餐椅 儿童座椅
    礼物
"""
# what asks for something to be done begins with such a verb; 修正带, 教辅, 陪护床 only look like it
_SERVICES = (
    "修(?!正|眉|脚刀|枝剪)|维修|修理|修补|安装|装修|加装|疏通|打扫(?!工具)|清洗(?!剂|液|机)|清理|理发(?!推|剪|器|"
    "布|套)|剪发|"
    "剪头发|陪护(?!床|椅)|陪伴|陪诊|陪同|陪着?看病|代买|代办|代购|辅导(?!书|资料|机|材料)|补习(?!资料)|教(?!辅|"
    "科|材|具|程|案|鞭)|"
    "检修|检查|更换|擦(?!手|脸|丝|澡|车|鞋|脚)|搬(?!运)|送餐(?!盒|车)|助浴(?!椅)|助餐(?!具)|收拾|粉刷|体检(?!卡|"
    "单)|量血压|"
    "测血压|测血糖|心理疏导|心理咨询|心理辅导|法律援助|法律咨询|咨询|上门|聊天|拍(?!子|立|照板)|照全家福|通下水|"
    "缝补|磨剪子|"
    "磨刀(?!石|器|棒)|家教(?!机)|义诊|洗澡(?!椅|巾|盆|桶|凳)|换锁|换灯泡|换灯管|换水龙头|拉网线|改造"
)


def _read_table(table: str) -> Iterator[tuple[str, str]]:
    unit = ""
    for word in table.split():
        if word.endswith(":"):
            unit = word[:-1]
        else:
            yield word, unit


USUAL_UNIT: dict[str, str] = dict(_read_table(_BY_UNIT))
_LONGEST = max(map(len, USUAL_UNIT))
_ALL = "|".join(sorted(map(re.escape, USUAL_UNIT), key=len, reverse=True))
_FRONT = re.compile(rf"(?:{_ALL})")
_SERVICE = re.compile(rf"(?:{_SERVICES})")
_SHORTEST_SPLIT = 2
"""A single character such as 书 or 车 names a thing at the end of a word but cuts no word in two."""


def usual_unit(item: str) -> str:
    """What one of these is counted in: by the longest known word that ends the item, 次 for a service, else 个."""
    if is_service(item):
        return "次"
    for length in range(min(_LONGEST, len(item)), 0, -1):
        if unit := USUAL_UNIT.get(item[-length:]):
            return unit
    return "个"


def is_service(item: str) -> bool:
    """Whether it asks for something to be done rather than given: 修水龙头, 理发, 心理疏导."""
    return bool(_SERVICE.match(item))


def is_known(item: str) -> bool:
    """Whether the last word of the item is a thing or service known here."""
    return is_service(item) or any(item[-length:] in USUAL_UNIT for length in range(1, _LONGEST + 1))


def begins_known(flat: str, at: int = 0) -> bool:
    """Whether a known thing of at least two characters begins at this place."""
    found = _FRONT.match(flat, at)
    return found is not None and len(found[0]) >= _SHORTEST_SPLIT


def known_at(flat: str, at: int) -> str:
    """The longest known thing that begins at this place, empty where none does."""
    found = _FRONT.match(flat, at)
    return found[0] if found else ""


def cut(run: str) -> list[str]:
    """书包文具盒 as 书包, 文具盒: the run in known things, in as few pieces as may be; [] where that cannot be done."""
    best: list[list[str] | None] = [[]] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - _LONGEST), end - _SHORTEST_SPLIT + 1):
            before, noun = best[start], run[start:end]
            if before is None or noun not in USUAL_UNIT:
                continue
            current = best[end]
            if current is None or len(before) + 1 < len(current):
                best[end] = [*before, noun]
    return best[-1] or []
