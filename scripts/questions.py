"""Make the bank of questions that visitors are offered: those that are known to be answered.

    python -m scripts.questions [--add]

asks each question of corpus/questions.csv of the real assistant and writes the file anew; one
written by hand is added as a row there. A question is kept if it is worded for the public, answered
by default in its own language, and its first quote is of its document and, where the training set
tells it, the sentence that answers; else it is dropped with a line. With --add the training
questions (eval/gba-train, in four languages) that pass fill the places that are left: they were
written to train on, so read them before they are offered. Questions of eval/gba are never among
them. Environment: GBAQA_INDEX, GBAQA_CORPUS, as for gbaqa.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.answering.twinning import Place, Twinning
from gbaqa.documents.questions import COLUMNS
from gbaqa.documents.reading import QUESTIONS, read_corpus
from gbaqa.errors import GbaqaError
from gbaqa.retrieval.translating import cantonese
from gbaqa.settings import Settings
from gbaqa.text.scripts import IDEOGRAPH
from gbaqa.types import LANGUAGES, Answer, Citation, Language, Suggestion

TRAINING = Path("eval/gba-train")
LONGEST = {"en": 90, "pt": 80, "zh-Hant": 30, "zh-Hans": 30}  # characters; it stands on a button
FEWEST_WORDS = 5
MOST = 2  # of one document in one language
# a question that needs its source told is of no use to who has not read the source
OF_A_SOURCE = {
    "en": r"\b(article|editorial|post|page|piece|stor(y|ies)|blog|column|reports?|reported|"
    r"according|per|papers?|paragraph|author|writer|say|says|said|told|journal|press|news\w*|"
    r"media|Ming Pao|SCMP|Longbridge|CWCC|LCQ\d+)\b",
    "zh-Hant": "文章|社評|報道|報導|文中|帖|一文|所述|提到|指出|作者|論文|說|據|話|網誌|網頁|《",
    "zh-Hans": "文章|社评|报道|报导|文中|帖|一文|所述|提到|指出|作者|论文|说|据|网志|网页|《",
    "pt": r"\b(artigo|editorial|notícia|notícias|segundo|reportagem|página|texto|diz|disse|autor|"
    r"jornal|relatório|blogue|Ming Pao)\b",
}
# spoken, in a hurry, or of a person's own case: the page speaks to everybody
CHATTY = {
    "en": r"\b(folks?|gadgets?|guys?|kids?|youngsters?|old people|grandpa|boss|cash|inked|murky|"
    r"reckons?|get-togethers?|to-and-fro|kind words|spots|towns|second in command|exactly|"
    r"day of the week|I'm|I've|my|hk|gba|gov)\b|;|\.\s|[\"“”]|"
    r"^(?!.{0,16}\b(?i:wh\w+|how|can|does|do|did|is|are|was|were|has|have|had|would|will|may)\b)",
    "zh-Hant": "我|呢|[。；;]",
    "zh-Hans": "我|呢|[。；;]",
    "pt": r"\b(meu|minha|meus|minhas|sou|tenho)\b|;|\.\s|[\"“”]",
}
DASHED = re.compile(r"[–—]|\s-\s")  # two thoughts where a question should have one
WIDE = {"?": "？", ",": "，", ":": "：", ";": "；"}  # as Chinese is set


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that might be offered; `evidence` are the sentences that answer, where known."""

    suggestion: Suggestion
    evidence: frozenset[str] = frozenset()


def main(argv: Sequence[str] | None = None) -> int:
    """Writes the bank and prints how many questions of each language it holds."""
    parser = argparse.ArgumentParser(prog="python -m scripts.questions")
    parser.add_argument("--add", action="store_true", help="try the training questions as well")
    arguments = parser.parse_args(argv)
    settings = Settings.read(os.environ)
    held = read_corpus(settings.corpus).questions
    asked = candidates(held, training(TRAINING), add=arguments.add)
    try:
        assistant = open_assistant(settings.index, encoder_name=settings.encoder)
    except GbaqaError as error:
        print(f"questions: {error}", file=sys.stderr)
        return error.exit_code
    chosen = list(choose(assistant, (one for one in asked if fit(one.suggestion))))
    for one in held:
        if one not in chosen:
            print(f"dropped: {one.text} ({one.doc_id})", file=sys.stderr)
    write(settings.corpus / QUESTIONS, chosen)
    print(dict(Counter(one.language for one in chosen)), f"of {len(asked)}")
    return 0


def candidates(
    held: Iterable[Suggestion], trained: Iterable[Candidate], *, add: bool
) -> list[Candidate]:
    """The rows of the bank, with their evidence where known; with `add`, training's after them."""
    rows = {one: Candidate(one) for one in held}
    others = []
    for one in trained:
        if one.suggestion in rows:
            rows[one.suggestion] = one
        else:
            others.append(one)
    return [*rows.values(), *(sorted(others, key=shortest_first) if add else ())]


def shortest_first(one: Candidate) -> tuple[int, str]:
    """The order in which the questions of a document are tried: a short one is a plain one."""
    return len(one.suggestion.text), one.suggestion.text


def training(folder: Path) -> Iterator[Candidate]:
    """Every training question that a document answers, in each of its languages."""
    evidence = {
        line["id"]: frozenset([*line["evidence"], *line.get("also", ())])
        for line in _lines(folder / "evidence.jsonl")
        if line["answerable"]
    }
    for line in _lines(folder / "evidence.jsonl"):
        if line["answerable"]:
            yield _candidate("en", line["question"], line["doc"], evidence[line["id"]])
    for line in _lines(folder / "parallel.jsonl"):
        for language in LANGUAGES[1:]:
            yield _candidate(language, line[language], line["docs"][0], evidence[line["id"]])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _candidate(language: Language, text: str, doc_id: str, evidence: frozenset[str]) -> Candidate:
    return Candidate(Suggestion(language, neat(text, language), doc_id), evidence)


def neat(text: str, language: Language) -> str:
    """The question with the punctuation of its language.

    >>> neat("2035年,河套會有3,000人嗎?", "zh-Hant"), neat("Who? ", "en")
    ('2035年，河套會有3,000人嗎？', 'Who?')
    """
    folded = " ".join(text.split())
    if language not in ("zh-Hant", "zh-Hans"):
        return folded
    return re.sub(r"(?<!\d)[?,:;]|[?,:;](?!\d)", lambda found: WIDE[found[0]], folded)


def fit(one: Suggestion) -> bool:
    """Whether a question is worded for everybody: short, whole, of no source and no own case."""
    text, language = one.text, one.language
    chinese = language in ("zh-Hant", "zh-Hans")
    whole = (
        text.endswith("？") and len(IDEOGRAPH.findall(text)) > FEWEST_WORDS
        if chinese
        else text.endswith("?") and text[:1].isupper() and len(text.split()) >= FEWEST_WORDS
    )
    return (
        whole
        and len(text) <= LONGEST[language]
        and not re.search(OF_A_SOURCE[language], text, re.IGNORECASE)
        and not re.search(CHATTY[language], text)
        and not DASHED.search(text)
        and not (chinese and cantonese.standard(text) != text)
    )


def choose(assistant: Assistant, candidates: Iterable[Candidate]) -> Iterator[Suggestion]:
    """The first that are answered rightly: MOST a document and language, each by another quote."""
    twinning = Twinning(assistant.opened)
    quoted: dict[tuple[str, str], set[str]] = {}
    for one in candidates:
        told = quoted.setdefault((one.suggestion.language, one.suggestion.doc_id), set())
        if len(told) < MOST:
            quote = right_quote(one, assistant, twinning)
            if quote and quote not in told:
                told.add(quote)
                yield one.suggestion


def right_quote(one: Candidate, assistant: Assistant, twinning: Twinning) -> str:
    """What is quoted first for a candidate; "" where that is not the answer, or there is none."""
    reply = assistant.ask(one.suggestion.text).reply
    if not isinstance(reply, Answer) or reply.query.language != one.suggestion.language:
        return ""
    first = reply.citations[0]
    quotes = {first.quote, in_original(first, assistant, twinning)}
    right = assistant.collection.original_of(first.doc_id) == one.suggestion.doc_id
    return first.quote if right and (not one.evidence or quotes & one.evidence) else ""


def in_original(citation: Citation, assistant: Assistant, twinning: Twinning) -> str:
    """The sentence of the original that a twin's quote says again; "" where there is none."""
    spans, _ = assistant.opened.units.of(citation.passage_id)
    if citation.span not in spans:
        return ""
    place = Place(citation.passage_id, spans.index(citation.span), citation.span)
    found = twinning.original(place, citation.doc_id)
    original = assistant.collection.original_of(citation.doc_id)
    return found.span.of(assistant.collection.documents[original].text) if found else ""


def write(path: Path, chosen: Iterable[Suggestion]) -> None:
    """Writes the bank, in the order of language, document and wording."""
    ordered = sorted(chosen, key=lambda one: (LANGUAGES.index(one.language), one.doc_id, one.text))
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows((one.language, one.text, one.doc_id) for one in ordered)


if __name__ == "__main__":
    raise SystemExit(main())
