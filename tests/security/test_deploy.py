"""The files of deploy/ do what docs/deploy.md says of them, tried where the programs are there."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from scripts.deploying import NGINX, Load, Replica, deployed, write_config

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = DEPLOY / "gbaqa@.service"
needs_nginx = pytest.mark.skipif(
    not Path(NGINX).exists(), reason="no nginx here: apt-get install nginx-light"
)
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze here"
)


def scripted(port: int) -> list[str]:
    """A replica whose answers are written down and take a moment."""
    return [sys.executable, "-m", "tests.web.scripted_server", str(port), "0.05"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[Replica]]]:
    if not Path(NGINX).exists():
        pytest.skip("no nginx here: apt-get install nginx-light")
    with deployed(tmp_path_factory.mktemp("deployed"), scripted) as found:
        yield found


@needs_nginx
def test_nginx_takes_the_file(tmp_path: Path) -> None:
    config = write_config(tmp_path, 1, [2, 3])
    told = subprocess.run([NGINX, "-t", "-c", config], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "warn" not in told.stderr


def test_a_reader_keeps_the_replica_and_the_cookie_says_no_more(
    running: tuple[str, list[Replica]],
) -> None:
    url, _ = running
    drawn = set()
    for number in range(12):
        with httpx.Client(headers={"User-Agent": f"reader/{number}"}) as reader:
            cookie = reader.get(f"{url}/healthz").headers["set-cookie"]
            assert re.fullmatch(r"gbaqa_replica=[12]; Path=/; HttpOnly; SameSite=Lax", cookie), (
                cookie
            )
            drawn.add(cookie[14])
            assert "set-cookie" not in reader.get(f"{url}/healthz").headers
    assert drawn == {"1", "2"}
    secure = httpx.get(f"{url}/healthz", headers={"X-Forwarded-Proto": "https"}).headers
    assert secure["set-cookie"].endswith("; Secure")


def test_what_is_closed_is_closed_and_every_reply_has_the_apps_headers(
    running: tuple[str, list[Replica]],
) -> None:
    url, _ = running
    assert httpx.get(f"{url}/metrics").status_code == 404
    assert httpx.post(f"{url}/api/ask", content=b"x" * 600_000).status_code == 413
    for path in ("/healthz", "/sources", "/none"):
        headers = httpx.get(url + path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["server"] == "nginx"  # without its version


def test_a_killed_replica_loses_at_most_what_was_on_its_way(
    running: tuple[str, list[Replica]],
) -> None:
    url, replicas = running
    with Load(url, 6, lambda place: f"How many in {place}?") as load:
        load.reach(30)
        on_their_way = load.open
        replicas[0].stop(signal.SIGKILL)
        load.reach(load.done + 60)
    assert load.done >= 90
    assert len(load.lost) <= on_their_way, load.lost


@needs_systemd
def test_the_unit_is_sound_and_well_closed(tmp_path: Path) -> None:
    unit = tmp_path / "gbaqa@7861.service"
    program = "/opt/gbaqa/.venv/bin/gbaqa"
    unit.write_text(UNIT.read_text().replace(program, "/bin/true"))
    checked = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-300:]  # 2.0 of 10 at most


def test_the_container_is_nobodys_and_names_no_host() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert "--require-hashes" in text
    assert all(
        re.fullmatch(r"python:[\w.-]+", one) for one in re.findall(r"^FROM (\S+)", text, re.M)
    )


def test_the_files_and_the_page_agree_on_ports_and_settings() -> None:
    page = (DEPLOY.parent / "docs" / "deploy.md").read_text()
    for name in ("GBAQA_HOSTS", "GBAQA_TRUSTED_PROXIES", "GBAQA_RATE", "GBAQA_CORS_ORIGINS"):
        assert f"`{name}`" in page
    for port in ("7861", "7862", "8080"):
        assert port in page
        assert port in (DEPLOY / "nginx.conf").read_text()
    assert "7861 gbaqa@7862" in UNIT.read_text()
