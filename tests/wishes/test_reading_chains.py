"""Chain messages of a chat: who wishes what, and what is left out."""

from pathlib import Path

import pytest

from linli.wishes.reading.chains import Chain, read_chain

DATA = Path(__file__).parent.parent / "data"


def told(chain: Chain) -> list[tuple[str, str]]:
    """Who, and what with its number and unit."""
    return [(wish.who, f"{wish.as_json()['quantity']}{wish.unit}{wish.item}") for wish in chain.wishes]


def test_the_chat_of_the_day_is_read_whole() -> None:
    chain = read_chain((DATA / "chat-paste.txt").read_text("utf-8"))

    assert told(chain) == [
        ("2号楼王姐", "5包成人尿不湿"),
        ("2号楼王姐", "5包尿片"),
        ("2号楼王姐", "6包湿巾"),
        ("7号楼刘姐", "2个书包"),
        ("7号楼刘姐", "2个文具盒"),
        ("5号楼小刘", "1条围巾"),
        ("5号楼小刘", "1双手套"),
        ("5号楼小刘", "1顶帽子"),
        ("", "1条围巾"),
        ("", "1双手套"),
        ("", "1个新书包"),
        ("", "1个文具盒"),
        ("3号楼张叔", "1台收音机"),
        ("3号楼张叔", "10斤鸡蛋"),
        ("3号楼张叔", "0.5箱牛奶"),
    ]
    assert all(wish.sure for wish in chain.wishes)
    assert [wish.spec for wish in chain.wishes if wish.spec] == ["中号", "按键大一点的"]
    assert chain.ignored == ("#接龙", "微心愿征集,请各楼栋长帮忙登记", "好的收到[强]")
    assert [entry.number for entry in chain.entries] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("line", "number", "who"),
    [
        ("1. 王姐 书包一个", 1, "王姐"),
        ("２、李玉珍 书包一个", 2, "李玉珍"),
        ("3）5号楼张叔：书包一个", 3, "5号楼张叔"),
        ("（4）欧阳志强：书包一个", 4, "欧阳志强"),
        ("5.5号楼小刘 书包一个", 5, "5号楼小刘"),
        ("⑥ 阿依古丽·买买提 书包一个", 6, "阿依古丽·买买提"),
        ("7. 3号楼2单元302 张叔 书包一个", 7, "3号楼2单元302 张叔"),
        ("8. 王奶奶想要一个书包", 8, "王奶奶"),
        ("赵桂芳家缺一个书包", None, "赵桂芳家"),
        ("2号楼王姐一个书包", None, "2号楼王姐"),
        ("9. 书包一个", 9, ""),
        ("10 5号楼孙奶奶 想要个书包", 10, "5号楼孙奶奶"),
        ("11. 南街8号院李玉珍，书包一个", 11, "南街8号院李玉珍"),
        ("我想要一个书包", None, ""),
        ("心愿：书包一个", None, ""),
        ("需要：书包一个", None, ""),
    ],
)
def test_number_and_person_are_taken_off_the_front(line: str, number: int | None, who: str) -> None:
    chain = read_chain(line)

    assert [(entry.number, entry.who) for entry in chain.entries] == [(number, who)]
    assert told(chain) == [(who, "1个书包")]


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("白糖要两袋", "2袋白糖"),
        ("高血压药2盒", "2盒高血压药"),
        ("牛奶 2箱", "2箱牛奶"),
        ("马甲一件", "1件马甲"),
        ("5包尿片", "5包尿片"),
        ("1.5升油", "1.5升油"),
        ("小车 一辆", "1辆小车"),
    ],
)
def test_a_thing_that_reads_like_a_name_is_nobody(line: str, wish: str) -> None:
    assert told(read_chain(line)) == [("", wish)]


def test_messages_copied_with_sender_and_time_belong_to_the_sender() -> None:
    chain = read_chain(
        "张三 15:20\n书包一个\n李玉珍 2023年12月1日 15:21\n十斤鸡蛋\n王姐:\n一双手套\n2号楼刘姐 帽子一顶"
    )

    assert told(chain) == [("张三", "1个书包"), ("李玉珍", "10斤鸡蛋"), ("王姐", "1双手套"), ("2号楼刘姐", "1顶帽子")]
    assert chain.senders == ("张三 15:20", "李玉珍 2023年12月1日 15:21", "王姐:")


def test_a_line_without_number_goes_on_where_the_one_before_was_not_done() -> None:
    chain = read_chain("1. 王姐 拐杖一根，\n护膝一副\n2. 刘姐 棉鞋一双\n要厚的\n3. 小刘\n帽子一顶\n围巾一条")

    assert told(chain) == [
        ("王姐", "1根拐杖"),
        ("王姐", "1副护膝"),
        ("刘姐", "1双棉鞋"),
        ("小刘", "1顶帽子"),
        ("", "1条围巾"),
    ]
    assert [wish.spec for wish in chain.wishes] == ["", "", "厚的", "", ""]


def test_a_chain_pasted_twice_counts_once() -> None:
    once = "#接龙\n1. 王姐 书包一个\n"

    chain = read_chain(once + once + "2. 刘姐 手套两双")

    assert told(chain) == [("王姐", "1个书包"), ("刘姐", "2双手套")]
    assert chain.ignored.count("1. 王姐 书包一个") == 1


def test_titles_examples_and_thanks_are_listed_as_left_out() -> None:
    chain = read_chain("#接龙\n心愿登记\n例 1. 张三 书包一个\n1. 王姐 书包一个\n王主任辛苦了！\n谢谢大家[玫瑰]\n收到")

    assert told(chain) == [("王姐", "1个书包")]
    assert chain.ignored == ("#接龙", "心愿登记", "例 1. 张三 书包一个", "王主任辛苦了！", "谢谢大家[玫瑰]", "收到")


def test_talk_stays_as_text_to_confirm() -> None:
    chain = read_chain("1. 王姐 我家老头走路不方便")

    assert [(wish.who, wish.item, wish.sure) for wish in chain.wishes] == [("王姐", "我家老头走路不方便", False)]
