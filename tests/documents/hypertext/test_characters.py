"""Bytes to characters: the mark, then what is declared, then what they look like."""

from __future__ import annotations

import codecs

import pytest

from gbaqa.documents.hypertext.characters import characters

CHINESE = "香港特別行政區政府新聞公報：今日公布大灣區人才計劃的最新數字，申請人數較去年增加。"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("é 稅".encode(), "é 稅"),
        (codecs.BOM_UTF8 + "<meta charset=big5>é".encode(), "<meta charset=big5>é"),
        (codecs.BOM_UTF16_LE + "稅".encode("utf-16-le"), "稅"),
        (codecs.BOM_UTF16_BE + "稅".encode("utf-16-be"), "稅"),
        ("<meta charset=big5>稅務".encode("big5"), "<meta charset=big5>稅務"),
        ("<meta charset='gb2312'>税务朱镕基".encode("gbk"), "<meta charset='gb2312'>税务朱镕基"),
        (
            "<meta charset=iso-8859-1>\u201cAção\u201d".encode("cp1252"),
            "<meta charset=iso-8859-1>“Ação”",
        ),
        # in UTF-8, whatever it says
        ("<meta charset=iso-8859-1>Ação 稅".encode(), "<meta charset=iso-8859-1>Ação 稅"),
        (b"<meta charset=utf-16>a", "<meta charset=utf-16>a"),
        ("<meta charset=rot13>é".encode(), "<meta charset=rot13>é"),
        (
            '<?xml version="1.0" encoding="Shift_JIS"?>税'.encode("cp932"),
            '<?xml version="1.0" encoding="Shift_JIS"?>税',
        ),
        (CHINESE.encode("big5"), CHINESE),
        (b"", ""),
    ],
)
def test_encodings(raw: bytes, text: str) -> None:
    assert characters(raw) == (text, "")


def test_bytes_that_are_no_characters_are_counted() -> None:
    text, note = characters(b"<meta charset=utf-8>ok \xff\xfe!")

    assert text == "<meta charset=utf-8>ok \ufffd\ufffd!"
    assert note == "2 characters are not utf-8 and were not read"
