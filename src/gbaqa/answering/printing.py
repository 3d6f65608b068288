"""Write an exchange as plain text, for a terminal."""

from __future__ import annotations

from gbaqa.answering.asking import Exchange, replaces_question
from gbaqa.types import Answer, Citation, Language


def as_text(exchange: Exchange) -> str:
    """Sentences with their markers, remarks on the sources, what was searched, then the sources."""
    reply = exchange.reply
    searched = searched_lines(exchange.also_searched, reply.query.language)
    if isinstance(reply, Answer):
        sentences = [_one_line(one.text) + _markers(one.markers) for one in reply.sentences]
        remarks = [f"Note: {one.text}{_markers(one.markers)}" for one in reply.notices]
        return "\n".join([*sentences, *remarks, *searched, "", *map(_source, reply.citations)])
    nearest = [f"[{one.marker}] {_one_line(one.quote)}" for one in reply.nearest]
    head = ["The documents do not say.", *(["Nearest passages:"] if nearest else [])]
    return "\n".join([*head, *nearest, *searched, "", *map(_source, reply.nearest)]).rstrip()


def searched_lines(also_searched: str, language: Language) -> list[str]:
    """The line that tells the words searched besides those of the question, or in their place."""
    if not also_searched:
        return []
    label = "Searched for:" if replaces_question(language) else "Also searched:"
    return [f"{label} {_one_line(also_searched)}"]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _markers(markers: tuple[int, ...]) -> str:
    return "".join(f" [{marker}]" for marker in markers)


def _source(citation: Citation) -> str:
    known = (citation.title, citation.publisher, citation.date or "undated")
    return f"[{citation.marker}] {', '.join(filter(None, known))} {citation.url}".rstrip()
