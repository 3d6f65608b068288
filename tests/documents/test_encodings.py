"""A text's encoding is found where there is no doubt of it; otherwise the file is refused."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.documents.encodings import decoded
from gbaqa.errors import DocumentError

CANTONESE = "澳門特別行政區政府宣佈，由下月起市民可以喺網上申請新嘅身份證，唔使再排隊。"
TRADITIONAL = "香港居民在大灣區內地城市工作，須就其收入繳納個人所得稅，並可申請補貼。"
SIMPLIFIED = "香港居民在大湾区内地城市工作，须就其收入缴纳个人所得税，并可申请补贴。"
PORTUGUESE = (
    "A Região Administrativa Especial de Macau reduziu a taxa até Março – não há excepções."
)
ENGLISH = "The Authority’s café opened – “as planned” – at £5 a head."
JAPANESE = "香港とマカオの観光客が増えています。料金は千円で、午前九時から開いています。"
KOREAN = "대만구는 광둥성과 홍콩 및 마카오를 포함하는 지역입니다. 요금은 천 원입니다."
TEXTS = {
    "big5hkscs": CANTONESE,
    "big5": TRADITIONAL,
    "gb18030": SIMPLIFIED,
    "gbk": TRADITIONAL,
    "cp1252": PORTUGUESE,
    "latin-1": PORTUGUESE.replace("–", "-"),
    "windows-1252": ENGLISH,
    "cp932": JAPANESE,
    "utf-8": CANTONESE,
    "utf-8-sig": CANTONESE,
    "utf-16": CANTONESE,
    "utf-32": CANTONESE,
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_text_is_read_in_its_own_encoding(encoding: str) -> None:
    text = f"# 1\n{TEXTS[encoding]}\n"

    assert decoded(text.encode(encoding), name="a.txt") == text


@pytest.mark.parametrize(
    "raw",
    [
        "大".encode("big5"),  # too short to tell
        "澳門大學".encode("big5"),
        "深圳".encode("gb18030"),
        b"Popula\xe7\xe3o.",
        b"caf\xe9",
        KOREAN.encode("euc_kr"),  # its bytes are as good Chinese
        JAPANESE.encode("euc_jp"),
        b"\xff",
        b"title: C\nnote: \xff\n",
        bytes(range(128, 256)),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        CANTONESE.encode("big5hkscs") + b"\x00\x01\x02",
    ],
)
def test_what_cannot_be_told_is_refused_with_its_line(raw: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt:[12]: byte 0x.. is not UTF-8; save the file"):
        decoded(raw, name="a.txt")


def test_a_mark_at_the_beginning_is_believed_and_what_breaks_it_is_named() -> None:
    raw = codecs.BOM_UTF16_LE + "one\ntwo ".encode("utf-16-le") + b"\x00\xd8"
    with pytest.raises(DocumentError) as caught:
        decoded(raw, name="a.txt")
    assert str(caught.value) == "a.txt:2: byte 0x00 is not UTF-16; save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "cp1252", "cp932"])
@settings(max_examples=25)
@given(st.data())
def test_a_piece_of_a_text_is_read_right_or_refused(encoding: str, data: st.DataObject) -> None:
    text = TEXTS[encoding]
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    raw = piece.encode(encoding)
    try:
        read = decoded(raw, name="a.txt")
    except DocumentError:
        return
    if raw.decode("utf-8", "ignore").encode() != raw:  # two bytes may be UTF-8 by chance
        assert read == piece


@given(st.text())
def test_any_text_in_utf8_comes_back(text: str) -> None:
    assert decoded(text.encode("utf-8", "ignore"), name="a") == text.encode(
        "utf-8", "ignore"
    ).decode("utf-8-sig")


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_one_line(raw: bytes) -> None:
    line = ""
    try:
        decoded(raw, name="a.txt")
    except DocumentError as error:
        line = str(error)
    assert re.fullmatch(
        r"|a\.txt:\d+: byte 0x.. is not UTF-(8|16|32); save the file as UTF-8", line
    )
