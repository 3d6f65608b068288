"""PDF: paragraphs, headings, lists, drawn tables and pages, read by PDFium."""

from __future__ import annotations

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats.pdf.reading import read as read

__all__ = ["Parsed", "read"]
