"""Read front matter or a sidecar and check it field by field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import yaml

from gbaqa.errors import DocumentError
from gbaqa.types import LANGUAGES

Fields = dict[str, str | tuple[str, ...]]

FENCE = "---"
LONGEST = 64 * 1024  # of a front matter or sidecar: YAML is read at a tenth of a megabyte a second
MOST_IN_FIELD = 20_000  # characters; aliases in YAML make gigabytes of a few lines
TEXT_FIELDS = (
    *("id", "title", "publisher", "date", "url", "language", "note"),
    *("source_language", "translation_of"),
)
LIST_FIELDS = ("topics", "also")
NULL = "tag:yaml.org,2002:null"  # what YAML makes of null, ~ and nothing at all
FURTHEST_AHEAD = timezone(timedelta(hours=14))  # where a day begins before it does anywhere else
# Letters, digits and - _ . in parts between slashes; no part begins with a full stop.
ID = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)*(?:/[^\W_][\w-]*(?:\.[\w-]+)*)*")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # what an escape in YAML can make, no file can hold
ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def split_front_matter(raw: str, *, name: str) -> tuple[str, int]:
    """The YAML between the opening fences ("" when there is none) and where the text begins.

    Raises DocumentError when a front matter is opened and never closed.
    """
    lines = raw.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != FENCE:
        return "", 0
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "".join(lines[1:number]), sum(map(len, lines[: number + 1]))
    raise DocumentError(
        f"{name}:1: front matter is opened by {FENCE} and never closed; add a line {FENCE} after it"
    )


def read_fields(source: str, *, name: str, first_line: int = 1) -> Fields:
    """Known fields with checked values; every fault names the file, the line and the field.

    `first_line` is the file's line on which `source` begins, from 1.
    """
    if len(source) > LONGEST:
        raise DocumentError(
            f"{name}:{first_line}: {len(source):,} characters of metadata, expected at most "
            f"{LONGEST:,}; shorten them"
        )
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise DocumentError(
            f"{name}:{line}: not YAML: {error.problem}; write 'field: value'"
        ) from error
    except yaml.YAMLError as error:  # a character that YAML forbids
        reason = " ".join(str(error).split())
        raise DocumentError(f"{name}:{first_line}: not YAML: {reason}") from error
    except RecursionError as error:
        raise DocumentError(
            f"{name}:{first_line}: lists within lists, too deep to read; write 'field: value'"
        ) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise DocumentError(f"{name}:{first_line}: front matter must be lines of 'field: value'")
    fields: dict[str, str | tuple[str, ...] | None] = {}
    for key, value in root.value:
        where = f"{name}:{first_line + key.start_mark.line}"
        if not isinstance(key, yaml.ScalarNode):
            raise DocumentError(f"{where}: a field's name must be one word, such as title")
        field = str(key.value)
        if field in fields:
            raise DocumentError(f"{where}: field {field!r} is given twice; keep one")
        fields[field] = _value(field, value, where)
    return {field: value for field, value in fields.items() if value is not None}


def _value(field: str, node: yaml.Node, where: str) -> str | tuple[str, ...] | None:
    if field not in (*TEXT_FIELDS, *LIST_FIELDS):
        known = ", ".join((*TEXT_FIELDS, *LIST_FIELDS))
        raise DocumentError(f"{where}: unknown field {field!r}; known are {known}")
    if node.tag == NULL:
        return None
    if field in LIST_FIELDS:
        parts = node.value if isinstance(node, yaml.SequenceNode) else None
        if parts is None or not all(isinstance(part, yaml.ScalarNode) for part in parts):
            raise DocumentError(f"{where}: field {field!r} must be a list, such as [tax, talent]")
        if sum(len(part.value) for part in parts) > MOST_IN_FIELD:
            raise DocumentError(_too_long(field, where))
        return tuple(_text(field, part, where) for part in parts if part.tag != NULL)
    if not isinstance(node, yaml.ScalarNode):
        raise DocumentError(f"{where}: field {field!r} must be one value, not a list or mapping")
    text = _text(field, node, where)
    problem = CHECKS[field](text) if field in CHECKS else ""
    if problem:
        raise DocumentError(f"{where}: field {field!r} is {text!r}, expected {problem}")
    return text


def _text(field: str, node: yaml.Node, where: str) -> str:
    text = str(node.value)
    if len(text) > MOST_IN_FIELD:
        raise DocumentError(_too_long(field, where))
    if HALF_CHARACTER.search(text):
        raise DocumentError(f"{where}: field {field!r} holds half a character; write it out")
    return text


def _too_long(field: str, where: str) -> str:
    return f"{where}: field {field!r} has more than {MOST_IN_FIELD:,} characters; shorten it"


def _id_problem(text: str) -> str:
    return "" if ID.fullmatch(text) else "letters, digits and - _ . in parts between slashes"


def _title_problem(text: str) -> str:
    return "" if text.strip() else "a title that is not empty; leave the field out otherwise"


def _date_problem(text: str) -> str:
    expected = "YYYY, YYYY-MM or YYYY-MM-DD; leave the field out when the date is unknown"
    if not ISO_DATE.fullmatch(text):
        return expected
    try:
        first_day = date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return expected
    today = datetime.now(FURTHEST_AHEAD).date()  # the writer's zone may be ahead of the machine's
    return "a date that is not in the future" if first_day > today else ""


def _url_problem(text: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s<>\"]+|", text) else "an address with http or https"


def _language_problem(text: str) -> str:
    return "" if text in LANGUAGES else "one of " + ", ".join(LANGUAGES)


CHECKS: dict[str, Callable[[str], str]] = {
    "id": _id_problem,
    "title": _title_problem,
    "date": _date_problem,
    "url": _url_problem,
    "language": _language_problem,
    "translation_of": _id_problem,
}
