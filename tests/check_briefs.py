"""Check every number, date and capitalised name of a source record against its brief.

    python tests/check_briefs.py FACTS_FOLDER [ID ...]

prints one line a fault and exits 1 when there is one. Only the standard library
is used, so that a writer of briefs can run it before anything is installed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent.parent / "corpus"

MONTHS = (
    "January February March April May June July August September October November December"
).split()
MONTH = "|".join(MONTHS)
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
NUMBER_WORDS = {word: str(value) for value, word in enumerate(UNITS)}

# Words that open a sentence of a record without naming anything.
OPENERS = frozenset(
    "a about above according across after all also among an and another any applicants approved "
    "area areas arranged as at attending before below besides between both but by byline cited "
    "companies consensus construction criticism currently described drivers during each earlier "
    "either every examples existing expected facilities few first five for four from fully future "
    "goods he her here high his holders hopes how if in including initial inside instead it its "
    "later latest leading listed listing local major many measures members modern more most named "
    "neither new no none not of officials on once one only other others otherwise our over owners "
    "page part participants parties people photo planned plans platform projects public quota "
    "records report reported residents same second section seven several she since six some such "
    "support talent task ten than that the their then there these they third this those three "
    "through to together total trade traditional two under unlike until up upon use users using "
    "vehicles was when where whether which while who with within without work works year".split()
)

TITLES = frozenset("Mr Mrs Ms Dr Prof Professor".split())

WORD = r"[A-Z][\w&.+/-]*(?:'[A-Za-z]+)*"
NAME = re.compile(rf"(?<!\w)({WORD}(?: {WORD})*)")
NUMBER = re.compile(r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?)")
ABBREVIATION = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|No|St|Ltd|Inc|Co|vs|approx|Art|[A-Z])\.(?= )")
SENTENCE_START = re.compile(r"(?:^|[.!?:;(]['\"]?\s+|^['\"(])$")

UNANCHORED = re.compile(
    r"^(It|Its|They|Their|Them|He|She|His|Her|This|These|Those|That|Such|Here|There|Both|"
    r"The (?:latter|former|same|other|others|page|article|text|"
    r"zone|plan|park|scheme|alliance|meeting|bridge|centre|measure|policy|body|rule|release|group|"
    r"platform|company|service|programme|project|system|city|office|government)"
    r"(?= (?:is|was|are|were|has|had|have|will|would|should|can|could|may|must|also|then|said|"
    r"[a-z]+s|[a-z]+ed)\b))(?![\w-])"
)


def fold(text: str) -> str:
    """One spelling for the dashes, quotes and spaces that a writer may vary."""
    text = text.translate(str.maketrans("‐‑–—’‘“”\u00a0", "----''\"\" "))
    return re.sub(r"\s+", " ", text)


def numbers(text: str) -> set[str]:
    """Every number, without thousands separators."""
    return {match.replace(",", "").rstrip(".") for match in NUMBER.findall(fold(text))}


def number_forms(value: str) -> set[str]:
    """The number itself and, up to twenty, its word."""
    return {value} | {word for word, digits in NUMBER_WORDS.items() if digits == value}


def dates(text: str) -> set[str]:
    """Day with month, and month with year, in one order."""
    text = fold(text)
    found = {f"{day} {month}" for day, month in re.findall(rf"\b(\d{{1,2}}) ({MONTH})\b", text)}
    found |= {
        f"{day} {month}" for month, day in re.findall(rf"(?<!\d )\b({MONTH}) (\d{{1,2}})\b", text)
    }
    found |= {f"{month} {year}" for month, year in re.findall(rf"\b({MONTH}),? (\d{{4}})\b", text)}
    return found


def names(fact: str) -> Iterator[str]:
    """Runs of capitalised words; the word that opens a sentence only when it surely is a name."""
    fact = fold(fact)
    for match in NAME.finditer(fact):
        words = [re.sub(r"'s?$", "", word).rstrip(".,/-") for word in match.group(1).split(" ")]
        if SENTENCE_START.search(fact[: match.start()]):
            known = len(words) > 1 or not words[0][1:].islower()
            if words[0].lower() in OPENERS or not known:
                words = words[1:]
        if words and words[0] in TITLES:
            words = words[1:]
        if words and not (len(words) == 1 and len(words[0]) < 2):
            yield " ".join(words)


def body(brief: str) -> str:
    """The brief without its front matter."""
    return brief.split("\n---\n", 1)[1]


def missing(record: dict[str, Any], brief: str) -> Iterator[str]:
    """What the record holds and its brief does not."""
    text = fold(body(brief))
    spaced = " " + re.sub(r"[^\w&.+/'-]+", " ", re.sub(r"'s?(?!\w)", " ", text)) + " "
    spaced = re.sub(r"[.,/-]+ | [-'.]+", " ", spaced)
    held_numbers, held_dates = numbers(text), dates(text)
    words = set(re.findall(r"[a-z]+", text.lower()))
    for fact in record["facts"]:
        for value in sorted(numbers(fact)):
            if value not in held_numbers and not number_forms(value) & words:
                yield f"number {value!r} of: {fact}"
        for date in sorted(dates(fact) - held_dates):
            yield f"date {date!r} of: {fact}"
        for name in names(fact):
            if f" {name} " not in spaced:
                yield f"name {name!r} of: {fact}"
        for word in sorted(set(re.findall(r"[a-z]+", fact.lower())) & set(NUMBER_WORDS)):
            if word in ("one", "zero"):
                continue
            if word not in words and NUMBER_WORDS[word] not in held_numbers:
                yield f"number word {word!r} of: {fact}"


def sentences(brief: str) -> Iterator[str]:
    """Sentences and list items of the body, headings left out."""
    for line in body(brief).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        line = re.sub(r"^\s*(?:[-*]|\d+\.) ", "", line)
        guarded = ABBREVIATION.sub(r"\1", line)
        yield from (part for part in re.split(r"(?<=[.!?])\s+", guarded) if part)


def unanchored(brief: str) -> Iterator[str]:
    """Sentences that cannot be quoted alone: no name or figure, or an opening that points back."""
    for sentence in sentences(brief):
        if UNANCHORED.match(sentence):
            yield f"points back: {sentence}"
        elif not re.search(r"\s['\"(]?[A-Z0-9]", sentence) and not re.match(r"[A-Z]{2}", sentence):
            yield f"names nothing: {sentence}"
        elif re.search(r"\b(the article|this page|the record|the brief)\b", sentence, re.I):
            yield f"speaks of the paper, not of the matter: {sentence}"


def shape(brief: str) -> Iterator[str]:
    """Headings where there are more than six sentences."""
    count = len(list(sentences(brief)))
    headings = len(re.findall(r"^## ", body(brief), re.M))
    if count == 0:
        yield "no sentence"
    if count > 6 and headings < 2:
        yield f"{count} sentences under {headings} headings; group them under two or more '## '"


def check(record: dict[str, Any], brief: str) -> list[str]:
    """All faults of one brief, each a line."""
    return [*missing(record, brief), *unanchored(brief), *shape(brief)]


def main(argv: list[str]) -> int:
    facts, wanted = Path(argv[0]), set(argv[1:])
    briefs = {path.name.removesuffix(".md"): path for path in CORPUS.glob("*/*.md")}
    faults = 0
    for path in sorted(facts.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["id"] not in briefs or (wanted and record["id"] not in wanted):
            continue
        for fault in check(record, briefs[record["id"]].read_text(encoding="utf-8")):
            faults += 1
            print(f"{record['id']}: {fault}")
    for brief_id in sorted(wanted - briefs.keys()):
        faults += 1
        print(f"{brief_id}: no brief of that id in corpus/")
    print(f"{faults} faults", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
