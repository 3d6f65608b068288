"""The ending of a fetched document: declared, named and what its bytes are must agree."""

from __future__ import annotations

import pytest

from gbaqa.documents.adding.kinds import DECLARED, ending_for
from gbaqa.documents.formats import FORMATS
from gbaqa.errors import DocumentError

PDF = b"%PDF-1.7\n"
PAGE = b"<!doctype html><p>x"
URL = "https://example.org"


def test_every_declared_kind_has_a_reader() -> None:
    assert set(DECLARED.values()) <= set(FORMATS)


@pytest.mark.parametrize(
    ("media_type", "raw", "path", "ending"),
    [
        ("text/html", PAGE, "/a.php", ".html"),
        ("text/html", b"<p>piece", "/", ".html"),
        ("text/plain", b"text", "/a", ".txt"),
        ("text/plain", PAGE, "/a", ".html"),
        ("text/plain", b"# Tax", "/a.md", ".md"),
        ("application/pdf", PDF, "/download?id=1", ".pdf"),
        ("application/octet-stream", PDF, "/a.pdf", ".pdf"),
        ("application/octet-stream", PDF, "/a", ".pdf"),
        ("", PAGE, "/", ".html"),
    ],
)
def test_endings(media_type: str, raw: bytes, path: str, ending: str) -> None:
    assert ending_for(media_type, raw, url=URL + path) == ending


@pytest.mark.parametrize(
    ("media_type", "raw", "path", "line"),
    [
        ("application/pdf", PAGE, "/a.pdf", "is said to be PDF and is HTML; check the address"),
        ("text/html", PDF, "/", "is said to be HTML and is PDF; check the address"),
        ("image/png", b"\x89PNG\r\n\x1a\n", "/", "is said to be image/png, which has no reader"),
        ("video/mp4", b"", "/a.html", "is said to be video/mp4, which has no reader"),
        ("application/javascript", b"x", "/", "is said to be application/javascript"),
        ("text/html\u202ex", PAGE, "/", "is said to be text/html\\u202ex, which"),
        ("application/octet-stream", b"\x7fELF\0\0", "/a", "is "),
        ("text/html", b"\xff\xd8\xff\xe0\0\x10JFIF", "/a", "is a picture (JPEG)"),
    ],
    ids=range(8),
)
def test_what_is_no_document_is_refused(media_type: str, raw: bytes, path: str, line: str) -> None:
    with pytest.raises(DocumentError) as caught:
        ending_for(media_type, raw, url=URL + path)

    assert str(caught.value).startswith(f"{URL}{path}: {line}")
