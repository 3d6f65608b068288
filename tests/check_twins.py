"""Check every Chinese twin in corpus/ against its original: shape, sentences, numbers and dates.

    python -m tests.check_twins [ID ...]

prints one line a fault and exits 1 when there is one. Only the standard library
is used, so that a writer of twins can run it before anything is installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from tests.check_briefs import ABBREVIATION, CORPUS, MONTHS, NUMBER_WORDS, body, fold

TWIN = ".zh-Hant.md"
SAME_FIELDS = ("publisher", "date", "url", "topics", "source_language")

DIGITS = r"\d[\d,]*(?:\.\d+)?"
ENGLISH_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "bn": 1e9,
    "trn": 1e12,
}
CHINESE_SCALES = {"萬億": 1e12, "億": 1e8, "萬": 1e4, "千": 1e3, "百": 1e2}
ENGLISH_NUMBER = re.compile(rf"(?<![\d.,])({DIGITS})(?:[ -]?({'|'.join(ENGLISH_SCALES)})\b)?")
CHINESE_NUMBER = re.compile(rf"(?<![\d.,])({DIGITS})\s*({'|'.join(CHINESE_SCALES)})?")
CLOCK = re.compile(
    r"\b([01]?\d|2[0-4])[.:]([0-5]\d)(?= ?(?:[ap]\.?m\b|noon)| to \d{1,2}[.:]\d\d ?[ap]\.?m\b)"
    r"|(?<!\d)([01]?\d|2[0-4]):([0-5]\d)"
)
UNIT = re.compile(r"(?<=m)[23]\b")  # of km2 and m3
HALF_DAY = re.compile(r"\b([ap])\.m\.(?= [a-z0-9(])")  # no end of a sentence
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ENGLISH_WORDS = {word: float(value) for word, value in NUMBER_WORDS.items()} | {
    word: float(value) for value, word in enumerate(ORDINALS.split(), start=1)
}
NUMERALS = {character: value for value, character in enumerate("零一二三四五六七八九十")} | {
    "兩": 2
}
NUMERAL = re.compile(f"[{''.join(NUMERALS)}]+")
CHINESE_END = re.compile(r"(?<=[。！？])(?![」』）)])")
HAN = re.compile(r"[\u4e00-\u9fff]")


def english_numbers(text: str) -> set[float]:
    """Every number in digits, months among them, scaled by the word behind it."""
    for month, name in enumerate(MONTHS, start=1):
        text = re.sub(rf"\b{name}\b", f" {month} ", text)
    return _numbers(text, ENGLISH_NUMBER, ENGLISH_SCALES)


def chinese_numbers(text: str) -> set[float]:
    """Every number in digits, scaled by the character behind it."""
    return _numbers(text, CHINESE_NUMBER, CHINESE_SCALES)


def _numbers(text: str, number: re.Pattern[str], scales: dict[str, float]) -> set[float]:
    text = UNIT.sub("", fold(text))
    text = CLOCK.sub(lambda match: " ".join(filter(None, match.groups())), text)
    found = (
        (match.group(1).rstrip(",").replace(",", ""), scales.get(match.group(2) or "", 1))
        for match in number.finditer(text)
    )
    values = {float(f"{float(value) * scale:.10g}") for value, scale in found}
    return values - {0.0}  # 9:00 is 9時


def english_words(text: str) -> set[float]:
    """The numbers that are written in letters, up to twenty."""
    return {
        ENGLISH_WORDS[word] for word in re.findall("[a-z]+", text.lower()) if word in ENGLISH_WORDS
    }


def chinese_numerals(text: str) -> set[float]:
    """The numbers that are written in characters, up to 99."""
    found = set()
    for match in NUMERAL.finditer(text):
        tens, ten, units = match.group().rpartition("十")
        high = NUMERALS.get(tens, 1) if ten else 0
        found.add(float(high * 10 + NUMERALS.get(units, 0)))
    return found


def kinds(lines: list[str]) -> list[str]:
    """Heading, list item or paragraph, for every line that is not blank."""
    marks = (re.match(r"(#+|[-*]|\d+\.) ", line) for line in lines)
    return ["heading" if m and m[1][0] == "#" else "item" if m else "paragraph" for m in marks]


def lines_of(text: str) -> list[str]:
    """The lines of the body that hold something."""
    return [line for line in body(text).splitlines() if line.strip()]


def counts(english: str, chinese: str) -> tuple[int, int]:
    """How many sentences a line has in each language."""
    guarded = HALF_DAY.sub(r"\1m", ABBREVIATION.sub(r"\1", english))
    return (
        len(re.split(r"(?<=[.!?])['\")]?\s+(?=\S)", guarded.strip())),
        len([part for part in CHINESE_END.split(chinese) if part.strip()]),
    )


def line_faults(english: str, chinese: str) -> Iterator[str]:
    """What one line of the twin lacks or adds."""
    here, there = english_numbers(english), chinese_numbers(chinese)
    for value in sorted(here - there - chinese_numerals(chinese)):
        yield f"lacks number {value:.10g} of: {english}"
    for value in sorted(there - here - english_words(english)):
        yield f"adds number {value:.10g}: {chinese}"
    if not HAN.search(chinese):
        yield f"no Chinese in: {chinese}"
    ours, theirs = counts(english, chinese)
    if ours != theirs and not english.startswith("#"):
        yield f"{theirs} sentences for {ours}: {chinese}"


def field_faults(original: str, twin: str, twin_id: str) -> Iterator[str]:
    """What the front matter of the twin has otherwise than its original."""
    ours, theirs = fields(original), fields(twin)
    expected = {name: ours.get(name) for name in SAME_FIELDS} | {
        "id": twin_id,
        "language": "zh-Hant",
        "translation_of": ours["id"],
    }
    for name, value in expected.items():
        if theirs.get(name) != value:
            yield f"field {name} is {theirs.get(name)!r}, expected {value!r}"
    for name in ("title", "note"):
        if (name in ours) != (name in theirs):
            yield f"field {name} stands in one of the two alone"
        elif name in theirs and not HAN.search(theirs[name]):
            yield f"field {name} is not Chinese: {theirs[name]}"


def fields(text: str) -> dict[str, str]:
    """The front matter, one field a line."""
    front = text.split("---\n", 2)[1]
    return dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)


def check(original: str, twin: str, twin_id: str) -> list[str]:
    """All faults of one twin, each a line."""
    faults = list(field_faults(original, twin, twin_id))
    ours, theirs = lines_of(original), lines_of(twin)
    if kinds(ours) != kinds(theirs):
        return [*faults, f"other headings, paragraphs or items: {len(theirs)} for {len(ours)}"]
    for english, chinese in zip(ours, theirs, strict=True):
        faults += line_faults(english, chinese)
    return faults


def main(wanted: set[str]) -> int:
    faults = 0
    twins = {path.name.removesuffix(TWIN): path for path in sorted(CORPUS.glob(f"*/*{TWIN}"))}
    for doc_id, path in twins.items():
        if wanted and doc_id not in wanted:
            continue
        original = path.with_name(f"{doc_id}.md").read_text(encoding="utf-8")
        twin = path.read_text(encoding="utf-8")
        for fault in check(original, twin, path.stem):
            faults += 1
            print(f"{doc_id}: {fault}")
    for doc_id in sorted(wanted - twins.keys()):
        faults += 1
        print(f"{doc_id}: no twin of that id in corpus/")
    print(f"{faults} faults", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
