"""The description of the API is valid, complete, and true: its examples work as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from gbaqa.answering.asking import open_assistant
from gbaqa.web.api.problems import KINDS
from gbaqa.web.pages.api_page import described
from tests.conftest import CORPUS
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.web.api.small_app import started
from tests.web.scripted import ScriptedAssistant

OPERATIONS = {
    ("post", "/api/ask"): "ask",
    ("get", "/api/search"): "search",
    ("get", "/api/documents"): "list_documents",
    ("get", "/api/documents/{doc_id}"): "get_document",
    ("get", "/healthz"): "healthz",
    ("get", "/readyz"): "readyz",
}
QUOTED = CORPUS / "industry-and-innovation" / "002-productivity-alliance-hengqin.md"


@pytest.fixture(scope="module")
def description(api: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = api.get("/openapi.json").json()
    return found


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def valid(instance: object, schema: dict[str, Any], description: dict[str, Any]) -> bool:
    """Whether the schema, which may refer to the description's components, admits it."""
    whole = {**schema, "components": description["components"]}
    Draft202012Validator(whole).validate(instance)  # raises with what is wrong
    return True


def schema_of(operation: dict[str, Any], status: str = "200") -> dict[str, Any]:
    content = operation["responses"][status]["content"]
    found: dict[str, Any] = next(iter(content.values()))["schema"]
    return found


def test_it_is_valid_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(description).validate()


def test_every_operation_has_an_id_tags_a_summary_and_examples(
    description: dict[str, Any],
) -> None:
    names = {tag["name"] for tag in description["tags"]}
    found = {}
    for method, path, operation in operations(description):
        found[method, path] = operation["operationId"]
        assert set(operation["tags"]) <= names
        assert operation["summary"].endswith(".")
        assert set(operation["responses"]) >= {"200"}
        assert all(one["description"] for one in operation.get("parameters", []))
        for reply in operation["responses"].values():
            assert reply["description"]
            for form in reply["content"].values():
                assert "example" in form or "examples" in form
    assert found == OPERATIONS
    assert [server["url"] for server in description["servers"]] == ["."]


def test_every_example_of_a_reply_has_the_shape_that_is_described(
    description: dict[str, Any],
) -> None:
    shown = 0
    kinds = set()
    for _, _, operation in operations(description):
        for status, reply in operation["responses"].items():
            for form in reply["content"].values():
                examples = [one["value"] for one in form.get("examples", {}).values()]
                for example in [*examples, *([form["example"]] if "example" in form else [])]:
                    assert valid(example, form["schema"], description)
                    shown += 1
                    if isinstance(example, dict) and "type" in example:
                        kinds.add(example["type"].removeprefix("/problems/"))
                        assert str(example["status"]) == status
    assert shown > len(OPERATIONS)
    # no operation has that one, and the others are told before there is an operation
    before = {"too-slow", "too-many", "wrong-host", "wrong-origin"}
    assert kinds == set(KINDS) - {"method-not-allowed"} - before


@pytest.fixture(scope="module")
def quoted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The document of the examples, in an index of its own."""
    folder = tmp_path_factory.mktemp("examples")
    files = {QUOTED.name: QUOTED.read_text(encoding="utf-8")}
    build_index(write_files(folder / "corpus", files), folder / "index")
    with started(
        lambda: open_assistant(
            folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
        )
    ) as opened:
        yield opened


def test_every_example_of_a_request_works_when_it_is_sent(
    quoted: TestClient, description: dict[str, Any]
) -> None:
    sent = []
    for operation in described(description):
        line, _, body = operation["request"].partition("\n\n")
        method, address = line.split(" ")
        response = quoted.request(method, address, json=json.loads(body) if body else None)
        assert response.status_code == 200, response.text
        raw = description["paths"][operation["path"]][method.lower()]
        assert valid(response.json(), schema_of(raw), description)
        sent.append(operation["id"])
    assert sent == list(OPERATIONS.values())


def test_every_example_of_a_question_works_in_every_form(
    quoted: TestClient, description: dict[str, Any]
) -> None:
    content = description["paths"]["/api/ask"]["post"]["requestBody"]["content"]
    forms = description["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]
    assert set(forms) == {"application/json", "text/markdown", "text/event-stream"}
    for example in content["application/json"]["examples"].values():
        assert valid(example["value"], content["application/json"]["schema"], description)
        for form in forms:
            response = quoted.post("/api/ask", json=example["value"], headers={"accept": form})
            assert response.status_code == 200
            assert response.headers["content-type"].startswith(form)


@pytest.mark.parametrize(
    "question",
    ["How many members?", "Where is the unicorn?", "which unicorn?", "write it", "fail it", "聯盟"],
)
def test_every_kind_of_answer_has_the_shape_that_is_described(
    api: TestClient, description: dict[str, Any], question: str
) -> None:
    operation = description["paths"]["/api/ask"]["post"]
    history = [{"question": "Before?", "answer": "Yes."}]
    for body in ({"question": question}, {"question": question, "history": history}):
        response = api.post("/api/ask", json=body)
        assert response.status_code == 200
        assert valid(response.json(), schema_of(operation), description)


def test_searches_and_documents_have_the_shape_that_is_described(
    api: TestClient, description: dict[str, Any]
) -> None:
    for path, address in (
        ("/api/search", "/api/search?q=members&topic=tax"),
        ("/api/search", "/api/search?q=How+many+membres%3F"),
        ("/api/documents", "/api/documents?topic=macao"),
        ("/api/documents/{doc_id}", "/api/documents/undated"),
    ):
        operation = description["paths"][path]["get"]
        assert valid(api.get(address).json(), schema_of(operation), description)


def test_problems_and_health_have_the_shape_that_is_described(
    description: dict[str, Any],
) -> None:
    def load() -> ScriptedAssistant:
        raise ValueError

    with started(load) as opened:
        problem = opened.get("/api/documents").json()
        schema = schema_of(description["paths"]["/api/documents"]["get"], "503")
        assert valid(problem, schema, description)
        schema = schema_of(description["paths"]["/readyz"]["get"], "503")
        assert valid(opened.get("/readyz").json(), schema, description)


def test_the_quoted_document_is_the_one_in_the_corpus(description: dict[str, Any]) -> None:
    reply = description["paths"]["/api/ask"]["post"]["responses"]["200"]
    citation = reply["content"]["application/json"]["example"]["citations"][0]
    text = Path(QUOTED).read_text(encoding="utf-8")
    assert citation["quote"] in text
    assert citation["doc_id"] == QUOTED.stem
