"""Comments keep what they say of an answer, and lose what tells of a person."""

from __future__ import annotations

import unicodedata
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.web.feedback.cleaning import REMOVED, clean
from gbaqa.web.feedback.records import LONGEST_CLEANED, LONGEST_COMMENT

MOMENT = 0.5  # seconds; it takes a hundredth

# every digit is invented; {} stands where the personal part was
PERSONAL = [
    ("Write to {} please", "ana.silva+gba@exemplo.com.mo"),
    ("Write to {} please", "peter @ example.org"),
    ("Write to {} please", "peter(at)example.org"),
    ("Reach me: {}", "peter at example dot org"),
    ("Escreva para {}, obrigado", "joão.sá@exemplo.pt"),
    ("Escreva para {}", "joao arroba exemplo ponto pt"),
    ("請電郵至{}查詢", "chan.tm@example.com.hk"),
    ("电邮：{}。谢谢", "ｗａｎｇ＠ｅｘａｍｐｌｅ．ｃｎ"),
    ("請寫信到 {}", "陳大文@例子.香港"),
    ("See {} for it", "https://example.org/a?id=12#x"),
    ("詳見{}這裏", "http://www.example.gov.hk/abc"),
    ("Veja {}", "www.exemplo.pt/pagina"),
    ("Better at {} now", "forum.example.com/u/peter"),
    ("Follow {} there", "@peter_chan88"),
    ("加我{}", "微信：chan_tm88"),
    ("from {} here", "192.168.10.200"),
    ("Call {} now", "+852 2345 6789"),
    ("Call {} now", "(852) 2345 6789"),
    ("Call {} now", "2345-6789"),
    ("Call {} now", "23456789"),
    ("我電話{}，請回覆", "6123 4567"),
    ("请打{}找我", "138 0013 8000"),
    ("请打{}找我", "138-0013-8000"),
    ("办公室{}", "（０２０）８７６５ ４３２１"),
    ("手机{}", "一三八零零一三八零零零"),
    ("Ligue {} já", "+351 912 345 678"),
    ("Ligue {} já", "912 345 678"),
    ("Ligue {} já", "00351 912345678"),
    ("Ligue {} já", "+853 6612 3456"),
    ("Ligue {} já", "28.88.12.34"),
    ("Fax {}", "853.2888.1234"),
    ("tel: {} it is", "288 812"),
    ("My ID is {}.", "A123456(7)"),
    ("My ID is {}.", "AB 123456 (A)"),
    ("My ID is {}.", "z1234567"),
    ("身份證號碼{}，謝謝", "Ｃ１２３４５６（９）"),
    ("身份证{}", "11010119900307123X"),
    ("身份证{}", "110101199003071234"),
    ("身份证{}", "110101 19900307 123x"),
    ("BIR n.º {}", "1234567(8)"),
    ("BIR n.º {}", "5/123456/7"),
    ("澳門身份證{}", "1234567/8"),
    ("Cartão {}", "12345678 9 ZZ4"),
    ("NIF {}", "123456789"),
    ("passport {} expired", "K12345678"),
    ("passport {} expired", "EA1234567"),
    ("回鄉證{}", "H1234567890"),
    ("passaporte {}", "CB123456"),
    ("card {} was charged", "4111 1111 1111 1111"),
    ("card {} was charged", "4111-1111-1111-1111"),
    ("hidden {}", "2\u200b3\u200b4\u200b5\u200b6\u200b7\u200b8\u200b9"),
    (
        "keys {}",
        "2\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e37\ufe0f\u20e38\ufe0f\u20e39\ufe0f\u20e3",
    ),
    ("arabic {}", "٢٣٤٥٦٧٨٩"),
]
HARMLESS = [
    "It is 56 sq km, not 65.",
    "As of 2026-11-29 it was wrong.",
    "On 29.11.2026 and 29/11/2026 and 2026/11/29.",
    "The grant is HK$178,000 at most.",
    "It costs HKD 12345678 or MOP$12345678 or RMB12345678.",
    "The plan is of 2019-2024, then 2025–2035.",
    "86,000,000 people live there; 87 000 000 in 2030.",
    "12345678 passengers in 2025",
    "1 234 567 890 is the total",
    "11個城市，5.6萬平方公里，人口8,600萬。",
    "二〇二六年十一月二十九日的答案不對",
    "2026年11月29日10時30分，第3條第12款",
    "共12345678人次",
    "Lei n.º 16/2021, artigo 23.º, n.º 2",
    "Custa 1.234.567.890 patacas e 912 345 678 patacas",
    "Abre às 22:30-23:30, 7 dias, 24 h",
    "G4 and S26 meet at 22.3193, 114.1694.",
    "Call 1823 or 999; GBA 9+2 cities",
    "AB 12 and C919, the H7N9 virus",
    "Pages 12-15, notes [1] [2] [3]",
    "The rate rose 3.14159265% to 100%.",
    "US$1.5 billion (RMB 10.6 billion)",
    "Node.js, U.S.A., e.g. this",
    "3,000 m² for 450 hectares @ 5.5",
]


@pytest.mark.parametrize(("frame", "personal"), PERSONAL)
def test_what_tells_of_a_person_is_removed_and_the_rest_stays(frame: str, personal: str) -> None:
    assert clean(frame.format(personal)) == frame.format(REMOVED)


@pytest.mark.parametrize("comment", HARMLESS)
def test_figures_of_an_answer_stay(comment: str) -> None:
    assert clean(comment) == comment


@pytest.mark.parametrize(
    ("comment", "cleaned"),
    [
        ("a\n\r\t\u3000 b\u2028c", "a b c"),
        ("\x1b[31mred\x1b[0m\x07\x00", "[31mred[0m"),
        ("\u202eevil\u202c \u2066x\u2069\u200f", "evil x"),
        ("a \u200b b", "a b"),
        ("\ud800x\ue000", "x"),
        ("<script>alert(1)</script> ${x}", "<script>alert(1)</script> ${x}"),
        ("   ", ""),
        ("2345 6789, 6123 4567", f"{REMOVED}, {REMOVED}"),
    ],
)
def test_a_comment_is_one_line_without_signs_that_steer(comment: str, cleaned: str) -> None:
    assert clean(comment) == cleaned


@given(st.text(max_size=LONGEST_COMMENT) | st.text("@ab.1 ,", max_size=LONGEST_COMMENT))
def test_any_text_becomes_one_printable_line(comment: str) -> None:
    cleaned = clean(comment)
    assert cleaned == " ".join(cleaned.split())
    assert len(cleaned) <= LONGEST_CLEANED
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl") for sign in cleaned)


@given(st.from_regex(r"[456789]\d{3}[ -]?\d{4}", fullmatch=True))
def test_no_telephone_number_of_hong_kong_or_macao_stays(number: str) -> None:
    assert clean(f"致電{number}。") == f"致電{REMOVED}。"


@pytest.mark.parametrize("sign", ["a@", "1 ", "1.", "A1", "a.", "陳@", "1-", "(1", "a at b dot "])
def test_the_longest_comment_is_cleaned_in_a_moment(sign: str) -> None:
    started = perf_counter()
    clean((sign * LONGEST_COMMENT)[:LONGEST_COMMENT])
    assert perf_counter() - started < MOMENT
