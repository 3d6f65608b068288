"""What is slow to import is imported when it is needed: a server that starts needs none of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOW = (
    "gradio",
    "mcp",
    "pandas",
    "torch",
    "transformers",
    "sentence_transformers",
    "matplotlib",
    "sklearn",
    "openai",
)
BUDGET = 0.3  # seconds of processor time that `import gbaqa` may take
ANSWERED = ("/", "/healthz", "/sources", "/api/search?q=x", "/docs", "/openapi.json", "/none")
PROGRAM = f"""
import json, sys, time
began = time.process_time()
import gbaqa
spent = time.process_time() - began
import gbaqa.web.running, gbaqa.web.serving
from fastapi.testclient import TestClient
from gbaqa.web import arriving
from gbaqa.web.application import create_app
from tests.web.scripted import ScriptedAssistant
arriving.QUIET = 3600  # else they come by themselves on a busy machine
with TestClient(create_app(ScriptedAssistant)) as client:
    while not client.get("/readyz").is_success:
        time.sleep(0.01)
    statuses = [client.get(path).status_code for path in {ANSWERED}]
    modules = sorted(sys.modules)
print(json.dumps([spent, statuses, modules]))
"""


def test_the_package_is_imported_at_once_and_the_app_answers_without_its_slow_parts() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT
    )
    spent, statuses, modules = json.loads(told.stdout)
    assert spent < BUDGET
    assert statuses == [200] * (len(ANSWERED) - 1) + [404]
    assert sorted(set(SLOW) & set(modules)) == []
