"""An exported answer reads as it should, shows documents as text, and tells of every change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gbaqa.answering.citing import cite
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.exporting import as_markdown, changed_line, read_answer
from gbaqa.answering.notices import notices
from gbaqa.answering.receipts import as_json
from gbaqa.answering.replaying import faults
from gbaqa.answering.writing.writing import Dropped, Written
from gbaqa.types import (
    LANGUAGES,
    Answer,
    Collection,
    Document,
    Evidence,
    Language,
    NoAnswer,
    Passage,
    Query,
    Reason,
    Reply,
    Sentence,
    Span,
)

Json = dict[str, Any]
RENDERER = MarkdownIt("commonmark")
OURS = {  # every element that an export may hold
    "heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline", "fence",
    "text", "strong", "link", "code_inline", "hardbreak", "softbreak",
}  # fmt: skip
HOSTILE = "# <img src=x> [a](https://b) `c` **d**\n\n1. e ![f](g) ```"
FEE = Document(
    "fee",
    "Fees *of* <b>2024</b>",
    "The fee is 100 patacas. It is due\nin May.",
    publisher="Gazette",
    date="2024-05",
    url="https://example.org/fee?a=1&b=2",
    note="Stated in [patacas](https://b).",
)
PARK = Document("park", "Park", HOSTILE, url="https://example.org/park")


def collection(*documents: Document) -> Collection:
    held = [replace(one, sha256=hashlib.sha256(one.text.encode()).hexdigest()) for one in documents]
    return Collection(
        {one.doc_id: one for one in held},
        {
            f"{one.doc_id}#0000": Passage(
                f"{one.doc_id}#0000", one.doc_id, Span(0, len(one.text)), (), "en"
            )
            for one in held
        },
    )


def whole(document: Document) -> Evidence:
    return Evidence(f"{document.doc_id}#0000", Span(0, len(document.text)), 1.0)


def told(reply: Reply, typed: str = "", **more: Any) -> Json:
    """The answer object as a program reads it from JSON."""
    asked = typed or reply.query.text
    made = Exchange(asked, reply.query.text, reply, "g" * 16, "small", {"total": 1.5}, **more)
    read: Json = json.loads(json.dumps(as_json(made)))
    return read


def answered(
    *documents: Document, question: str = "fee?", language: Language = "en", **more: Any
) -> tuple[Json, dict[str, Document]]:
    """A quote of the whole of each document."""
    held = collection(*documents)
    query = Query(question, language)
    citations = cite([whole(one) for one in documents], held)
    reply = Answer(
        query,
        tuple(Sentence(one.quote, (one.marker,)) for one in citations),
        citations,
        0.9,
        notices(citations, held.documents, question, language),
    )
    return told(reply, **more), dict(held.documents)


def not_found(
    reason: Reason, *documents: Document, language: Language = "en"
) -> tuple[Json, dict[str, Document]]:
    held = collection(*documents)
    nearest = cite([whole(one) for one in documents], held)
    return told(NoAnswer(Query("fee?", language), reason, nearest, 0.1)), dict(held.documents)


def folded(text: str) -> str:
    return " ".join(text.split())


def above_the_data(markdown: str) -> str:
    return markdown[: markdown.index("```json")].rstrip("`")


def test_an_answer_is_its_sentences_its_notices_its_sources_and_how_to_check() -> None:
    answer, _ = answered(FEE, PARK)
    assert above_the_data(as_markdown(answer)) == (
        "# fee?\n\n"
        "The fee is 100 patacas. It is due in May. [1]\n\n"
        "\\# \\<img src\\=x\\> \\[a\\](https\\://b) \\`c\\` \\*\\*d\\*\\* 1. e !\\[f\\](g) "
        "\\`\\`\\` [2]\n\n"
        "- **No date**: The source does not say when it was published. [2]\n"
        "- **Note**: Stated in \\[patacas\\](https\\://b). [1]\n\n"
        "## Sources\n\n"
        "1. Fees \\*of\\* \\<b\\>2024\\</b\\>, Gazette, 2024-05 <https://example.org/fee?a=1&b=2>\n"
        "2. Park, undated <https://example.org/park>\n\n"
        "## How to check this\n\n"
        "Save this file and run `gbaqa verify FILE`: every quote is compared with its document, "
        "and what you read here with the data below.\n\n"
    )


def test_no_answer_is_its_reason_its_choices_and_the_nearest_passages() -> None:
    reason = Reason("ambiguous", "Which *one* is [1]?", ("Which <permit>?", "Which visa?"), (1, 2))
    answer, _ = not_found(reason, FEE, replace(PARK, text="It is *green*."), language="zh-Hant")
    assert above_the_data(as_markdown(answer)) == (
        "# fee?\n\n"
        "Which \\*one\\* is \\[1\\]? [2]\n\n"
        "- Which \\<permit\\>?\n"
        "- Which visa?\n\n"
        "## 最接近的段落\n\n"
        "1. The fee is 100 patacas. It is due in May.\\\n"
        "   Fees \\*of\\* \\<b\\>2024\\</b\\>，Gazette，2024-05 <https://example.org/fee?a=1&b=2>\n"
        "2. It is \\*green\\*.\\\n"
        "   Park，沒有日期 <https://example.org/park>\n\n"
        "## 如何核實\n\n"
        "請儲存這個檔案，然後執行 `gbaqa verify FILE`：每段引文會與原文件核對，"
        "以上文字亦會與以下數據核對。\n\n"
    )
    alone, _ = not_found(Reason("nothing-near", "Nothing."))
    assert as_markdown(alone).startswith("# fee?\n\nNothing.\n\n## How to check this\n")


def test_what_was_searched_carried_over_and_written_is_told() -> None:
    written = Written(
        (Sentence("It is 100.", (1,)),), (Dropped("It is <90>.", "90 is in no quote"),), "*small*"
    )
    answer, _ = answered(FEE, question="How much? (fee)", typed="How much?", written=written)
    assert above_the_data(as_markdown(answer)).split("\n\n")[:6] == [
        "# How much?",
        "Asked as: How much? (fee)",
        "Written by \\*small\\* from the quotes below; each sentence was checked against them:",
        "It is 100. [1]",
        "- Left out: It is \\<90\\>. (90 is in no quote)",
        "The fee is 100 patacas. It is due in May. [1]",
    ]
    failed = Written(model="small", failed="it took *too* long")
    answer, _ = answered(FEE, written=failed, also_searched="fee <much>", language="pt")
    assert above_the_data(as_markdown(answer)).split("\n\n")[1:5] == [
        "Não foi redigida nenhuma resposta: it took \\*too\\* long",
        "The fee is 100 patacas. It is due in May. [1]",
        "- **Nota**: Stated in \\[patacas\\](https\\://b). [1]",
        "Pesquisado também: fee \\<much\\>",
    ]


def test_the_object_stands_in_a_fence_that_nothing_in_it_closes() -> None:
    for text, fence in (("a", "`" * 3), ("a ``` b", "`" * 4), ("`" * 9 + "\njson", "`" * 10)):
        answer, _ = answered(replace(FEE, text=text))
        markdown = as_markdown(answer)
        assert markdown.endswith(f"\n}}\n{fence}\n")
        block = RENDERER.parse(markdown)[-1]
        assert (block.type, block.info, block.markup) == ("fence", "json", fence)
        assert json.loads(block.content) == answer
        assert read_answer(markdown.encode()) == (answer, markdown)


def test_an_object_by_itself_is_read_too_and_anything_else_is_refused() -> None:
    answer, _ = answered(replace(FEE, text="a\n```json\n{}\n```\nb"))
    assert read_answer(json.dumps(answer).encode()) == (answer, "")
    assert read_answer(json.dumps(answer).encode("utf-16")) == (answer, "")
    for raw in (
        b"# fee?\n",
        b"```json\n{}\n",
        b"```json\n{\n```\n",
        b"````json\n{}\n```\n",
        b"\xff",
    ):
        with pytest.raises(ValueError, match=r"Expecting|codec"):
            read_answer(raw)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("100", "900", "line 3 is 'The fee is 900 patacas. It is due in May. [1]', "
         "the answer in the file makes 'The fee is 100 patacas. It is due in May. [1]'"),
        ("# fee?", "# Fee?", "line 1 is '# Fee?', the answer in the file makes '# fee?'"),
        ("1. Fees", "Fees", "line 9 is "),
        ("# fee?\n", "# fee?\n\nAlso.\n", "line 3 is 'Also.', the answer"),
        ('"question": "fee?"', '"question":  "fee?"', "line 17 is "),
        ("\n```\n", "\n```", "line 67 is missing"),
        ("\n```\n", "\n```\n\nMore.\n", "line 68 is no part of the answer in the file"),
        ("\n", "\r\n", "line 1 is '# fee?\\r', the answer in the file makes '# fee?'"),
    ],
    ids=["quote", "question", "number", "addition", "data", "end", "more", "lines"],
)  # fmt: skip
def test_a_change_is_told_with_its_line(old: str, new: str, fault: str) -> None:
    answer, _ = answered(FEE)
    markdown = as_markdown(answer)
    assert changed_line(markdown, answer) == ""
    assert changed_line(markdown.replace(old, new), answer).startswith(fault)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_left_in_english(language: Language) -> None:
    answer, _ = answered(FEE, PARK, language=language, also_searched="x")
    labels = ("Sources", "No date", "Note", "undated", "How to check", "searched", "Searched")
    found = [label for label in labels if label in above_the_data(as_markdown(answer))]
    assert found == ([*labels[:5], "Searched"] if language == "en" else [])


SIGNS = "\\`*_[](){}<>&#|~=!:.-+\"' \n1ajson法，é"
texts = st.one_of(
    st.text(SIGNS, min_size=1, max_size=30),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
    ),
    st.just(HOSTILE),
).filter(folded)
documents = st.builds(
    Document,
    doc_id=st.just("one"),
    title=texts,
    text=texts,
    publisher=texts | st.just(""),
    date=st.sampled_from(["", "2019", "2024-05"]),
    url=texts | texts.map("https://{}".format) | st.just(""),
    note=texts | st.just(""),
)
languages = st.sampled_from(LANGUAGES)


@st.composite
def answers(draw: st.DrawFn) -> tuple[Json, dict[str, Document]]:
    """An honest answer, or an honest "not found", of documents that say anything."""
    held = [draw(documents), replace(draw(documents), doc_id="two")]
    language = draw(languages)
    if draw(st.booleans()):
        more = {"also_searched": draw(texts)} if draw(st.booleans()) else {}
        return answered(*held, question=draw(texts), language=language, **more)
    choices = tuple(draw(st.lists(texts, max_size=2)))
    return not_found(Reason("ambiguous", draw(texts), choices, (1,)), *held, language=language)


def kinds(tokens: list[Token]) -> set[str]:
    found = [*tokens, *(child for token in tokens for child in token.children or ())]
    return {token.type.removesuffix("_open").removesuffix("_close") for token in found}


@given(answers())
def test_a_reader_sees_the_quotes_and_no_element_that_a_document_made(
    made: tuple[Json, dict[str, Document]],
) -> None:
    answer, held = made
    tokens = RENDERER.parse(as_markdown(answer))
    assert faults(answer, held) == []
    assert kinds(tokens) <= OURS
    lines = [
        "".join(child.content or "\n" * (child.type == "hardbreak") for child in token.children)
        for token in tokens
        if token.type == "inline" and token.children is not None
    ]
    expected = [f"{folded(one['text'])} [{one['markers'][0]}]" for one in answer["sentences"]]
    first = 1 + (answer["standalone_question"] != answer["question"])
    assert lines[0] == folded(answer["question"])
    assert lines[first : first + len(expected)] == expected
    nearest = [folded(one["quote"]) for one in answer["nearest"]]
    assert [line.split("\n")[0] for line in lines if "\n" in line] == nearest
    links = [
        child for token in tokens for child in token.children or () if child.type == "link_open"
    ]
    urls = [one["url"] for one in (*answer["citations"], *answer["nearest"])]
    assert all(any(url.startswith("https://") for url in urls) for _ in links)
    assert len(links) <= sum(url.startswith("https://") for url in urls)
    assert tokens[-1].type == "fence"
    assert json.loads(tokens[-1].content) == answer


@given(answers())
def test_an_honest_export_is_accepted_and_always_the_same(
    made: tuple[Json, dict[str, Document]],
) -> None:
    answer, held = made
    markdown = as_markdown(answer)
    read, text = read_answer(markdown.encode())
    assert (read, text) == (answer, markdown)
    assert (faults(read, held), changed_line(text, read)) == ([], "")
    assert as_markdown(read) == markdown


def accepted(raw: bytes, held: dict[str, Document]) -> bool:
    try:
        answer, text = read_answer(raw)
    except ValueError:
        return False
    return not faults(answer, held) and not (text and changed_line(text, answer))


@given(answers(), st.data())
def test_a_file_with_one_character_changed_is_refused(
    made: tuple[Json, dict[str, Document]], data: st.DataObject
) -> None:
    answer, held = made
    markdown = as_markdown(answer)
    # the digest leaves the timings out, since they differ from run to run
    place = data.draw(st.integers(0, markdown.rindex('"timings_ms"') - 1))
    sign = data.draw(st.sampled_from(f"{SIGNS}\r\t0") | st.characters(exclude_categories=["Cs"]))
    for spoilt in (
        markdown[:place] + markdown[place + 1 :],
        markdown[:place] + sign + markdown[place:],
        markdown[:place] + sign + markdown[place + 1 :],
    ):
        assert spoilt == markdown or not accepted(spoilt.encode(), held)


def test_every_single_character_of_one_export_is_held() -> None:
    answer, held = answered(FEE, PARK)
    markdown = as_markdown(answer)
    start = markdown.rindex('"timings_ms"')
    end = markdown.index('"sha256"', start)
    assert accepted(markdown.encode(), held)
    for place, sign in enumerate(markdown):
        dropped = markdown[:place] + markdown[place + 1 :]
        other = markdown[:place] + chr(ord(sign) ^ 1) + markdown[place + 1 :]
        is_timing = start <= place < end
        assert is_timing or not accepted(dropped.encode(), held)
        assert is_timing or not accepted(other.encode(), held)
