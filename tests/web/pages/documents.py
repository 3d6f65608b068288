"""Documents for the tests of the pages: a twin, an undated one and a hostile one among them."""

from __future__ import annotations

from gbaqa.types import Document
from tests.web.pages.showing import HOSTILE

QUOTE = "It has 23 members."
ALLIANCE = Document(
    doc_id="people/alliance",
    title="The alliance",
    text=f"# Members\n\n{QUOTE} It was founded in 2019.\n\n### Cities\n\n- Macao\n",
    publisher="Alliance Office",
    date="2024-10-09",
    url="https://example.org/alliance?a=1&b=2",
    topics=("members", "Macao"),
    note="It is told twice.",
    sha256="a" * 64,
    source_language="zh-Hans",
    also=("people/copy", "undated"),
)
TWIN = Document(
    doc_id="people/alliance.zh-Hant",
    title="聯盟",
    text="聯盟有23名成員。",
    publisher="Alliance Office",
    date="2024-10-09",
    language="zh-Hant",
    topics=("members", "Macao"),
    sha256="b" * 64,
    translation_of="people/alliance",
)
UNDATED = Document(
    doc_id="undated", title="Without a date", text="It rained.", url="javascript:alert(1)"
)
BRIDGE = Document(
    doc_id="bridge",
    title="The bridge",
    text="It opened.",
    publisher="Alliance Office (Macao)",
    date="2018-10",
    topics=("transport", "Macao"),
)
WICKED = Document(
    doc_id=f"w/?#{HOSTILE}&é",
    title=HOSTILE,
    text=HOSTILE,
    publisher=HOSTILE,
    date="2020",
    url=f"https://example.org/{HOSTILE}",
    topics=(HOSTILE,),
    note=HOSTILE,
    also=(HOSTILE,),
    source_language=HOSTILE,
    sha256=HOSTILE,
)
EVERY = (ALLIANCE, TWIN, UNDATED, BRIDGE, WICKED)
