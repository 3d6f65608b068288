"""The document at `/`: the reader's language, its words, and nothing that runs but our scripts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gbaqa.types import LANGUAGES, Collection, Document
from gbaqa.web.chat.shell import _as_data, _gradio_files, page_data, standing
from gbaqa.web.wording import OWN_NAMES, examples, read_words
from tests.web.serving import client


def given(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="given">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_language_asked_for(ready_app: TestClient, language: str) -> None:
    response = ready_app.get(f"/?lang={language}", headers={"Accept-Language": "fr"})
    words = read_words(language)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert f"<title>{words['title']} – gbaqa</title>" in response.text
    assert response.headers["content-language"] == language
    assert (response.headers["cache-control"], response.headers["vary"]) == (
        "no-cache",
        "Accept-Language, Origin, Accept-Encoding",
    )
    assert given(response.text)["words"]["ask"] == words["ask"]
    assert given(response.text)["examples"] == examples(words)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-HK", "zh-Hant"),
        ("zh-MO,zh;q=0.9", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-SG", "zh-Hans"),
        ("pt-PT", "pt"),
        ("zh-CN", "zh-Hans"),
        ("pt-BR", "pt"),
        ("de", "en"),
    ],
)
def test_the_browsers_language_is_followed(
    ready_app: TestClient, accepted: str, language: str
) -> None:
    response = ready_app.get("/", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in response.text


def test_every_script_of_the_page_comes_from_here_by_its_address(ready_app: TestClient) -> None:
    page = ready_app.get("/").text
    scripts = re.findall(r"<script([^>]*)>", page)
    assert [bool(re.search(r'src="/[^/]', one)) or "json" in one for one in scripts] == [True] * 5
    for address in re.findall(r'(?:src|href)="(/(?:page|assets)/[^"]+)"', page):
        assert ready_app.get(address).status_code == 200, address
    assert "gradio.app" not in page
    assert "//" not in re.sub(
        r"https?://testserver", "", re.sub(r"<script.*?</script>", "", page, flags=re.S)
    )


def test_what_is_given_to_the_script() -> None:
    data = page_data("pt", None)
    assert set(data) == {"language", "languages", "words", "examples", "most", "corpus"}
    assert (data["language"], data["most"], data["corpus"]) == ("pt", 1000, None)
    assert data["languages"] == [{"tag": tag, "name": OWN_NAMES[tag]} for tag in LANGUAGES]
    assert not any(name.startswith(("page_", "problem_", "api_")) for name in data["words"])


def test_what_stands_at_the_top_counts_a_twin_with_its_original() -> None:
    documents = (
        Document("a", "A", "x", date="2024-05"),
        Document("a.zh-Hant", "甲", "x", date="2024-05", translation_of="a"),
        Document("b", "B", "x", date="2025"),
    )
    held = Collection({one.doc_id: one for one in documents}, {})
    assert standing(held) == {"count": 2, "date": "2025"}


def test_no_text_can_end_the_element_that_holds_it() -> None:
    text = '</script><script>alert(1)</script> "<!--'
    written = _as_data({"text": text})
    assert "<" not in written
    assert json.loads(written) == {"text": text}


def test_gradios_own_files_are_named_as_its_page_names_them() -> None:
    found = _gradio_files()
    assert re.fullmatch(r"assets/index-[\w-]+\.js", found["module"])
    assert re.fullmatch(r"assets/index-[\w-]+\.css", found["style"])


def test_the_page_answers_while_the_assistant_loads() -> None:
    import threading

    from tests.web.scripted import ScriptedAssistant

    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with client(load) as opened:
        try:
            page = opened.get("/")
            assert (page.status_code, given(page.text)["corpus"]) == (200, None)
        finally:
            loaded.set()
