"""Write an exchange as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from gbaqa.answering.asking import Exchange, replaces_question
from gbaqa.answering.writing.writing import Written
from gbaqa.types import Citation, Language, NoAnswer, Sentence

LABELS = MappingProxyType(
    {
        "conflict": "Sources differ",
        "superseded": "Newer figure",
        "older-than": "Older source",
        "undated": "No date",
        "stated-as-is": "Note",
    }
)
OTHER_LABEL = "Note"


def as_text(exchange: Exchange) -> str:
    """Sentences with their markers, remarks on the sources, what was searched, then the sources.

    Of what a language model wrote, the sentences that were kept come first, with what was left
    out; of a question that has no answer, the reason, the questions to choose from and the
    nearest passages.
    """
    reply = exchange.reply
    searched = searched_lines(exchange.also_searched, reply.query.language)
    if isinstance(reply, NoAnswer):
        return "\n".join([*_refusal(reply), *searched, "", *map(_source, reply.nearest)]).rstrip()
    sentences = [_sentence(one) for one in reply.sentences]
    remarks = [
        f"{LABELS.get(one.kind, OTHER_LABEL)}: {_marked(one.text, one.markers)}"
        for one in reply.notices
    ]
    written = _written(exchange.written) if exchange.written else []
    return "\n".join(
        [*written, *sentences, *remarks, *searched, "", *map(_source, reply.citations)]
    )


def asked_as(exchange: Exchange) -> str:
    """What a follow-up was asked as, with the words taken from before; "" for no follow-up."""
    told = f"Asked as: {_one_line(exchange.completed)}" if exchange.completed else ""
    taken = ", ".join(map(_one_line, exchange.carried_over))
    if not taken:
        return told
    return f"{told} (taken from before: {taken})" if told else f"Taken from before: {taken}"


def searched_lines(also_searched: str, language: Language) -> list[str]:
    """The line that tells the words searched besides those of the question, or in their place."""
    if not also_searched:
        return []
    label = "Searched for:" if replaces_question(language) else "Also searched:"
    return [f"{label} {_one_line(also_searched)}"]


def unnamed(text: str, markers: Sequence[int]) -> tuple[int, ...]:
    """The markers that a text does not name itself, and that have to stand behind it.

    >>> unnamed("The sources do not agree: 23 [1], 25 [2].", (1, 2, 3))
    (3,)
    """
    return tuple(marker for marker in markers if f"[{marker}]" not in text)


def _refusal(reply: NoAnswer) -> list[str]:
    nearest = [f"[{one.marker}] {_one_line(one.quote)}" for one in reply.nearest]
    return [
        _marked(reply.reason.text, reply.reason.markers),
        *(f"- {_one_line(choice)}" for choice in reply.reason.choices),
        *(["Nearest passages:"] if nearest else []),
        *nearest,
    ]


def _written(written: Written) -> list[str]:
    if written.failed:
        return [f"No answer was written: {_one_line(written.failed)}", ""]
    label = (
        f"Written by {_one_line(written.model)} from the quotes below; "
        "each sentence was checked against them:"
    )
    kept = [_sentence(one) for one in written.sentences]
    dropped = [
        f"Left out: {_one_line(one.text)} ({_one_line(one.reason)})" for one in written.dropped
    ]
    return [*([label, *kept] if kept else []), *dropped, ""]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(sentence: Sentence) -> str:
    return _one_line(sentence.text) + _markers(sentence.markers)


def _marked(text: str, markers: Sequence[int]) -> str:
    line = _one_line(text)
    return line + _markers(unnamed(line, markers))


def _markers(markers: Sequence[int]) -> str:
    return "".join(f" [{marker}]" for marker in markers)


def _source(citation: Citation) -> str:
    known = (citation.title, citation.publisher, citation.date or "undated")
    return f"[{citation.marker}] {', '.join(filter(None, known))} {citation.url}".rstrip()
