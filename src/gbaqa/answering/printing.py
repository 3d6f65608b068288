"""Write an exchange as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.wordings import label, label_of_notice, labelled, unnamed
from gbaqa.answering.writing.writing import Written
from gbaqa.text.hidden import visible
from gbaqa.types import Citation, Language, NoAnswer, Sentence


def as_text(exchange: Exchange) -> str:
    """Sentences with their markers, remarks on the sources, what was searched, then the sources.

    Of what a language model wrote, the sentences that were kept come first, with what was left
    out; of a question that has no answer, the reason, the questions to choose from and the
    nearest passages. Labels are in the language of the question.
    """
    reply = exchange.reply
    language = reply.query.language
    searched = searched_lines(exchange.also_searched, language)
    if isinstance(reply, NoAnswer):
        sources = [_source(one, language) for one in reply.nearest]
        return "\n".join([*_refusal(reply), *searched, "", *sources]).rstrip()
    sentences = [_sentence(one) for one in reply.sentences]
    remarks = [
        labelled(label_of_notice(one.kind, language), _marked(one.text, one.markers), language)
        for one in reply.notices
    ]
    written = _written(exchange.written, language) if exchange.written else []
    sources = [_source(one, language) for one in reply.citations]
    return "\n".join([*written, *sentences, *remarks, *searched, "", *sources])


def asked_as(exchange: Exchange) -> str:
    """What a follow-up was asked as, with the words taken from before; "" for no follow-up."""
    language = exchange.reply.query.language
    whole = _one_line(exchange.completed)
    told = labelled(label("asked-as", language), whole, language) if whole else ""
    taken = label("comma", language).join(map(_one_line, exchange.carried_over))
    if not taken:
        return told
    name = label("taken", language)
    if not told:
        return labelled(name, taken, language)
    taken = labelled(name[0].lower() + name[1:], taken, language)
    return told + label("open", language) + taken + label("close", language)


def searched_lines(also_searched: str, language: Language) -> list[str]:
    """The line that tells the words searched besides those of the question, or in their place."""
    if not also_searched:
        return []
    return [labelled(label("searched", language), _one_line(also_searched), language)]


def _refusal(reply: NoAnswer) -> list[str]:
    language = reply.query.language
    nearest = [f"[{one.marker}] {_one_line(one.quote)}" for one in reply.nearest]
    return [
        _marked(reply.reason.text, reply.reason.markers),
        *(f"- {_one_line(choice)}" for choice in reply.reason.choices),
        *([labelled(label("nearest", language), "", language)] if nearest else []),
        *nearest,
    ]


def _written(written: Written, language: Language) -> list[str]:
    if written.failed:
        return [labelled(label("failed", language), _one_line(written.failed), language), ""]
    by = labelled(label("written", language, model=_one_line(written.model)), "", language)
    kept = [_sentence(one) for one in written.sentences]
    dropped = [
        labelled(
            label("left-out", language),
            _one_line(one.text)
            + label("open", language)
            + _one_line(one.reason)
            + label("close", language),
            language,
        )
        for one in written.dropped
    ]
    return [*([by, *kept] if kept else []), *dropped, ""]


def _one_line(text: str) -> str:
    """Nothing of it is an order to the terminal."""
    return visible(" ".join(text.split()))


def _sentence(sentence: Sentence) -> str:
    return _one_line(sentence.text) + _markers(sentence.markers)


def _marked(text: str, markers: Sequence[int]) -> str:
    line = _one_line(text)
    return line + _markers(unnamed(line, markers))


def _markers(markers: Sequence[int]) -> str:
    return "".join(f" [{marker}]" for marker in markers)


def _source(citation: Citation, language: Language) -> str:
    date = citation.date or label("no-date", language)
    page = label("page", language, page=str(citation.page)) if citation.page else ""
    facts = (citation.title, citation.publisher, date, page)
    known = label("comma", language).join(filter(None, facts))
    return _one_line(f"[{citation.marker}] {known} {citation.url}")
