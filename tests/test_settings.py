"""Settings come from the environment, once, and are refused where they cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gbaqa.errors import SettingError
from gbaqa.settings import IDLE, Settings, let_idle_threads_sleep

KEY = "sk-planted-5f0c"
LLM = {"GBAQA_LLM_URL": "http://127.0.0.1:8080/v1", "GBAQA_LLM_MODEL": "small"}
NO_ADDRESS = (
    "GBAQA_LLM_URL is no http or https address such as http://127.0.0.1:8080/v1, "
    "without user name, question mark or fragment; mend or unset it"
)

# seconds of work while nothing is to be done, after each of twenty products
IDLING = """
import os, sys, time
from gbaqa.settings import let_idle_threads_sleep
let_idle_threads_sleep(os.environ)
assert "numpy" not in sys.modules
import numpy as np
one, other = np.ones((2000, 384), "float32"), np.ones((384, 64), "float32")
idle = 0.0
for _ in range(20):
    one @ other
    began = time.process_time()
    time.sleep(0.02)
    idle += time.process_time() - began
print(idle)
"""


def test_threads_that_wait_leave_the_processor_to_others() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in IDLE}
    command = [sys.executable, "-c", IDLING]
    done = subprocess.run(  # a script of ours
        command, env=environment, check=True, capture_output=True, text=True
    )
    assert float(done.stdout) < 0.05  # 0.4 where they spin


def test_how_threads_wait_is_left_as_it_is_set() -> None:
    environment = {"OMP_WAIT_POLICY": "ACTIVE"}
    let_idle_threads_sleep(environment)
    assert environment == IDLE | {"OMP_WAIT_POLICY": "ACTIVE"}


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.read({"HOME": "/home/a"}) == Settings(
        corpus=Path("corpus"),
        index=Path("index"),
        encoder="all-MiniLM-L6-v2",
        host="127.0.0.1",
        port=7860,
        dimension=None,
        llm_url="",
        llm_model="",
        llm_key="",
        llm_timeout=30.0,
        risk="0.10",
        feedback=Path("feedback"),
    )


def test_each_variable_sets_its_value() -> None:
    environ = {
        "GBAQA_CORPUS": "/data/corpus",
        "GBAQA_INDEX": "built",
        "GBAQA_ENCODER": "/models/e5",
        "GBAQA_HOST": "0.0.0.0",  # noqa: S104 - only a value here
        "GBAQA_PORT": "0",
        "GBAQA_DIMENSION": "256",
        "GBAQA_LLM_URL": "https://models.example:8443/v1/",
        "GBAQA_LLM_MODEL": "small",
        "GBAQA_LLM_KEY": KEY,
        "GBAQA_LLM_TIMEOUT": "2.5",
        "GBAQA_RISK": "0.05",
        "GBAQA_FEEDBACK": "/data/feedback",
    }

    assert Settings.read(environ) == Settings(
        Path("/data/corpus"),
        Path("built"),
        "/models/e5",
        environ["GBAQA_HOST"],
        0,
        256,
        "https://models.example:8443/v1/",
        "small",
        KEY,
        2.5,
        "0.05",
        Path("/data/feedback"),
    )


def test_an_empty_dimension_is_the_encoders_own() -> None:
    assert Settings.read({"GBAQA_DIMENSION": ""}).dimension is None


@pytest.mark.parametrize(
    ("written", "folder"),
    [("off", None), (" OFF ", None), ("", Path("feedback")), ("./off", Path("./off/"))],
)
def test_feedback_goes_to_a_folder_or_nowhere(written: str, folder: Path | None) -> None:
    assert Settings.read({"GBAQA_FEEDBACK": written}).feedback == folder


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"GBAQA_PORT": "http"}, "GBAQA_PORT is 'http', expected a number such as 7860"),
        ({"GBAQA_PORT": ""}, "GBAQA_PORT is '', expected a number such as 7860"),
        ({"GBAQA_PORT": "-1"}, "GBAQA_PORT is '-1', expected a number such as 7860"),
        ({"GBAQA_PORT": "65536"}, "port 65536 is not between 0 and 65535; set GBAQA_PORT"),
        (
            {"GBAQA_ENCODER": ""},
            "GBAQA_ENCODER is empty; name a sentence-transformers model or unset it",
        ),
        *(
            (
                {"GBAQA_DIMENSION": value},
                f"GBAQA_DIMENSION is {value!r}, expected a number from 1; "
                "unset it for the encoder's own",
            )
            for value in ("0", "-1", "16.0", "all")
        ),
        *(
            ({**LLM, "GBAQA_LLM_URL": url}, NO_ADDRESS)
            for url in (
                "ftp://127.0.0.1/v1",
                "127.0.0.1:8080",
                "file:///etc/passwd",
                "http://",
                "http://host:port/v1",
                "http://host:0/v1",
                "http://[::1/v1",
                "http://me:secret@host/v1",
                "http://host/v1?key=secret",
                "http://host/v1#part",
                "http://host/v 1",
                "http://höst/v1",
                "http://host\\@other/v1",
            )
        ),
        (
            {"GBAQA_LLM_URL": "http://127.0.0.1:8080/v1"},
            "GBAQA_LLM_URL is set and GBAQA_LLM_MODEL is not; name the model that it serves",
        ),
        *(
            (
                {**LLM, "GBAQA_LLM_KEY": key},
                "GBAQA_LLM_KEY has a space or a sign that no HTTP header can hold; set it anew",
            )
            for key in ("sk 1", "sk\n1", "ключ", "sk\x7f")
        ),
        *(
            (
                {**LLM, "GBAQA_LLM_TIMEOUT": value},
                f"GBAQA_LLM_TIMEOUT is {value!r}, expected seconds such as 30",
            )
            for value in ("soon", "-1", "1e9", "inf", "nan", "5s")
        ),
        *(
            (
                {**LLM, "GBAQA_LLM_TIMEOUT": value},
                f"GBAQA_LLM_TIMEOUT is {value}, expected seconds above 0 and up to 600",
            )
            for value in ("0", "601")
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(environ: dict[str, str], message: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.read(environ)
    assert (str(caught.value), caught.value.exit_code) == (message, 2)


def test_a_port_of_the_command_line_is_checked_too() -> None:
    with pytest.raises(SettingError, match="port -1 is not between 0 and 65535"):
        Settings(port=-1)


@pytest.mark.parametrize(
    ("environ", "metrics", "log", "questions"),
    [
        ({}, "local", None, False),
        ({"GBAQA_METRICS": " ON ", "GBAQA_LOG": "json"}, "on", "json", False),
        ({"GBAQA_METRICS": "off", "GBAQA_LOG": "text"}, "off", "text", False),
        ({"GBAQA_LOG_QUESTIONS": "on"}, "local", None, True),
        ({"GBAQA_LOG_QUESTIONS": "off", "GBAQA_METRICS": ""}, "local", None, False),
    ],
)
def test_what_is_told_to_whoever_runs_the_server(
    environ: dict[str, str], metrics: str, log: str | None, questions: bool
) -> None:
    read = Settings.read(environ)
    assert (read.metrics, read.log, read.log_questions) == (metrics, log, questions)


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("GBAQA_METRICS", "local, on, off"),
        ("GBAQA_LOG", "json, text"),
        ("GBAQA_LOG_QUESTIONS", "on, off"),
    ],
)
def test_a_word_that_is_no_choice_is_refused(name: str, choices: str) -> None:
    with pytest.raises(SettingError, match=f"^{name} is 'yes', expected one of {choices}$"):
        Settings.read({name: "yes"})


def test_the_key_is_in_no_representation_of_the_settings() -> None:
    settings = Settings.read({**LLM, "GBAQA_LLM_KEY": KEY})
    assert settings.llm_key == KEY
    assert KEY not in f"{settings} {settings!r}"


def test_the_key_is_in_no_message_that_refuses_it() -> None:
    with pytest.raises(SettingError) as caught:
        Settings.read({"GBAQA_LLM_KEY": KEY + " x"})
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/v1", "https://host", "http://[::1]:80/a/b/"]
)
def test_an_address_of_a_local_or_a_distant_server_is_taken(url: str) -> None:
    assert Settings(llm_url=url, llm_model="small").llm_url == url
