"""The conversation that the browser sends back, as turns: bounded, and text only."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from gbaqa.types import Turn
from gbaqa.web.wording import Words

MAX_SHOWN = 40  # turns of one conversation; guards.LIMITS lets their text through
MAX_READ = 8  # turns that a follow-up may refer to
MAX_LENGTH = 4000  # characters of one question or answer that are read

PARAGRAPH = "\n\n"
ASIDES = (  # texts that begin what composing.py puts before the quoted sentences
    "asked_alone",
    "asked_as",
    "asked_as_with",
    "taken_along",
    "written_by",
    "written_nothing",
    "not_written",
)
MARKER = re.compile(r" \[\d+\]")
# what html.unescape would read as a character reference
REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def as_markup(text: str) -> str:
    """Markup that shows the text: Gradio takes messages for HTML even without Markdown.

    As little as possible is escaped, because Gradio's copy button copies the markup.

    >>> as_markup("R&D < 3 &lt; x"), html.unescape("R&D &lt; 3 &amp;lt; x")
    ('R&D &lt; 3 &amp;lt; x', 'R&D < 3 &lt; x')
    """
    return REFERENCE.sub(_escaped, text).replace("<", "&lt;")


def _escaped(reference: re.Match[str]) -> str:
    found = reference[0]
    return found if html.unescape(found) == found else "&amp;" + found[1:]


def questions_asked(conversation: Sequence[Mapping[str, Any]]) -> int:
    """How many questions the conversation holds."""
    return sum(message.get("role") == "user" for message in conversation)


def turns_of(conversation: Sequence[Mapping[str, Any]], *, words: Words) -> tuple[Turn, ...]:
    """The last turns, each a question and the sentences that answered it.

    What was asked before a question that was asked by itself is left aside.
    """
    turns: list[Turn] = []
    for asked, answered in pairwise(conversation):
        if (asked.get("role"), answered.get("role")) == ("user", "assistant"):
            shown = _text(answered)
            if shown.startswith(words["asked_alone"]):
                turns = []
            turns.append(Turn(_text(asked)[:MAX_LENGTH], _answer(shown, words)[:MAX_LENGTH]))
    return tuple(turns[-MAX_READ:])


def _text(message: Mapping[str, Any]) -> str:
    """A message's text; Gradio sends a string or a list of parts, of which files are left out."""
    content = message.get("content")
    parts = content if isinstance(content, list) else [content]
    texts = (part.get("text") if isinstance(part, Mapping) else part for part in parts)
    return html.unescape("".join(text for text in texts if isinstance(text, str)))


def _answer(shown: str, words: Words) -> str:
    """The quoted sentences of a message that composing.py wrote; "" when it holds none."""
    asides = tuple(words[name].partition("{")[0] for name in ASIDES)
    body = next((part for part in shown.split(PARAGRAPH) if not part.startswith(asides)), "")
    refused = {words["not_found_next"], words["nothing_near"]} & set(body.split("\n"))
    failures = (words["failed"], words["long_conversation"])
    return "" if refused or body.startswith(failures) else MARKER.sub("", body)
