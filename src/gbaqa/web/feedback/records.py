"""One verdict on one answer, and the line of JSON that keeps it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal, Self, TypeAlias, get_args

from gbaqa.types import LANGUAGES, Language

Thumb: TypeAlias = Literal["up", "down"]
Status: TypeAlias = Literal["answered", "not_found"]
Why: TypeAlias = Literal["wrong", "not-asked", "incomplete", "outdated", "hard-to-read", "other"]

DIGEST = r"[0-9a-f]{64}"
GENERATION = r"[A-Za-z0-9-]{1,64}"
MOST_DOCUMENTS = 10
LONGEST_COMMENT = 300  # characters, as they are written
LONGEST_CLEANED = 3 * LONGEST_COMMENT  # what is taken out may be shorter than what says so

THUMBS: tuple[str, ...] = get_args(Thumb)
STATUSES: tuple[str, ...] = get_args(Status)
REASONS: tuple[str, ...] = get_args(Why)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one reader thought of one answer on one day; nothing tells who or at what hour.

    `answer` is the digest of the answer object, `documents` are those that it cites, `replaces`
    is the reader's earlier verdict on the same answer, which no longer counts.
    """

    day: str
    verdict: Thumb
    answer: str
    status: Status
    language: Language
    generation: str
    documents: tuple[str, ...] = ()
    reason: Why | None = None
    comment: str = ""
    replaces: Thumb | None = None

    def __post_init__(self) -> None:
        date.fromisoformat(self.day)
        _check("verdict", self.verdict, THUMBS)
        _check("status", self.status, STATUSES)
        _check("language", self.language, LANGUAGES)
        _check("reason", self.reason, (*REASONS, None))
        _check("replaces", self.replaces, (*THUMBS, None))
        _match("answer", self.answer, DIGEST)
        _match("generation", self.generation, GENERATION)
        names = self.documents
        if len(names) > MOST_DOCUMENTS or not all(isinstance(name, str) for name in names):
            raise ValueError(f"documents: expected at most {MOST_DOCUMENTS} document ids")
        if not isinstance(self.comment, str) or len(self.comment) > LONGEST_CLEANED:
            raise ValueError(f"comment: expected a text of at most {LONGEST_CLEANED} characters")

    def line(self) -> str:
        """One line of JSON, with its end."""
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, line: bytes) -> Self:
        """The verdict of a line; raises ValueError with what is wrong with it."""
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ValueError("not JSON") from error
        try:
            names = fields["documents"]
            return cls(**{**fields, "documents": tuple(names) if type(names) is list else (None,)})
        except (TypeError, KeyError) as error:  # no object, or one with other fields
            raise ValueError("not a verdict") from error


def _check(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name}: expected one of {', '.join(map(str, allowed))}")


def _match(name: str, value: object, pattern: str) -> None:
    if not (isinstance(value, str) and re.fullmatch(pattern, value)):
        raise ValueError(f"{name}: expected {pattern}")
