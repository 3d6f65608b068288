"""Everything that can be set, read once at the edge from the environment and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from gbaqa.errors import SettingError
from gbaqa.indexing.traits import DEFAULT_ENCODER, dimension_named

DEFAULT_PORT = 7860
MAX_PORT = 65535


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen record; steps receive its values as plain arguments, never the record.

    Environment: GBAQA_CORPUS, GBAQA_INDEX (folders), GBAQA_ENCODER (name or folder of a
    sentence-transformers model), GBAQA_DIMENSION (of its vectors, where it can be cut),
    GBAQA_HOST, GBAQA_PORT (the web app).
    """

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    encoder: str = DEFAULT_ENCODER
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    dimension: int | None = None  # the encoder's own

    def __post_init__(self) -> None:
        if not 0 <= self.port <= MAX_PORT:
            raise SettingError(f"port {self.port} is not between 0 and {MAX_PORT}; set GBAQA_PORT")
        if not self.encoder:
            raise SettingError(
                "GBAQA_ENCODER is empty; name a sentence-transformers model or unset it"
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
        )
