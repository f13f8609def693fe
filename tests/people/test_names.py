"""Names as they are written in China."""

import pytest

from linli.people.reading.names import clean


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("钱𠮷", "钱𠮷"),
        ("张　三", "张三"),
        ("张\n三", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 . 买买提", "阿依古丽·买买提"),
        ("欧阳志强", "欧阳志强"),
        ("Anna  Maria", "Anna Maria"),
        ("O'Brien", "O'Brien"),
        ("㛃", "㛃"),
        ("\ue863三", "\ue863三"),
    ],
)
def test_a_name_has_one_spelling(written: str, name: str) -> None:
    assert clean(written) == name


@pytest.mark.parametrize("text", ["", "  ", "·", "陈=1+1", "=1", "王1", "张三(父)", "张三、李四", "王芳@", "张" * 51])
def test_what_has_digits_or_signs_is_no_name(text: str) -> None:
    with pytest.raises(ValueError, match="name"):
        clean(text)
