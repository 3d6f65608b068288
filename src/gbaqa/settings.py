"""Everything that can be set, read once at the edge from the environment and the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self, TypeAlias, TypeVar
from urllib.parse import urlsplit

from gbaqa.errors import SettingError
from gbaqa.indexing.traits import DEFAULT_ENCODER, dimension_named
from gbaqa.web.guarding.policy import Policy, read_policy

Metrics: TypeAlias = Literal["local", "on", "off"]
LogForm: TypeAlias = Literal["json", "text"]

DEFAULT_PORT = 7860
MAX_PORT = 65535
DEFAULT_RISK = "0.10"
DEFAULT_FEEDBACK = "feedback"
OFF = "off"
DEFAULT_TIMEOUT = 30.0  # seconds; a small model on two cores writes three sentences in ten or so
LONGEST_TIMEOUT = 600.0
METRICS: tuple[Metrics, ...] = ("local", "on", "off")
LOG_FORMS: tuple[LogForm, ...] = ("json", "text")
# of OpenBLAS, 2^4 cycles, and of OpenMP: read when the libraries are loaded
IDLE = {"OPENBLAS_THREAD_TIMEOUT": "4", "OMP_WAIT_POLICY": "PASSIVE"}
Choice = TypeVar("Choice", bound=str)
SECONDS = re.compile(r"\d{1,4}(?:\.\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen record; steps receive its values as plain arguments, never the record.

    Environment: GBAQA_CORPUS, GBAQA_INDEX (folders), GBAQA_ENCODER (name or folder of a
    sentence-transformers model), GBAQA_DIMENSION (of its vectors, where it can be cut),
    GBAQA_PREPARED (the folder that keeps what is made once of installed packages),
    GBAQA_HOST, GBAQA_PORT (the web app), GBAQA_LLM_URL, GBAQA_LLM_MODEL, GBAQA_LLM_KEY,
    GBAQA_LLM_TIMEOUT (of a language model; without the first, none is asked), GBAQA_RISK (the
    share of wrong answers to keep to), GBAQA_FEEDBACK (the folder that keeps what readers think of
    answers, or "off"), GBAQA_HOSTS, GBAQA_CORS_ORIGINS, GBAQA_RATE, GBAQA_TRUSTED_PROXIES (who may
    ask the web app: web/guarding/policy.py). The key is in no representation of the record and in
    no message.
    """

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    encoder: str = DEFAULT_ENCODER
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    dimension: int | None = None  # the encoder's own
    llm_url: str = ""  # none is asked
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    llm_timeout: float = DEFAULT_TIMEOUT  # seconds
    risk: str = DEFAULT_RISK  # answering/deciding.py knows which there are
    feedback: Path | None = Path(DEFAULT_FEEDBACK)  # None: no reader is asked
    metrics: Metrics = "local"
    log: LogForm | None = None  # text on a terminal, else JSON
    log_questions: bool = False
    policy: Policy = field(default_factory=partial(read_policy, MappingProxyType({})))
    prepared: Path | None = None  # beside the index

    def __post_init__(self) -> None:
        if not 0 <= self.port <= MAX_PORT:
            raise SettingError(f"port {self.port} is not between 0 and {MAX_PORT}; set GBAQA_PORT")
        if not self.encoder:
            raise SettingError(
                "GBAQA_ENCODER is empty; name a sentence-transformers model or unset it"
            )
        if self.llm_url:
            _check_endpoint(self.llm_url)
        if self.llm_url and not self.llm_model:
            raise SettingError(
                "GBAQA_LLM_URL is set and GBAQA_LLM_MODEL is not; name the model that it serves"
            )
        if not all("!" <= sign <= "~" for sign in self.llm_key):
            raise SettingError(
                "GBAQA_LLM_KEY has a space or a sign that no HTTP header can hold; set it anew"
            )
        if not 0 < self.llm_timeout <= LONGEST_TIMEOUT:
            raise SettingError(
                f"GBAQA_LLM_TIMEOUT is {self.llm_timeout:g}, "
                f"expected seconds above 0 and up to {LONGEST_TIMEOUT:g}"
            )

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Settings from the environment; what is not set keeps its default."""
        port = environ.get("GBAQA_PORT", str(DEFAULT_PORT))
        if not port.isdecimal():
            raise SettingError(f"GBAQA_PORT is {port!r}, expected a number such as 7860")
        return cls(
            corpus=Path(environ.get("GBAQA_CORPUS", "corpus")),
            index=Path(environ.get("GBAQA_INDEX", "index")),
            encoder=environ.get("GBAQA_ENCODER", DEFAULT_ENCODER),
            host=environ.get("GBAQA_HOST", "127.0.0.1"),
            port=int(port),
            dimension=dimension_named(environ.get("GBAQA_DIMENSION", "")),
            prepared=_folder(environ.get("GBAQA_PREPARED", "")),
            llm_url=environ.get("GBAQA_LLM_URL", "").strip(),
            llm_model=environ.get("GBAQA_LLM_MODEL", "").strip(),
            llm_key=environ.get("GBAQA_LLM_KEY", "").strip(),
            llm_timeout=_seconds(environ.get("GBAQA_LLM_TIMEOUT", "")),
            risk=environ.get("GBAQA_RISK", DEFAULT_RISK).strip() or DEFAULT_RISK,
            feedback=_folder_or_off(environ.get("GBAQA_FEEDBACK", "")),
            metrics=_one_of(METRICS, "GBAQA_METRICS", environ) or "local",
            log=_one_of(LOG_FORMS, "GBAQA_LOG", environ),
            log_questions=_one_of(("on", OFF), "GBAQA_LOG_QUESTIONS", environ) == "on",
            policy=read_policy(environ),
        )


def let_idle_threads_sleep(environ: MutableMapping[str, str]) -> None:
    """Has threads that wait for the next sum sleep: spinning, they take a core from others.

    To be called before numpy is imported; what is set already stays.
    """
    for name, value in IDLE.items():
        environ.setdefault(name, value)


def _folder(written: str) -> Path | None:
    return Path(written) if written.strip() else None


def _folder_or_off(written: str) -> Path | None:
    name = written.strip() or DEFAULT_FEEDBACK
    return None if name.casefold() == OFF else Path(name)


def _one_of(choices: tuple[Choice, ...], name: str, environ: Mapping[str, str]) -> Choice | None:
    """The choice that is set; None where none is."""
    written = environ.get(name, "").strip()
    for choice in choices:
        if written.casefold() == choice:
            return choice
    if written:
        raise SettingError(f"{name} is {written!r}, expected one of {', '.join(choices)}")
    return None


def _seconds(written: str) -> float:
    if not written:
        return DEFAULT_TIMEOUT
    if not SECONDS.fullmatch(written):
        raise SettingError(f"GBAQA_LLM_TIMEOUT is {written!r}, expected seconds such as 30")
    return float(written)


def _check_endpoint(url: str) -> None:
    """The message does not repeat the URL, as what makes it unusable may be a secret."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, a port that is no number
        usable = False
    plain = url.isascii() and url.isprintable() and not set(url) & set(" @?#\\")
    if not (usable and plain):
        raise SettingError(
            "GBAQA_LLM_URL is no http or https address such as http://127.0.0.1:8080/v1, "
            "without user name, question mark or fragment; mend or unset it"
        )
