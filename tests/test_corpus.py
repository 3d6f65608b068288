"""The corpus says what its sources say, in sentences that stand alone; and the check can fail."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from gbaqa.documents.reading import GLOSSARY, Corpus, read_corpus
from gbaqa.text.scripts import converted, language_of
from tests import check_briefs, check_twins
from tests.fakes import write_files

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"  # lies beside the repository only where the briefs are written
FACTS = SHARED / "facts"
SEEDS = SHARED / "seeds"

needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the source records are not here")
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")


RECORDS = 451
TWINS = 163
KINDS = set("body document event person place port scheme tax term transport zone".split())


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(CORPUS)


@pytest.fixture(scope="module")
def briefs() -> dict[str, str]:
    """English briefs by file name; what is checked below are rules of English."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in CORPUS.glob("*/*.md")}
    return {name: text for name, text in files.items() if "\nlanguage: en\n" in text}


@pytest.fixture(scope="module")
def twins() -> dict[str, str]:
    """Chinese twins by the ids of their originals."""
    paths = CORPUS.glob(f"*/*{check_twins.TWIN}")
    return {
        path.name.removesuffix(check_twins.TWIN): path.read_text(encoding="utf-8") for path in paths
    }


def left_out() -> set[str]:
    """The ids listed under "Left out" in corpus/README.md."""
    text = (CORPUS / "README.md").read_text(encoding="utf-8")
    paragraph = text.partition("**Left out.**")[2].partition("\n**")[0]
    return set(re.findall(r"`(\d{3}-[^`]+)`", paragraph))


def test_every_brief_is_read_and_named_by_its_id(corpus: Corpus) -> None:
    misnamed = [r.path for r in corpus.reads if Path(r.path).stem != r.document.doc_id]
    files = {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.md")}

    assert corpus.skipped == ()
    assert misnamed == []
    assert {read.path for read in corpus.reads} == {
        path for path in files if Path(path).stem != "README"
    }


def test_briefs_lie_in_about_a_dozen_and_a_half_topic_folders(corpus: Corpus) -> None:
    folders = [Path(read.path).parent.as_posix() for read in corpus.reads]

    assert [name for name in folders if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name)] == []
    assert 12 <= len(set(folders)) <= 22
    assert len(folders) >= 150


def test_a_brief_that_names_another_names_one_that_exists(corpus: Corpus) -> None:
    known = {read.document.doc_id for read in corpus.reads}
    twins = {read.document.translation_of for read in corpus.reads} - {None}

    assert twins - known == set()


def test_every_sentence_of_every_brief_can_be_quoted_alone(briefs: dict[str, str]) -> None:
    found = {name: list(check_briefs.unanchored(text)) for name, text in briefs.items()}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_every_long_brief_is_grouped_under_headings(briefs: dict[str, str]) -> None:
    found = {name: list(check_briefs.shape(text)) for name, text in briefs.items()}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_every_record_has_a_brief_is_merged_or_is_left_out_with_a_reason(corpus: Corpus) -> None:
    documents = [read.document for read in corpus.reads]
    own = {one.doc_id for one in documents if one.translation_of is None}
    merged = {doc_id for one in documents for doc_id in one.also}

    assert len(own) + len(merged) + len(left_out()) == RECORDS
    numbers = {int(doc_id[:3]) for doc_id in own | merged | left_out()}
    assert numbers == set(range(1, RECORDS + 1))
    assert sum(one.translation_of is not None for one in documents) >= TWINS
    table = (CORPUS / "README.md").read_text(encoding="utf-8")
    counts = (len(own), len(documents) - len(own), len(merged), len(left_out()))
    assert [int(count) for count in re.findall(r"\| (\d+) \|\n", table)] == list(counts)


@needs_facts
def test_every_record_is_in_the_corpus_and_said_in_full(briefs: dict[str, str]) -> None:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in FACTS.glob("*.json")]
    by_id = {record["id"]: record for record in records}
    merged = {
        doc_id: text
        for text in briefs.values()
        for doc_id in re.findall(r"[\w-]+", check_twins.fields(text).get("also", ""))
    }
    said = briefs | merged
    found = {
        name: list(check_briefs.missing(record, said[name]))
        for name, record in by_id.items()
        if name in said
    }

    assert len(by_id) == RECORDS
    assert by_id.keys() - said.keys() == left_out()
    assert {name: faults for name, faults in found.items() if faults} == {}


@needs_facts
def test_front_matter_is_that_of_the_record(corpus: Corpus) -> None:
    documents = {read.document.doc_id: read.document for read in corpus.reads}
    for path in FACTS.glob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        one = documents.get(record["id"])
        if one is not None:
            expected = (record["title"], record["publisher"], record["date"], record["url"])
            assert (one.title, one.publisher, one.date, one.url) == expected, one.doc_id
            assert (one.source_language or "en", one.language) == (record["language"], "en")


@needs_facts
def test_every_record_of_tier_a_has_a_twin(twins: dict[str, str]) -> None:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in FACTS.glob("*.json")]
    first = {record["id"] for record in records if record["tier"] == "A"}

    assert len(first) == TWINS
    assert first - twins.keys() == set()


def test_twins_hold_the_sentences_numbers_and_dates_of_their_originals(
    briefs: dict[str, str], twins: dict[str, str]
) -> None:
    found = {
        name: check_twins.check(briefs[name], text, f"{name}.zh-Hant")
        for name, text in twins.items()
    }

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_twins_are_written_in_traditional_chinese(twins: dict[str, str]) -> None:
    found = {name: language_of(check_briefs.body(text)) for name, text in twins.items()}

    assert {name: language for name, language in found.items() if language != "zh-Hant"} == {}


@pytest.fixture(scope="module")
def glossary() -> list[dict[str, str]]:
    with (CORPUS / GLOSSARY).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_the_glossary_has_its_columns_and_terms(glossary: list[dict[str, str]]) -> None:
    assert len(glossary) >= 600
    for row in glossary:
        assert list(row) == ["kind", "en", "zh-Hant", "zh-Hans", "pt", "aliases"]
        assert row["kind"] in KINDS
        assert all(row[name] for name in ("en", "zh-Hant", "zh-Hans"))
        assert all(value == value.strip() for value in row.values())
    assert {row["kind"] for row in glossary} == KINDS
    assert sum(bool(row["pt"]) for row in glossary) * 2 > len(glossary)


def test_no_name_of_the_glossary_belongs_to_two_rows(glossary: list[dict[str, str]]) -> None:
    owners: dict[str, set[int]] = {}
    for number, row in enumerate(glossary):
        names = [row["en"], *filter(None, row["aliases"].split("|"))]
        for name in names:
            owners.setdefault(name.casefold(), set()).add(number)

    assert {name: rows for name, rows in owners.items() if len(rows) > 1} == {}


BOTH_SCRIPTS = set("范余峰岳杰恒斗里涌群")  # characters of traditional names that OpenCC would turn


def test_the_glossarys_chinese_is_in_its_scripts(glossary: list[dict[str, str]]) -> None:
    for row in glossary:
        assert converted(row["zh-Hans"], "t2s") == row["zh-Hans"], row["en"]
        turned = {one for one in row["zh-Hant"] if converted(one, "s2hk") != one}
        simplified = {one for one in turned if converted(one, "t2s") == one}
        assert simplified <= BOTH_SCRIPTS, row["en"]


MONTHS = "|".join(month[:3] for month in check_briefs.MONTHS)


def figures(text: str) -> set[str]:
    """Numbers, days and years of a text, its months as names, so that every date style agrees."""
    text = re.sub(r"(\d{4})[.-](\d\d)[.-](\d\d)", _day_month_year, check_briefs.fold(text))
    months = set(re.findall(rf"\b({MONTHS})", text))
    return months | {number.lstrip("0") or "0" for number in re.findall(r"\d+(?:[.,]\d+)*", text)}


def _day_month_year(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{day} {check_briefs.MONTHS[int(month) - 1]} {year} "


def test_figures_agree_whatever_the_style_of_a_date() -> None:
    assert (
        figures("2021-02-09, 56.39")
        == figures("56.39 on 9 February 2021")
        == figures("Feb 9, 2021: 56.39")
        == {"9", "Feb", "2021", "56.39"}
    )


@needs_seeds
@pytest.mark.parametrize("number", range(5))
def test_every_figure_of_a_seed_document_is_in_its_brief(
    number: int, briefs: dict[str, str]
) -> None:
    (seed,) = SEEDS.glob(f"{number:03}_*.txt")
    (brief,) = (text for name, text in briefs.items() if name.startswith(f"{number + 1:03}-"))
    held = figures(check_briefs.body(brief))

    assert figures(seed.read_text(encoding="utf-8")) - held == set()


RECORD: dict[str, Any] = {
    "id": "001-park",
    "facts": [
        "The Hong Kong Park covers 1,087 hectares and was opened on 3 June 2024 by Paul Chan.",
        "It has five zones.",
    ],
}
BRIEF = """\
---
id: 001-park
---

The Hong Kong Park covers 1,087 hectares, says the Park's page of June 2024.
The Hong Kong Park was opened by Paul Chan on 3 June 2024 and has 5 zones.
"""


def test_a_brief_that_says_all_has_no_fault() -> None:
    assert check_briefs.check(RECORD, BRIEF) == []


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ("1,087", "1,078", ["number '1087' of"]),
        ("3 June", "4 June", ["number '3' of", "date '3 June' of"]),
        ("June", "July", ["date '3 June' of", "date 'June 2024' of", "name 'June' of"]),
        ("Paul Chan", "P. Chan", ["name 'Paul Chan' of"]),
        ("has 5 zones", "has zones", ["number word 'five' of"]),
        ("The Hong Kong Park was", "It was", ["points back: It was opened"]),
        ("The Hong Kong Park was", "The park was", ["points back: The park was opened"]),
        ("3 June 2024 and has 5 zones.", "3 June 2024. There are five zones in all.",
         ["points back: There are five"]),
        ("zones.", "zones. Many of the zones are used.", ["names nothing: Many of the zones"]),
        ("the Park's page", "this page", ["speaks of the paper, not of the matter: The Hong"]),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(old: str, new: str, faults: list[str]) -> None:
    found = check_briefs.check(RECORD, BRIEF.replace(old, new))

    assert len(found) == len(faults)
    assert [fault[: len(start)] for fault, start in zip(found, faults, strict=True)] == faults


def test_a_brief_of_many_sentences_needs_headings() -> None:
    line = "The Hong Kong Park opened in 2024.\n"
    front = "---\nid: a\n---\n"

    assert list(check_briefs.shape(front)) == ["no sentence"]
    assert list(check_briefs.shape(front + line * 6)) == []
    assert list(check_briefs.shape(front + line * 7)) == [
        "7 sentences under 0 headings; group them under two or more '## '"
    ]
    assert list(check_briefs.shape(front + "## A\n" + line * 4 + "## B\n" + line * 3)) == []


@pytest.mark.parametrize(
    ("wanted", "brief", "code", "printed"),
    [
        ([], BRIEF, 0, ""),
        (["001-park"], BRIEF, 0, ""),
        (["002-lost"], BRIEF, 1, "002-lost: no brief of that id in corpus/\n"),
        (
            [],
            BRIEF.replace("1,087", "99"),
            1,
            f"001-park: number '1087' of: {RECORD['facts'][0]}\n",
        ),
    ],
)
def test_the_check_prints_its_faults_and_exits_by_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wanted: list[str],
    brief: str,
    code: int,
    printed: str,
) -> None:
    write_files(tmp_path, {"facts/001.json": json.dumps(RECORD), "corpus/parks/001-park.md": brief})
    monkeypatch.setattr(check_briefs, "CORPUS", tmp_path / "corpus")

    assert check_briefs.main([str(tmp_path / "facts"), *wanted]) == code
    assert capsys.readouterr() == (printed, f"{code} faults\n")
