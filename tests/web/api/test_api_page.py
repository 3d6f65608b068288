"""The page /docs tells of every operation, in the reader's language, and loads nothing."""

from __future__ import annotations

import html

import pytest
from fastapi.testclient import TestClient

from gbaqa.types import LANGUAGES, Language
from gbaqa.web.pages.api_page import described
from gbaqa.web.wording import read_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_operation_has_its_fields_replies_and_an_example(
    api: TestClient, language: Language
) -> None:
    words = read_words(language)
    page = api.get("/docs", params={"lang": language}).text
    assert f'<html lang="{language}">' in page
    operations = list(described(api.get("/openapi.json").json()))
    assert [one["id"] for one in operations] == [
        "ask",
        "search",
        "list_documents",
        "get_document",
        "healthz",
        "readyz",
    ]
    shown = html.unescape(page)
    for operation in operations:
        assert f"{operation['method']} {operation['path']}" in shown
        assert operation["summary"] in shown
        for field in (*operation["parameters"], *operation["body"]):
            assert f"<code>{field['name']}</code>" in page
            assert field["text"] in shown
        for status, text in operation["replies"]:
            assert f"<code>{status}</code>" in page
            assert text in shown
        assert operation["request"] in shown
        assert operation["reply"]
        assert operation["reply"] in shown
    for name in ("api_title", "api_replies", "api_example_request", "api_example_reply"):
        assert words[name] in shown


def test_an_example_is_a_request_that_can_be_sent(api: TestClient) -> None:
    requests = {one["id"]: one["request"] for one in described(api.get("/openapi.json").json())}
    assert requests["healthz"] == "GET /healthz"
    assert requests["get_document"] == "GET /api/documents/002-productivity-alliance-hengqin"
    assert requests["list_documents"] == "GET /api/documents?q=alliance+Hengqin&page=1&size=20"
    assert requests["ask"].startswith('POST /api/ask\n\n{\n  "question": ')


def test_the_page_loads_nothing_and_runs_nothing(api: TestClient) -> None:
    page = api.get("/docs").text
    assert "<script" not in page
    assert "http://" not in page.replace("http://testserver", "").replace("http://localhost", "")


def test_every_filter_is_described(api: TestClient) -> None:
    page = api.get("/docs").text
    assert "which documents may answer: language, publisher, topic, since, until" in page
    assert "documents of this date or later" in page
    search = api.get("/openapi.json").json()["paths"]["/api/search"]["get"]["parameters"]
    assert sorted(one["name"] for one in search) == sorted(
        ["q", "k", "language", "publisher", "topic", "since", "until", "lang"]
    )


def test_a_description_without_examples_is_shown_without_them() -> None:
    replies = {"200": {"description": "It is."}}
    bare = {"paths": {"/x": {"get": {"operationId": "x", "responses": replies}, "summary": "-"}}}
    assert list(described(bare)) == [
        {
            "id": "x",
            "method": "GET",
            "path": "/x",
            "summary": "",
            "description": "",
            "parameters": [],
            "body": [],
            "replies": [("200", "It is.")],
            "request": "GET /x",
            "reply": "",
        }
    ]
