"""The questions that visitors are offered: well worded, of many documents, and answered."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from types import ModuleType

import pytest

from gbaqa.answering.asking import Assistant
from gbaqa.documents.reading import read_corpus
from gbaqa.types import LANGUAGES, Answer, Language, Suggestion, folded
from gbaqa.web.wording import examples, read_words
from tests.conftest import CORPUS


def script(name: str) -> ModuleType:
    """One of scripts/, which are no package of the product."""
    spec = importlib.util.spec_from_file_location(
        f"making_{name}", CORPUS.parent / "scripts" / f"{name}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


making = script("questions")
MOST, fit, neat, training = making.MOST, making.fit, making.neat, making.training
EVAL = CORPUS.parent / "eval"
FEWEST = {"en": 200, "zh-Hant": 80, "zh-Hans": 60, "pt": 60}
EVERY = 60  # of the bank, asked in a test
LONGEST_EXAMPLE = 80
# the document that answers each example of the empty page
ANSWERED_BY: dict[Language, tuple[str, ...]] = {
    "en": (
        "002-productivity-alliance-hengqin",
        "118-dpo-dongguan-kiosk-2025",
        "004-guangzhou-hk-intelligent-manufacturing-zone",
        "156-tid-gba-standards",
        "085-peoplesdaily-shenzhong-link",
        "108-1823-northbound-how-to-apply",
    ),
    "zh-Hant": (
        "084-xinhua-hzmb-opening",
        "118-dpo-dongguan-kiosk-2025",
        "034-hengqin-gov-pacesetter",
        "089-caixin-wmc-2025",
        "127-gba-exam-fourth-2024",
        "108-1823-northbound-how-to-apply",
    ),
    "zh-Hans": (
        "084-xinhua-hzmb-opening",
        "439-chinabriefing-iit-extension-2027",
        "223-legco-science-park-2020",
        "089-caixin-wmc-2025",
        "156-tid-gba-standards",
        "108-1823-northbound-how-to-apply",
    ),
    "pt": (
        "034-hengqin-gov-pacesetter",
        "118-dpo-dongguan-kiosk-2025",
        "223-legco-science-park-2020",
        "186-macaudaily-duty-free-2024",
        "156-tid-gba-standards",
        "361-peoplesdaily-national-games-2024",
    ),
}


@pytest.fixture(scope="module")
def bank() -> tuple[Suggestion, ...]:
    return read_corpus(CORPUS).questions


def test_there_are_enough_questions_of_each_language(bank: tuple[Suggestion, ...]) -> None:
    counted = Counter(one.language for one in bank)
    assert {language: min(counted[language], FEWEST[language]) for language in LANGUAGES} == FEWEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_spread_over_documents_and_topics(
    bank: tuple[Suggestion, ...], language: Language
) -> None:
    documents = [one.doc_id for one in bank if one.language == language]
    assert max(Counter(documents).values()) <= MOST
    folders = {path.stem: path.parent.name for path in CORPUS.glob("*/*.md")}
    assert len({folders[doc_id] for doc_id in documents}) >= 12


def test_the_bank_is_in_the_order_in_which_the_script_writes_it(
    bank: tuple[Suggestion, ...],
) -> None:
    assert list(bank) == sorted(
        bank, key=lambda one: (LANGUAGES.index(one.language), one.doc_id, one.text)
    )


def test_none_is_a_question_that_answers_are_evaluated_on(bank: tuple[Suggestion, ...]) -> None:
    lines = (EVAL / "gba" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    evaluated = {folded(json.loads(line)["question"]).rstrip("?") for line in lines}
    assert [one.text for one in bank if folded(one.text).rstrip("?") in evaluated] == []


def test_each_is_worded_for_everybody(bank: tuple[Suggestion, ...]) -> None:
    assert [one.text for one in bank if neat(one.text, one.language) != one.text] == []
    assert [one.text for one in bank if not fit(one)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "when did the bridge open to cars?"),  # typed in haste
        ("en", "Bridge opening date"),
        ("en", "When did it open?"),  # too short to stand alone
        ("en", "Who does the editorial say will gain from the bridge?"),
        ("en", "I'm a nurse from Macao; may I work in Zhuhai?"),
        (
            "en",
            "When did the bridge open" + " to cars" * 9 + "?",
        ),
        ("en", "What is the new park for - are there any flats?"),
        ("pt", "Para que serve o parque — há casas?"),
        ("zh-Hant", "港珠澳大橋幾時通車？"),  # Cantonese
        ("zh-Hant", "港珠澳大橋 通車"),
        ("zh-Hans", "《新西兰先驱报》说数码港还专注什么？"),
        ("pt", "Sou enfermeira; posso trabalhar em Zhuhai?"),
        ("pt", "O que diz o artigo sobre a ponte de Macau?"),
    ],
)
def test_what_is_worded_for_one_person_or_source_is_not_offered(
    language: Language, text: str
) -> None:
    assert not fit(Suggestion(language, text, "any"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "When did the bridge open to cars?"),
        ("zh-Hant", "港珠澳大橋何時通車？"),
        ("zh-Hans", "港珠澳大桥什么时候通车？"),
        ("pt", "Quando abriu a ponte ao trânsito?"),
    ],
)
def test_a_plain_question_is_offered(language: Language, text: str) -> None:
    assert fit(Suggestion(language, text, "any"))


def test_candidates_are_training_questions_with_their_evidence_in_every_language() -> None:
    candidates = list(training(EVAL / "gba-train"))
    assert Counter(one.suggestion.language for one in candidates) == {
        "en": 1503, "zh-Hant": 560, "zh-Hans": 560, "pt": 560
    }  # fmt: skip
    assert all(one.evidence for one in candidates)
    first = next(one for one in candidates if one.suggestion.language == "zh-Hans")
    assert first.suggestion == Suggestion(
        "zh-Hans", "皇岗口岸改造预计什么时候完工？", "005-hetao-shenzhen-park-plan"
    )
    assert [text[:40] for text in first.evidence] == ["By 2025, the redevelopment of Huanggang "]


def test_training_questions_are_tried_only_when_asked_for_and_after_the_rows_held() -> None:
    held = [
        Suggestion("en", "When did the bridge open to cars?", "bridge"),
        Suggestion("en", "How high is the tax in Nansha?", "tax"),
    ]
    trained = [
        making.Candidate(Suggestion("en", "Which cities did the port serve?", "port"), {"Ten."}),
        making.Candidate(held[1], {"It is 15 percent."}),
        making.Candidate(Suggestion("en", "How big is the old port?", "port"), {"Small."}),
    ]
    rows = [making.Candidate(held[0]), trained[1]]
    assert making.candidates(held, trained, add=False) == rows
    assert making.candidates(held, trained, add=True) == [*rows, trained[2], trained[0]]


@pytest.mark.model
def test_a_sample_of_the_bank_is_answered(
    bank: tuple[Suggestion, ...], real_assistant: Assistant
) -> None:
    failed = []
    for one in bank[::EVERY]:
        reply = real_assistant.ask(one.text).reply
        if not isinstance(reply, Answer) or one.doc_id not in cited(reply, real_assistant):
            failed.append(one)
    assert failed == []


@pytest.mark.model
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_the_empty_page_is_answered_by_its_document(
    language: Language, real_assistant: Assistant
) -> None:
    asked = examples(read_words(language))
    assert max(map(len, asked)) <= LONGEST_EXAMPLE
    replies = [real_assistant.ask(question).reply for question in asked]
    found = [
        cited(reply, real_assistant)[0] if isinstance(reply, Answer) else "" for reply in replies
    ]
    assert tuple(found) == ANSWERED_BY[language]
    assert {reply.query.language for reply in replies} == {language}


@pytest.mark.model
def test_the_index_that_is_opened_holds_the_bank(
    bank: tuple[Suggestion, ...], real_assistant: Assistant
) -> None:
    assert real_assistant.opened.questions == bank


def cited(answer: Answer, assistant: Assistant) -> list[str]:
    """The documents that an answer quotes, translations by their originals."""
    return [assistant.collection.original_of(one.doc_id) for one in answer.citations]
