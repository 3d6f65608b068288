"""Settings come from the environment, once, and are refused where they cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaqa.errors import SettingError
from gbaqa.settings import Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.read({"HOME": "/home/a"}) == Settings(
        corpus=Path("corpus"),
        index=Path("index"),
        encoder="all-MiniLM-L6-v2",
        host="127.0.0.1",
        port=7860,
        dimension=None,
    )


def test_each_variable_sets_its_value() -> None:
    environ = {
        "GBAQA_CORPUS": "/data/corpus",
        "GBAQA_INDEX": "built",
        "GBAQA_ENCODER": "/models/e5",
        "GBAQA_HOST": "0.0.0.0",  # noqa: S104 - only a value here
        "GBAQA_PORT": "0",
        "GBAQA_DIMENSION": "256",
    }

    assert Settings.read(environ) == Settings(
        Path("/data/corpus"), Path("built"), "/models/e5", environ["GBAQA_HOST"], 0, 256
    )


def test_an_empty_dimension_is_the_encoders_own() -> None:
    assert Settings.read({"GBAQA_DIMENSION": ""}).dimension is None


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
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(environ: dict[str, str], message: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.read(environ)
    assert (str(caught.value), caught.value.exit_code) == (message, 2)


def test_a_port_of_the_command_line_is_checked_too() -> None:
    with pytest.raises(SettingError, match="port -1 is not between 0 and 65535"):
        Settings(port=-1)
