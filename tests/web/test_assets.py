"""Static files are served under an address that changes with them, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gbaqa.web import assets
from gbaqa.web.assets import asset_address, asset_routes, edition


@pytest.fixture
def served() -> TestClient:
    app = FastAPI()
    app.include_router(asset_routes())
    return TestClient(app)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of static files of its own."""
    (tmp_path / "a.css").write_text("p {}")
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    for known in (assets._names, assets.edition):
        known.cache_clear()
    yield tmp_path
    for known in (assets._names, assets.edition):
        known.cache_clear()


def test_a_file_of_this_edition_is_kept_for_ever(served: TestClient) -> None:
    response = served.get(asset_address("design.css"))
    assert response.status_code == 200
    assert response.text == (assets.STATIC / "design.css").read_text(encoding="utf-8")
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_script_is_a_script(served: TestClient) -> None:
    assert (
        served.get(asset_address("chat.js")).headers["content-type"].startswith("text/javascript")
    )


def test_a_file_of_another_edition_is_asked_for_again(served: TestClient) -> None:
    response = served.get("/page/0123456789ab/design.css")
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "name",
    ["none.js", "..", "../wording.py", "%2e%2e%2fwording.py", "..%2fwording.py", "/etc/passwd"],
)
def test_a_name_that_is_no_file_of_the_folder_is_not_there(served: TestClient, name: str) -> None:
    assert served.get(f"/page/{edition()}/{name}").status_code == 404


def test_no_address_is_given_for_what_is_not_there() -> None:
    with pytest.raises(ValueError, match=r"no file 'none\.js' in web/static/"):
        asset_address("none.js")


def test_a_changed_file_changes_every_address(folder: Path) -> None:
    before = asset_address("a.css")
    (folder / "a.css").write_text("p { }")
    edition.cache_clear()
    assert asset_address("a.css") != before
