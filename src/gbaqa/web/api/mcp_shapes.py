"""What the three tools give besides an answer, as the schemas that their callers are told."""

from __future__ import annotations

from pydantic import Field

from gbaqa.web.api.replies import ChosenReply, HitReply, ListedReply, Reply


class PlacedHitReply(HitReply):
    """One passage found, and where it stands in its document."""

    start: int = Field(description="of the passage in the document's text")
    end: int


class PlacedSearchReply(Reply):
    """Ranked passages, best first."""

    query: str
    also_searched: str = ""
    filters: ChosenReply | None = None
    hits: list[PlacedHitReply]


class StretchReply(ListedReply):
    """A document and a stretch of its text."""

    note: str = Field(description="an oddity that the user should be told")
    characters: int = Field(description="the length of the whole text")
    start: int
    end: int
    text: str = Field(description="the document's own text from start to end, verbatim")
    left: int = Field(description="how many characters follow")
