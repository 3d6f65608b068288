"""Labelled sentences of eval/gba dev, and how many of each kind are kept.

True ones restate the evidence of a question; false ones have one thing changed, or are held
against other evidence. The tests look at a few; `python -m
tests.answering.supported` prints the figures of all.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from gbaqa.answering.writing.supporting import Support
from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.encoding import DEFAULT_ENCODER, load_encoder
from gbaqa.text.quantities import quantities
from gbaqa.text.scripts import language_of
from gbaqa.text.sentences import sentence_spans
from gbaqa.types import Language, Span, Term

QUESTIONS = Path("eval/gba/questions.jsonl")
CORPUS = Path("corpus")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
SOURCE = re.compile(r",? (?:according to|as (?:reported|stated|announced) (?:in|on|by)) [^,]*\.$")
BE = re.compile(r"\b(?:is|are|was|were|can|may|will|has|have|must)\b(?! not| \w+n't)")
DENIAL = re.compile(r"\bnot |不(?![超少多同])")
UNITS = ("million billion", "billion million", "trillion billion", "HK$ US$", "yuan dollars",
         "萬億 億", "億 萬", "港元 美元", "over under", "超過 少於", "逾 不足")  # fmt: skip
MONTHS = (
    "January February March April May June July August September October November December"
).split()


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, the quotes it is held against, and whether they say it."""

    kind: str
    text: str
    quotes: tuple[str, ...]
    true: bool = False


def language(text: str) -> Language:
    return "en" if language_of(text) in ("en", "pt") else "zh-Hant"


def pairs() -> list[tuple[str, str]]:
    """Each piece of dev evidence in English with its Chinese twin."""
    found: dict[str, str] = {}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        if question["split"] != "dev":
            continue
        for group in question.get("evidence", ()):
            found |= {
                one: other
                for one, other in pairwise(group)
                if language(one) == "en" != language(other)
            }
    return sorted(found.items())


def restated(twins: list[tuple[str, str]]) -> Iterator[Case]:
    for place, (en, zh) in enumerate(twins):
        other = twins[(place * 37 + 11) % len(twins)][0]
        yield from (Case("the same", one, (one,), True) for one in (en, zh))
        yield Case("the same beside another quote", en, (other, en), True)
        yield Case("translated", zh, (en,), True)
        yield Case("translated", en, (zh,), True)
        cut = SOURCE.sub(".", en)
        if cut != en:
            yield Case("without its source", cut, (en,), True)


def swapped(twins: list[tuple[str, str]], names: tuple[Term, ...]) -> Iterator[Case]:
    """One thing changed in a sentence, held against the sentence itself and against its twin."""
    for place, (en, zh) in enumerate(twins):
        for text, twin in ((en, zh), (zh, en)):
            changed = [
                *(("a number", one) for one in figures_changed(text)),
                *(("a unit, month or bound", one) for one in words_changed(text, place)),
                *(("a name", one) for one in names_changed(text, twin, names, place)),
                *(("a denial", one) for one in denials_changed(text)),
            ]
            yield from (Case(kind, one, (text,)) for kind, one in changed)
            yield from (Case(f"{kind}, translated", one, (twin,)) for kind, one in changed)
            yield from (Case("numbers exchanged", one, (text,)) for one in exchanged(text))
        other, other_zh = twins[(place * 37 + 11) % len(twins)]
        if other != en and FIGURE.findall(other) != FIGURE.findall(en):
            yield Case("other evidence", en, (other,))
            yield Case("other evidence", zh, (other_zh,))
            yield Case("other evidence, translated", zh, (other,))


def near() -> Iterator[Case]:
    """Of the briefs near unanswerable questions: each sentence against the one that follows it."""
    documents = {read.document.doc_id: read.document for read in read_corpus(CORPUS).reads}
    questions = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    dev = [question for question in questions if question["split"] == "dev"]
    ids = sorted({doc_id for question in dev for doc_id in question.get("near", ())})
    for document in (documents[doc_id] for doc_id in ids):
        spans = sentence_spans(document.text, language=document.language)
        told = [span.of(document.text) for span in spans]
        told = [text for text in told if not text.startswith("#") and len(text) > 30]
        yield from (Case("near brief", *_with(pair)) for pair in pairwise(told))


def _with(pair: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
    return pair[0], (pair[1],)


def figures_changed(text: str) -> Iterator[str]:
    """Each figure with one digit changed."""
    for number, found in enumerate(FIGURE.finditer(text)):
        places = [place for place in range(*found.span()) if text[place].isdigit()]
        place = places[number % len(places)]
        step = 1 + (place + number) % 8
        digit = str((int(text[place]) + step) % 10)
        if not (digit == "0" and place == places[0]):
            yield text[:place] + digit + text[place + 1 :]


def words_changed(text: str, place: int) -> Iterator[str]:
    for old, new in (unit.split() for unit in UNITS):
        # behind or before a figure: 2 million, over 2, HK$2
        one = re.escape(old)
        near = re.search(rf"(?<=\d){one}|(?<=\d ){one}|(?<![A-Za-z]){one}(?= ?\d)", text)
        if near:
            yield text[: near.start()] + new + text[near.end() :]
    month = re.search("|".join(MONTHS), text)
    if month:
        others = [one for one in MONTHS if one != month[0]]
        yield text.replace(month[0], others[place % len(others)], 1)


def names_changed(text: str, twin: str, names: tuple[Term, ...], place: int) -> Iterator[str]:
    """Each name of the glossary replaced by one of its kind that neither text has."""
    for term in names:
        written = term.en if language(text) == "en" else term.zh_hant
        proper = term.kind not in ("term", "tax", "document") and term.en[:1].isupper()
        whole = rf"(?<![A-Za-z-]){re.escape(written)}(?![A-Za-z-])"
        if not (proper and written and written in text and re.search(whole, text)):
            continue
        both = (text + twin).lower()
        others = [
            one.en if language(text) == "en" else one.zh_hant
            for one in names
            if one.kind == term.kind
            and one.zh_hant
            and one.en[:1].isupper()
            and not any(form.lower() in both for form in (one.en, one.zh_hant, *one.aliases))
        ]
        yield text.replace(written, others[place % len(others)], 1)


def denials_changed(text: str) -> Iterator[str]:
    verb = BE.search(text)
    if verb and language(text) == "en":
        yield text[: verb.end()] + " not" + text[verb.end() :]
    if DENIAL.search(text):
        yield DENIAL.sub("", text, count=1)


def exchanged(text: str) -> Iterator[str]:
    found = quantities(text, language(text))
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if (one.kind, one.unit) == (other.kind, other.unit) and one.value != other.value:
                yield _exchange(text, one.span, other.span)


def _exchange(text: str, one: Span, other: Span) -> str:
    middle = text[one.end : other.start]
    return text[: one.start] + other.of(text) + middle + one.of(text) + text[other.end :]


def main(*, every: int = 1) -> None:
    twins, names = pairs(), read_corpus(CORPUS).glossary
    support = Support(names, load_encoder(DEFAULT_ENCODER))
    cases = [*restated(twins), *swapped(twins, names), *near()][::every]
    kept, total = Counter[tuple[bool, str]](), Counter[tuple[bool, str]]()
    for case in cases:
        total[case.true, case.kind] += 1
        if support.unsupported(case.text, case.quotes, language(case.text)) is None:
            kept[case.true, case.kind] += 1
            if not case.true:
                print(f"{case.kind}: {case.text}\n    {case.quotes}", file=sys.stderr)
    for key in sorted(total, reverse=True):
        print(f"| {'true' if key[0] else 'false'} | {key[1]} | {total[key]} | {kept[key]} |")
    right, shown = (sum(n for key, n in counts.items() if key[0]) for counts in (kept, total))
    print(f"precision {right / sum(kept.values()):.3f}, recall {right / shown:.3f}")


if __name__ == "__main__":
    main(every=int(sys.argv[1]) if len(sys.argv) > 1 else 1)
