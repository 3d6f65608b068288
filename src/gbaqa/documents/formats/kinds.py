"""The kinds of documents that can be read, and the endings of names that say so."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "markdown", "plain", "html", "pdf", "docx", "pptx", "xlsx", "odf", "epub", "delimited"
]
ENDINGS: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".xlsx": "xlsx",
    ".odt": "odf",
    ".ods": "odf",
    ".odp": "odf",
    ".epub": "epub",
    ".csv": "delimited",
    ".tsv": "delimited",
}
# the same kinds under names that are less known; no document is looked for under them by name
ALSO: dict[str, Kind] = {
    **dict.fromkeys((".docm", ".dotx", ".dotm"), "docx"),
    **dict.fromkeys((".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), "pptx"),
    **dict.fromkeys((".xlsm", ".xltx", ".xltm"), "xlsx"),
    **dict.fromkeys((".ott", ".ots", ".otp"), "odf"),
    **dict.fromkeys((".shtml", ".xht", ".php", ".asp", ".aspx", ".jsp"), "html"),
    **dict.fromkeys((".text", ".asc"), "plain"),
    **dict.fromkeys((".mkd", ".mdown"), "markdown"),
    ".tab": "delimited",
}
NAMES: dict[Kind, str] = {
    "markdown": "Markdown",
    "plain": "plain text",
    "html": "HTML",
    "pdf": "PDF",
    "docx": "DOCX",
    "pptx": "PPTX",
    "xlsx": "XLSX",
    "odf": "OpenDocument",
    "epub": "EPUB",
    "delimited": "CSV",
}
TEXTS: tuple[Kind, ...] = ("markdown", "plain", "delimited", "html")
