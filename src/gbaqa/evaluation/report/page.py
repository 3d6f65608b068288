"""Write a result of `gbaqa eval` as one HTML file that needs no network and no other file."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Sized
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gbaqa.errors import SettingError
from gbaqa.evaluation.report.entries import TURN, Entry, entries, language_tag
from gbaqa.evaluation.report.failures import KINDS
from gbaqa.evaluation.report.plots import plots_of
from gbaqa.evaluation.report.tables import measures, worst_queries

REMEDY = "give --report another file"
FACTS = {  # of a result's config
    "documents": "Documents",
    "passages": "Passages",
    "encoder": "Encoder",
    "generation": "Index",
    "gbaqa": "gbaqa",
    "commit": "Commit",
    "command": "Command",
}
WARNINGS = {
    "missing_documents": "Documents that should answer are not in the index",
    "skipped": "Documents were left out, for they cannot be read",
}
NAMED = 10  # documents that a warning names


def check_report_file(path: Path) -> None:
    """Raises SettingError, before the long work, when no report can be written to `path`."""
    if not path.parent.is_dir():
        raise SettingError(f"{path.parent} is not a folder; make it, or {REMEDY}")
    if path.is_dir():
        raise SettingError(f"{path} is a folder, expected a file; {REMEDY}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise SettingError(f"{path} cannot be written: permission denied; {REMEDY}")


def write_report(result: Mapping[str, Any], path: Path) -> None:
    """Writes the page of an object that `gbaqa eval --json` prints; the same gives the same bytes.

    Raises SettingError when the file cannot be written.
    """
    page = report(result)
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror}; {REMEDY}") from error


def report(result: Mapping[str, Any]) -> str:
    """The page."""
    result = _without_surrogates(result)
    questions = entries(result.get("answers", {}).get("per_question", ()), name="question")
    turns = entries(result.get("dialogues", {}).get("per_turn", ()), name="turn", default_type=TURN)
    asked = [*questions, *turns]
    queries = result.get("retrieval", {}).get("per_query", {})
    page = _templates().get_template("report.html")
    return page.render(
        title=f"{result['dataset']}, split {result['split']}",
        facts=[
            *_counts({"Questions": questions, "Dialogue turns": turns, "Queries": queries}),
            *_facts(result.get("config", {})),
        ],
        warnings=list(_warnings(result.get("config", {}))),
        measures=list(measures(result)),
        plots=plots_of(result),
        questions=questions,
        turns=turns,
        choices=_choices(asked),
        queries=None if asked else worst_queries(queries),  # else the questions tell more
    )


def _without_surrogates(result: Mapping[str, Any]) -> dict[str, Any]:
    """Halves of characters, which JSON may hold and no file in UTF-8, become question marks."""
    text = json.dumps(result, ensure_ascii=False).encode("utf-8", "replace")
    clean: dict[str, Any] = json.loads(text)
    return clean


def _counts(parts: Mapping[str, Sized]) -> Iterator[tuple[str, str]]:
    return ((label, str(len(part))) for label, part in parts.items() if part)


def _facts(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the figures depend on, as far as the result says it."""
    return ((label, str(config[name])) for name, label in FACTS.items() if config.get(name))


def _warnings(config: Mapping[str, Any]) -> Iterator[str]:
    for name, what in WARNINGS.items():
        documents = config.get(name, ())
        if documents:
            more = ", ..." if len(documents) > NAMED else ""
            yield f"{what} ({len(documents)}): {', '.join(documents[:NAMED])}{more}"


def _choices(rows: Sequence[Entry]) -> dict[str, list[tuple[str, int]]]:
    """The values of each filter, with how many rows have them."""
    kinds = Counter(row.kind for row in rows)
    return {
        "failure": [(kind, kinds[kind]) for kind in sorted(kinds, key=_place)],
        "language": sorted(Counter(row.language for row in rows).items()),
        "type": sorted(Counter(row.type for row in rows if row.type).items()),
    }


def _place(kind: str) -> tuple[int, str]:
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), kind)


@cache
def _templates() -> Environment:
    # autoescape always: a template's name must not decide whether text can become markup
    environment = Environment(
        loader=PackageLoader("gbaqa.evaluation.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (_source(name) for name in ("report.css", "report.js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals.update(style=style, script=script, script_digest=f"sha256-{digest}")
    environment.filters.update(language_tag=language_tag)
    return environment


def _source(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")
