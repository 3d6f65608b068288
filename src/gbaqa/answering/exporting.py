"""Write an answer as a Markdown file that holds its own proof, and tell whether one was changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gbaqa.answering.wordings import label, label_of_notice, labelled, unnamed
from gbaqa.text.escaping import plain, web_link
from gbaqa.types import Language

COMMAND = "`gbaqa verify FILE`"
LEAST_FENCE = 3  # backticks
BLOCK = re.compile(r"^(?P<fence>`{3,})json\n(?P<json>.*?)\n(?P=fence)$", re.MULTILINE | re.DOTALL)
SHOWN = 60  # characters of a line that was changed


def as_markdown(answer: Mapping[str, Any]) -> str:
    """An answer object without faults (`receipts.as_json`) as Markdown, and the whole object in it.

    The same object always gives the same text. What documents, the question and a language model
    say shows as they say it: none of it is markup. `read_answer` reads the object again.
    """
    parts = [f"# {plain(answer['question'])}", *_asked_as(answer)]
    parts += _answered(answer) if answer["status"] == "answered" else _not_found(answer)
    language = answer["language"]
    how = label("how-to-check", language, command=COMMAND)
    parts += [f"## {label('check', language)}", how, _block(answer)]
    return "\n\n".join(parts) + "\n"


def read_answer(raw: bytes) -> tuple[Any, str]:
    """What is to be an answer object and, where it stands in an exported file, the file's text.

    The text is "" for an object by itself. Raises ValueError for what is neither.
    """
    text = raw.decode(errors="surrogateescape")  # what is no text is in no honest file
    found = BLOCK.search(text)  # in JSON by itself no line can begin so
    return (json.loads(found["json"]), text) if found else (json.loads(raw), "")


def changed_line(text: str, answer: Mapping[str, Any]) -> str:
    """What was changed in the exported file of an answer without faults; "" where nothing was."""
    made, found = as_markdown(answer).split("\n"), text.split("\n")
    for number, (ours, theirs) in enumerate(zip(made, found, strict=False), start=1):
        if ours != theirs:
            return f"line {number} is {_short(theirs)}, the answer in the file makes {_short(ours)}"
    if len(made) == len(found):
        return ""
    kind = "missing" if len(found) < len(made) else "no part of the answer in the file"
    return f"line {min(len(made), len(found)) + 1} is {kind}"


def _short(line: str) -> str:
    return repr(line if len(line) <= SHOWN else line[:SHOWN] + "…")


def _asked_as(answer: Mapping[str, Any]) -> Iterator[str]:
    language, complete = answer["language"], answer["standalone_question"]
    if complete != answer["question"]:
        yield labelled(label("asked-as", language), plain(complete), language)


def _answered(answer: Mapping[str, Any]) -> Iterator[str]:
    language = answer["language"]
    yield from _written(answer.get("written"), language)
    yield from map(_sentence, answer["sentences"])
    notices = [_notice(one, language) for one in answer["notices"]]
    yield from _list(notices)
    yield from _searched(answer)
    yield f"## {label('sources', language)}"
    yield _numbered([_source(one, language) for one in answer["citations"]])


def _not_found(answer: Mapping[str, Any]) -> Iterator[str]:
    language, reason = answer["language"], answer["reason"]
    yield _marked(reason["text"], reason["markers"])
    yield from _list([plain(choice) for choice in reason["choices"]])
    yield from _searched(answer)
    if answer["nearest"]:
        yield f"## {label('nearest', language)}"
        yield _numbered(
            [f"{plain(one['quote'])}\\\n   {_source(one, language)}" for one in answer["nearest"]]
        )


def _written(written: Mapping[str, Any] | None, language: Language) -> Iterator[str]:
    """What a language model made of the quotes, which stand below it."""
    if not written:
        return
    if "failed" in written:
        yield labelled(label("failed", language), plain(written["failed"]), language)
        return
    if written["sentences"]:
        yield labelled(label("written", language, model=plain(written["model"])), "", language)
        yield from map(_sentence, written["sentences"])
    name, opening, closing = (label(one, language) for one in ("left-out", "open", "close"))
    dropped = (
        plain(one["text"]) + opening + plain(one["reason"]) + closing for one in written["dropped"]
    )
    yield from _list([labelled(name, one, language) for one in dropped])


def _searched(answer: Mapping[str, Any]) -> Iterator[str]:
    if answer.get("also_searched"):
        language = answer["language"]
        yield labelled(label("searched", language), plain(answer["also_searched"]), language)


def _sentence(sentence: Mapping[str, Any]) -> str:
    return plain(sentence["text"]) + _markers(sentence["markers"])


def _notice(notice: Mapping[str, Any], language: Language) -> str:
    name = f"**{label_of_notice(notice['kind'], language)}**"
    return labelled(name, _marked(notice["text"], notice["markers"]), language)


def _marked(text: str, markers: Sequence[int]) -> str:
    return plain(text) + _markers(unnamed(text, markers))


def _markers(markers: Sequence[int]) -> str:
    return "".join(f" [{marker}]" for marker in markers)


def _source(citation: Mapping[str, Any], language: Language) -> str:
    date = citation["date"] or label("no-date", language)
    page = label("page", language, page=str(citation["page"])) if "page" in citation else ""
    known = map(plain, filter(None, (citation["title"], citation["publisher"], date, page)))
    return f"{label('comma', language).join(known)} {web_link(citation['url'])}".rstrip()


def _list(items: Sequence[str]) -> Iterator[str]:
    if items:
        yield "\n".join(f"- {item}" for item in items)


def _numbered(items: Sequence[str]) -> str:
    """Numbered as the markers are, which are counted out from 1."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def _block(answer: Mapping[str, Any]) -> str:
    """The object in a fence that no run of backticks in it can close."""
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1)
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(LEAST_FENCE, longest + 1)
    return f"{fence}json\n{text}\n{fence}"
