"""Notices follow from the citations, the documents and the question alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaqa.answering.notices import notices
from gbaqa.types import LANGUAGES, Citation, Document, Language, Notice, Span

HALLS = "How many halls does the harbour centre have?"
NEWEST = Document("z", "The newest", "Nothing.", date="2026-05-23")


def brief(
    doc_id: str,
    text: str,
    date: str = "",
    *,
    language: Language = "en",
    twin_of: str | None = None,
    note: str = "",
) -> Document:
    return Document(
        doc_id, "A", text, date=date, language=language, note=note, translation_of=twin_of
    )


def cited(documents: list[Document], quotes: list[str] | None = None) -> tuple[Citation, ...]:
    """One citation of each document, of its whole text or of a quote from it."""
    found = []
    for marker, document in enumerate(documents, start=1):
        quote = quotes[marker - 1] if quotes else document.text
        start = document.text.index(quote)
        found.append(
            Citation(
                marker=marker,
                doc_id=document.doc_id,
                passage_id=f"{document.doc_id}#0000",
                span=Span(start, start + len(quote)),
                quote=quote,
                doc_sha256="",
                title="A",
                publisher="",
                date=document.date,
                url="",
                translation_of=document.translation_of,
            )
        )
    return tuple(found)


def of(
    documents: list[Document],
    question: str = HALLS,
    *others: Document,
    language: Language = "en",
) -> list[Notice]:
    held = {document.doc_id: document for document in (*documents, *others)}
    return list(notices(cited(documents), held, question, language))


def test_a_newer_figure_and_the_older_one_are_told_with_their_dates() -> None:
    documents = [
        brief("new", "The harbour centre has 93 halls, as stated in January 2026.", "2026-01"),
        brief("old", "The harbour centre has over 63 halls.", "2019-01"),
    ]
    text = "A newer source gives 93 (2026-01) [1]; an older one gives over 63 (2019-01) [2]."
    assert of(documents) == [Notice("superseded", text, (1, 2))]
    # in whatever order they are cited
    text = "A newer source gives 93 (2026-01) [2]; an older one gives over 63 (2019-01) [1]."
    assert of(documents[::-1]) == [Notice("superseded", text, (1, 2))]


def test_values_of_one_time_are_told_side_by_side() -> None:
    documents = [
        brief("a", "The harbour zone covers an area of 56,000 km2.", "2019-01-02"),
        brief("b", "The harbour zone covers an area of 55.2 thousand square km.", "2019"),
        brief("c", "The harbour zone covers an area of 56 thousand sq km.", "2019"),
    ]
    text = "The sources do not agree: 56,000 km2 [1], 55.2 thousand square km [2]."
    assert of(documents, "How large is the harbour zone?") == [Notice("conflict", text, (1, 2))]


def test_a_source_without_a_date_tells_which_year_its_figure_is_of() -> None:
    documents = [
        brief("a", "In 2024 the harbour centre had 93 halls."),
        brief("b", "The harbour centre had 63 halls.", "2022-05"),
        brief("c", "The harbour centre had 51 halls."),
    ]
    found = of(documents)
    assert [one.kind for one in found] == ["conflict", "superseded", "undated"]
    assert found[0].text == "The sources do not agree: 93 [1], 51 [3]."
    assert found[1].text == (
        "A newer source gives 93 (undated source, figures of 2024) [1]; "
        "an older one gives 63 (2022-05) [2]."
    )


def test_one_source_does_not_disagree_with_itself_or_its_twin() -> None:
    text = "The harbour centre has 63 halls."
    original = brief("a", text)
    twin = brief("a.pt", "The harbour centre has 93 halls.", twin_of="a")
    kinds = {one.kind for one in of([original, twin])}
    assert kinds == {"undated"}
    both = brief("a", "The harbour centre has 63 halls. The harbour centre has 93 halls.")
    citations = cited([both, both], both.text.replace(". ", ".\n").split("\n"))
    assert {one.kind for one in notices(citations, {"a": both}, HALLS)} == {"undated"}


def test_without_a_question_nothing_is_compared() -> None:
    documents = [
        brief("a", "The harbour centre has 63 halls.", "2019"),
        brief("b", "The harbour centre has 93 halls.", "2019"),
    ]
    assert of(documents, "") == []
    assert [one.kind for one in of(documents)] == ["conflict"]


def test_quotes_of_two_languages_are_compared_by_the_original() -> None:
    new = brief("a", "It opened once. The harbour centre has 93 halls.", "2026-01")
    twin = brief("a.zh", "海港中心有93個展館。", "2026-01", language="zh-Hant", twin_of="a")
    old = brief("b", "The harbour centre has 63 halls.", "2019-01")
    found = of([twin, old], "海港中心有幾多個展館？", new)
    text = "A newer source gives 93 (2026-01) [1]; an older one gives 63 (2019-01) [2]."
    assert [(one.kind, one.text.replace("93個", "93")) for one in found] == [("superseded", text)]
    # without the original there is nothing to compare by
    assert of([twin, old], "海港中心有幾多個展館？") == []


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("How many halls are there now?", True),
        ("latest number of halls", True),
        ("而家有幾多個展館？", True),
        ("最新统计有多少展馆？", True),
        ("Quantos pavilhões há agora?", True),
        ("How many halls were there in 2019?", False),
        ("How many halls are known?", False),
    ],
)
def test_an_old_source_is_told_of_when_the_question_asks_for_now(
    question: str, *, is_asked: bool
) -> None:
    documents = [
        brief("a", "The harbour centre has 63 halls.", "2021-03"),
        brief("b", "It is blue.", "2019"),
    ]
    text = "The newest source found is of 2021-03; the newest document of all is of 2026-05-23."
    expected = [Notice("older-than", text, (1,))] if is_asked else []
    assert of(documents, question, NEWEST) == expected


@pytest.mark.parametrize(
    ("date", "is_old"),
    [("2024-05", False), ("2024-04", True), ("2024", False), ("2023", True), ("", False)],
)
def test_two_years_before_the_newest_document_a_source_is_old(date: str, *, is_old: bool) -> None:
    documents = [brief("a", "The harbour centre has 63 halls.", date)]
    kinds = [one.kind for one in of(documents, "How many halls now?", NEWEST)]
    assert ("older-than" in kinds) == is_old


def test_undated_sources_and_the_notes_of_briefs_are_told_as_they_are() -> None:
    noted = brief("a", "The harbour centre is blue.", note="A figure of 2019.")
    dated = brief("b", "It is green.", "2019")
    documents = [noted, dated, replace(noted, doc_id="c", note="")]
    assert of(documents, "Which colour?") == [
        Notice("undated", "The source does not say when it was published.", (1, 3)),
        Notice("stated-as-is", "A figure of 2019.", (1,)),
    ]
    assert notices((), {}, HALLS) == ()


OTHER_LANGUAGES: dict[Language, tuple[str, ...]] = {
    "zh-Hant": (
        "各來源所載並不相同，分別為93 [1]、51 [4]。",
        "較新的來源所載為93（來源沒有日期，數字屬 2024 年）[1]；"
        "較早的來源所載為超過63（2022-05）[2]；"
        "較早的來源所載為至少55（2019）[3]。",
        "找到的來源之中，最新的日期是 2022-05；全部文件之中，最新的日期是 2026-05-23。",
        "來源沒有註明發布日期。",
    ),
    "zh-Hans": (
        "各来源的记载并不相同，分别为93 [1]、51 [4]。",
        "较新的来源记载为93（来源没有日期，数字属 2024 年）[1]；"
        "较早的来源记载为超过63（2022-05）[2]；"
        "较早的来源记载为至少55（2019）[3]。",
        "找到的来源中，最新的日期是 2022-05；全部文件中，最新的日期是 2026-05-23。",
        "来源没有注明发布日期。",
    ),
    "pt": (
        "As fontes não coincidem: 93 [1], 51 [4].",
        "Uma fonte mais recente indica 93 (fonte sem data, números de 2024) [1]; uma mais antiga "
        "indica mais de 63 (2022-05) [2], uma mais antiga indica pelo menos 55 (2019) [3].",
        "A fonte mais recente encontrada é de 2022-05; o documento mais recente de todos é de "
        "2026-05-23.",
        "A fonte não indica a data de publicação.",
    ),
}


@pytest.mark.parametrize(("language", "texts"), OTHER_LANGUAGES.items())
def test_each_notice_is_said_in_the_language_but_the_note_of_a_brief(
    language: Language, texts: tuple[str, ...]
) -> None:
    documents = [
        brief("a", "In 2024 the harbour centre had 93 halls.", note="A figure of 2024."),
        brief("b", "The harbour centre had over 63 halls.", "2022-05"),
        brief("c", "The harbour centre had at least 55 halls.", "2019"),
        brief("d", "The harbour centre had 51 halls."),
    ]
    question = "How many halls does the harbour centre have now?"
    conflict, superseded, older, undated = texts
    assert of(documents, question, NEWEST, language=language) == [
        Notice("conflict", conflict, (1, 4)),
        Notice("superseded", superseded, (1, 2, 3)),
        Notice("older-than", older, (2,)),
        Notice("undated", undated, (1, 4)),
        Notice("stated-as-is", "A figure of 2024.", (1,)),
    ]


def test_a_source_of_which_nothing_is_dated_is_said_to_have_no_date() -> None:
    documents = [
        brief("new", "The harbour centre has 93 halls.", "2026-01"),
        brief("old", "The harbour centre had 63 halls in 2019."),
    ]
    said = {language: of(documents, language=language)[0].text for language in LANGUAGES}
    assert said == {
        "en": "A newer source gives 93 (2026-01) [1]; "
        "an older one gives 63 (undated source, figures of 2019) [2].",
        "zh-Hant": "較新的來源所載為93（2026-01）[1]；"
        "較早的來源所載為63（來源沒有日期，數字屬 2019 年）[2]。",
        "zh-Hans": "较新的来源记载为93（2026-01）[1]；"
        "较早的来源记载为63（来源没有日期，数字属 2019 年）[2]。",
        "pt": "Uma fonte mais recente indica 93 (2026-01) [1]; "
        "uma mais antiga indica 63 (fonte sem data, números de 2019) [2].",
    }


PORTUGUESE = {
    "超過63個": "mais de 63個",
    "60多個": "mais de 60多個",
    "約63個": "cerca de 63個",
}


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("海港中心有超過63個展館。", "超過63個"),
        ("海港中心有60多個展館。", "60多個"),
        ("海港中心有約63個展館。", "約63個"),
    ],
)
def test_a_chinese_value_that_tells_its_precision_is_not_told_it_twice(
    quote: str, told: str
) -> None:
    documents = [
        brief("new", "海港中心有93個展館。", "2026-01", language="zh-Hant"),
        brief("old", quote, "2019-01", language="zh-Hant"),
    ]
    [found] = of(documents, "海港中心有幾多個展館？", language="zh-Hant")
    assert (
        found.text == f"較新的來源所載為93個（2026-01）[1]；較早的來源所載為{told}（2019-01）[2]。"
    )
    # in Portuguese the ideographs say nothing of it
    [found] = of(documents, "海港中心有幾多個展館？", language="pt")
    assert f"uma mais antiga indica {PORTUGUESE[told]} (2019-01) [2]." in found.text
