"""An office file is opened without harm: no entity expands, nothing huge is unpacked."""

from __future__ import annotations

import io
import zipfile

import pytest

from gbaqa.documents.formats import docx, odf, packages, pptx, xlsx
from gbaqa.documents.formats.packages import Package, Related, open_package
from gbaqa.errors import DocumentError
from tests.documents.formats import office

BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "odf": "content.xml"}
MODULES = {"docx": docx, "pptx": pptx, "odf": odf, "xlsx": xlsx}


def opened(parts: dict[str, str | bytes]) -> Package:
    return open_package(office.packed(parts), name="a.docx", kind="DOCX")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE, "<!DOCTYPE a>"])
@pytest.mark.parametrize("kind", PARTS)
def test_a_part_that_declares_a_document_type_is_refused(
    kind: str, prolog: str, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{prolog}<a>text</a>'
    raw = office.packed({PARTS[kind]: text.encode(encoding)})
    with pytest.raises(DocumentError, match="declares entities or a document type"):
        MODULES[kind].read(raw, name="a.file")


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_no_part_of_a_workbook_may_declare_one_either(part: str) -> None:
    raw = office.packed({"xl/workbook.xml": "<workbook/>", part: f"{BOMB}<a>&b;</a>"})
    with pytest.raises(DocumentError, match="declares entities or a document type"):
        xlsx.read(raw, name="a.xlsx")


def test_parts_are_found_whatever_the_case_and_the_slashes_of_their_names() -> None:
    package = opened({"Word\\Document.xml": "<a/>"})

    assert package.bytes("word/document.xml") == b"<a/>"
    assert package.holds("/word/document.xml")
    assert package.bytes("word/other.xml") == b""


def test_relations_lead_to_parts_from_the_folder_of_theirs_and_never_outside() -> None:
    outside = '<Relationship Id="r3" Type="x/hyperlink" Target="http://a" TargetMode="External"/>'
    listed = office.relations({"r1": ("styles", "../s.xml"), "r2": ("image", "/a%20b/c.png")})
    package = opened({"word/_rels/d.xml.rels": listed.replace("</R", f"{outside}</R")})

    assert package.related("word/d.xml") == {
        "r1": Related("styles", "s.xml"),
        "r2": Related("image", "a b/c.png"),
    }


def test_a_part_that_unpacks_to_more_than_is_read_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packages, "LARGEST_PART", 10)
    with pytest.raises(DocumentError, match=r"^a\.docx: unpacks to 11 bytes in one part, 10 are"):
        opened({"a": "x" * 11}).bytes("a")
    sheet = {"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": "x" * 11}
    with pytest.raises(DocumentError, match=r"^a\.xlsx: unpacks to 11 bytes in one part"):
        xlsx.read(office.packed(sheet), name="a.xlsx")


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_a_file_behind_a_password_is_told_so(module: object) -> None:
    locked = packages.COMPOUND_FILE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(DocumentError) as caught:
        module.read(locked, name="a.file")  # type: ignore[attr-defined]
    assert str(caught.value) == "a.file: is protected by a password; save it without one"


def test_an_open_document_behind_a_password_is_told_so() -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    raw = office.packed({"content.xml": b"\x8f\x00", "META-INF/manifest.xml": manifest})
    with pytest.raises(DocumentError, match=r"^a\.odt: is protected by a password;"):
        odf.read(raw, name="a.odt")


def test_a_part_behind_a_password_is_told_so() -> None:
    raw = bytearray(office.packed({"word/document.xml": "<a/>"}))
    central = raw.index(b"PK\x01\x02")
    raw[6] |= 1
    raw[central + 8] |= 1
    with pytest.raises(DocumentError, match=r"^a\.docx: is protected by a password;"):
        docx.read(bytes(raw), name="a.docx")


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_one_line(module: object, share: float) -> None:
    whole = office.docx(office.p("Text."))
    with pytest.raises(DocumentError) as caught:
        module.read(whole[: int(len(whole) * share)], name="a.file")  # type: ignore[attr-defined]
    assert "\n" not in str(caught.value)
    assert "is broken (" in str(caught.value)


def test_a_part_whose_bytes_changed_is_one_line() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<a>text</a>")
    raw = stream.getvalue().replace(b"text", b"tExt")
    with pytest.raises(DocumentError, match=r"broken \(Bad CRC-32 for file 'word/document.xml'\)"):
        docx.read(raw, name="a.docx")
