"""The page shows all of a result as text, needs nothing beside itself and is written or refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gbaqa import cli
from gbaqa.errors import SettingError
from gbaqa.evaluation.report.failures import THRESHOLD
from gbaqa.evaluation.report.page import check_report_file, report, write_report
from tests.cli.running import environment
from tests.evaluation.folders import write_lines
from tests.evaluation.report.rows import ANSWER, HOSTILE, failed, result, row, turn
from tests.evaluation.whole import whole
from tests.small_models import static_model

VOID = {"meta", "input"}
FETCHING = {"src", "href", "srcset", "action", "data", "poster", "background", "xlink:href"}


class Page(HTMLParser):
    """The elements of a page with their text, checked to be closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.entries: dict[str, str] = {}
        self.texts: list[str] = []
        self._open: list[str] = []
        self._entry = ""
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of_element = dict(attrs)
        self.elements.append((tag, of_element))
        if of_element.get("class") == "entry":
            self._entry = str(of_element["id"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag == "details":
            self._entry = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._entry:
            text = f"{self.entries.get(self._entry, '')} {data}"
            self.entries[self._entry] = " ".join(text.split())

    def tags(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def test_every_question_and_turn_is_shown_with_what_was_needed() -> None:
    page = Page(report(result()))
    assert list(page.entries) == [f"question-{n}" for n in range(1, 8)] + ["turn-1"]
    assert page.entries["question-4"] == (
        "withheld q4 When did the bridge open? The right sentence was found and withheld: its "
        f"confidence 0.39 is below the threshold {THRESHOLD}. Language, type en, when Expected "
        "2018 quoted 55 km or 55 公里 quoted from bridge Not found The documents do not say. What "
        f"was withheld: Withheld {ANSWER} Withheld sources bridge answers Confidence 0.39 Found "
        "first one that answers: rank 2 port bridge answers"
    )
    assert "Answer " + ANSWER in page.entries["question-1"]
    assert "Expected No answer: no document says it." in page.entries["question-6"]
    assert "dialogue turn Said in full When did the bridge open?" in page.entries["turn-1"]
    assert f"Asked in full key facts told: 1.00 {ANSWER}" in page.entries["turn-1"]


def test_languages_are_marked() -> None:
    html = report(result())
    assert '<span class="asked" lang="zh-Hant">大橋幾時開通？</span>' in html
    assert '<q lang="zh-Hant">55 公里</q>' in html
    assert '<blockquote lang="pt">' in report(
        result([row(quoted="A ponte foi aberta em outubro de 2018.", language="zh-Hans")])
    )


def test_a_quoted_twin_of_the_document_that_answers_is_marked() -> None:
    sources = ["bridge.zh-Hant", "port", "bridge.zh-Hant"]
    twin = row(sources=sources, rightly=[True, False, True], found=["original"], rank=1)
    entry = Page(report(result([twin]))).entries["question-1"]
    assert "Sources bridge.zh-Hant , 2 quotes answers port Confidence" in entry
    assert "rank 1 original answers" in entry


def test_hostile_text_stays_text() -> None:
    texts = {"id": HOSTILE, "question": HOSTILE, "quoted": HOSTILE, "docs": [HOSTILE]}
    lists = {"sources": [HOSTILE], "found": [HOSTILE], "answer_keys": [[HOSTILE]], "type": HOSTILE}
    hostile = result(
        [row(**texts, **lists, language=HOSTILE), failed(HOSTILE, **texts, **lists)],
        [turn(**texts, standalone=HOSTILE)],
    )
    hostile |= {"dataset": HOSTILE, "split": HOSTILE}
    hostile["config"] = {"encoder": HOSTILE, "missing_documents": [HOSTILE]}
    page = Page(report(hostile))
    assert len(page.tags("script")) == 1
    assert page.tags("img") == []
    assert page.entries["question-1"].count(HOSTILE) >= 7
    assert {"value": HOSTILE} in page.tags("option")
    assert "".join(page.texts).count("{{ 7 * 7 }}") > 20
    handlers = [name for _, names in page.elements for name in names if name.startswith("on")]
    assert handlers == []


def test_nothing_is_fetched() -> None:
    page = Page(report(result()))
    tags = {tag for tag, _ in page.elements}
    assert tags & {"link", "img", "iframe", "object", "embed", "base", "image", "audio"} == set()
    fetched = {
        value for _, names in page.elements for name, value in names.items() if name in FETCHING
    }
    assert fetched
    assert all(str(value).startswith("#") for value in fetched)
    styles = "".join(page.texts) + str([names.get("style") for _, names in page.elements])
    assert "@import" not in styles
    assert all(target.startswith("#") for target in re.findall(r"url\(['\"]?(.)", styles))


def test_only_the_pages_own_script_may_run() -> None:
    html = report(result())
    (script,) = re.findall("<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = Page(html).tags("meta")[1]["content"]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "innerHTML" not in script


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.html", tmp_path / "2.html"
    write_report(result(), first)
    code = (
        "import json, pathlib, sys; from gbaqa.evaluation.report.page import write_report; "
        "write_report(json.load(sys.stdin), pathlib.Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(second)],
        input=json.dumps(result()),
        text=True,
        check=True,
        env=environment() | {"PYTHONHASHSEED": "7"},
    )
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("part", ["retrieval", "answers", "dialogues", "config"])
def test_a_part_may_be_missing(part: str) -> None:
    some = result()
    del some[part]
    page = Page(report(some))
    ids = {names["id"] for _, names in page.elements if names.get("id")}
    assert ("questions" in ids, "turns" in ids) == (part != "answers", part != "dialogues")
    assert "queries" not in ids
    assert "filters" in ids


def test_retrieval_alone_lists_its_queries_worst_first() -> None:
    alone = result()
    del alone["answers"], alone["dialogues"]
    page = Page(report(alone))
    ids = {names["id"] for _, names in page.elements if names.get("id")}
    assert ids >= {"measures", "queries"}
    assert ids & {"filters", "questions", "turns", "plots"} == set()
    text = " ".join(" ".join(page.texts).split())
    assert "query nDCG@10 RR bad 0.0000 0.0000 good 1.0000 1.0000" in text


def test_the_head_tells_what_the_figures_depend_on() -> None:
    some = result()
    some["config"] |= {"commit": "abc123", "command": "gbaqa eval bridges", "skipped": []}
    text = " ".join(" ".join(Page(report(some)).texts).split())
    assert (
        "bridges, split dev Questions 7 Dialogue turns 1 Queries 2 Documents 2 Passages 5 Encoder "
        "all-MiniLM-L6-v2 Index 0123abcd gbaqa 0.1.0 Commit abc123 Command gbaqa eval bridges "
        "Documents that should answer are not in the index (1): tunnel Measures"
    ) in text
    assert "retrieval n = 2 measure value 95% interval nDCG@10 0.5000 [0.2500, 0.7500]" in text


def test_half_a_character_becomes_a_question_mark(tmp_path: Path) -> None:
    write_report(result([row(question="port \udcff")]), tmp_path / "out.html")
    assert "port ?</span>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = tmp_path / "lost" / "out.html"
    for path, told in (
        (lost, f"{lost.parent} is not a folder; make it, or give --report another file"),
        (tmp_path, f"{tmp_path} is a folder, expected a file; give --report another file"),
    ):
        with pytest.raises(SettingError, match=f"^{re.escape(told)}$"):
            check_report_file(path)
    check_report_file(tmp_path / "out.html")
    with pytest.raises(SettingError, match=r"cannot be written: No such file .*; give --report"):
        write_report(result([], []), lost)
    # who runs as root may write everywhere
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(SettingError, match="cannot be written: permission denied; give --report"):
        check_report_file(tmp_path / "out.html")


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset and a small model to score it by."""
    words = ["It is in Macao.", "It is small.", "它在澳門。", "Where is it?", "where"]
    monkeypatch.setenv("GBAQA_ENCODER", static_model(tmp_path / "model", words))
    monkeypatch.setenv("GBAQA_INDEX", str(tmp_path / "index"))
    return whole(tmp_path / "set")


@pytest.mark.parametrize("json_", [False, True])
def test_eval_writes_the_report_of_what_it_prints(
    dataset: Path, capsys: pytest.CaptureFixture[str], *, json_: bool
) -> None:
    path = dataset.parent / "out.html"
    arguments = ["eval", str(dataset), "--report", str(path)]
    assert cli.main([*arguments, "--json"] if json_ else arguments) == 0
    page = path.read_text(encoding="utf-8")
    assert list(Page(page).entries) == ["question-1", "turn-1"]
    if json_:
        assert report(json.loads(capsys.readouterr().out)) == page


def test_eval_refuses_the_file_before_it_asks(
    dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(dataset / "questions.jsonl", ["not read"])
    assert cli.main(["eval", str(dataset), "--report", str(dataset)]) == 2
    told = f"gbaqa: {dataset} is a folder, expected a file; give --report another file\n"
    assert capsys.readouterr().err == told


def test_matplotlib_is_loaded_only_to_draw() -> None:
    code = "import sys, gbaqa.evaluation.report.page; print('matplotlib' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert ran.stdout == "False\n"


def test_the_sentences_that_answer_are_shown_in_their_language() -> None:
    html = report(result([row(evidence=["It opened in 2018.", "大橋於2018年開通。"])]))
    assert '<q lang="en">It opened in 2018.</q>' in html
    assert '<q lang="zh-Hant">大橋於2018年開通。</q>' in html
