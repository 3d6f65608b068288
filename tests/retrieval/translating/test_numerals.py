"""Chinese numerals become the figures of English texts; numerals within words stay."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating.numerals import DIGITS, SIGN, arabic, number
from gbaqa.text.scripts import converted

REWRITTEN = [
    ("二零二四年", "2024"),
    ("二○二四年", "2024"),
    ("２０２４年", "2024"),
    ("九七年", "1997"),
    ("二千零二十四年", "2024 年"),
    ("喺2024年12月3日通車", "喺 2024 December 3 通車"),
    ("截至2023年7月24日，", "截至 2023 July 24，"),
    ("二零二四至二零二五年", "2024 至 2025"),
    ("2023年中國", "2023 中國"),
    ("九十年代、1990年代", "1990s、1990s"),
    ("十二月份", "December"),
    ("十二個月", "12 個月"),
    ("2024年三十個", "2024 30 個"),
    ("八成", "80%"),
    ("八成半人", "85% 人"),
    ("百分之三十五", "35%"),
    ("百分之三點五", "3.5%"),
    ("百分之15", "15%"),
    ("三分之二", "two thirds"),
    ("三十分之一", "1/30"),
    ("1.2萬", "12000"),
    ("三萬五千", "35000"),
    ("3萬5千個", "35000 個"),
    ("150萬人次", "1.5 million 人次"),
    ("5億元", "500 million 元"),
    ("1億2000萬", "120 million"),
    ("12億", "1.2 billion"),
    ("1.3萬億", "1.3 trillion"),
    ("一點五億", "150 million"),
    ("一百二十三萬四千五百六十七", "1234567"),
    ("過百億元", "過 10 billion 元"),
    ("二十多萬", "200000 多"),
    ("第十九屆", "19th"),
    ("第十九次會議", "19th 會議"),
    ("第二個", "2nd"),
    ("第三", "3rd"),
    ("第十二屆", "12th"),
    ("第553章", "553 章"),
    ("第五條規定", "5 條規定"),
    ("第四條大橋", "4th 條大橋"),
    ("十五運會", "15th 運會"),
    ("廿一世紀", "21st 世紀"),
    ("十五", "15"),
    ("廿三", "23"),
    ("卅", "30"),
    ("兩個", "2 個"),
    ("五十五公里", "55 公里"),
    ("十分鐘", "10 分鐘"),
]

STAYS = [
    "一國兩制、三地、十分、一帶一路、統一、唯一、萬一、千萬別、四川、九龍、五金、三文治",
    "一般、一些、一樣、一定、一起、一半、一個、一成不變、二手、三水、百貨、八達通、七人車、六合彩",
    "十四五規劃、十五五、大三巴、雙十一、十九大、百萬葵園、第三方、五台山",
    "2024十大、2024百強、2024萬聖節、2023年底、2024年度、18年",
    "兩三個、兩三年、三四十個、十幾個、幾十萬、五十兩、億億億",
    "兩成員、三成立、12月票、第二三期",
    "2.0、1,000個、30條、GBA9市、5G",
]


@pytest.mark.parametrize(("text", "expected"), REWRITTEN)
def test_a_numeral_becomes_figures(text: str, expected: str) -> None:
    assert arabic(text) == expected


@pytest.mark.parametrize(("text", "expected"), REWRITTEN)
def test_simplified_script_is_read_alike(text: str, expected: str) -> None:
    assert arabic(converted(text, "t2s")) == converted(expected, "t2s")


@pytest.mark.parametrize("text", [part for line in STAYS for part in line.split("、")])
def test_a_numeral_within_a_word_stays(text: str) -> None:
    assert (arabic(text), arabic(converted(text, "t2s"))) == (text, converted(text, "t2s"))


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零點五", Decimal("0.5")),
        ("三萬五", Decimal(35000)),
        ("三萬零五", Decimal(30005)),
        ("五億五", Decimal(550_000_000)),
        ("十億零一", Decimal(1_000_000_001)),
        ("1,200萬", Decimal(12_000_000)),
        ("三十三", Decimal(33)),
    ],
)
def test_a_numeral_has_one_value(numeral: str, value: Decimal) -> None:
    assert number(numeral) == value


@pytest.mark.parametrize(
    "numeral", ["", "十四五", "一二三", "萬億萬億", "2024十", "十十", "億" * 99]
)
def test_what_is_no_number_has_no_value(numeral: str) -> None:
    assert number(numeral) is None


def spelled(value: int) -> str:
    """A number below 10^16 as it is read aloud, the other way round."""
    for sign, size in (("億", 10**8), ("萬", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        times, rest = divmod(value, size)
        if times:
            gap = "零" if 0 < rest < size // 10 else ""
            return spelled(times) + sign + gap + (spelled(rest) if rest else "")
    return "零一二三四五六七八九"[value]


@given(st.integers(1, 10**12))
def test_a_number_is_read_as_it_was_spelled(value: int) -> None:
    assert number(spelled(value)) == value


CLUTTER = st.text(st.sampled_from([*SIGN, *DIGITS, *"年月日第成分之點半個屆多幾.,0129２％ 運元"]))


@given(CLUTTER | st.text())
def test_no_text_fails_and_nothing_but_numerals_is_lost(text: str) -> None:
    kept = [sign for sign in text if sign in "半幾"]
    assert [sign for sign in arabic(text) if sign in "半幾"] == kept or "成半" in text


@given(st.text(st.characters(exclude_categories=["Lo", "Nl", "Cs"])))
def test_a_text_without_ideographs_is_unchanged(text: str) -> None:
    assert arabic(text) == text
