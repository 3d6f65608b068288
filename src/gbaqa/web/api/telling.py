"""Tell an exchange as a text with markers and a list of its sources, and read such a text again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.wordings import label, label_of_notice, labelled, unnamed
from gbaqa.answering.writing.writing import Written
from gbaqa.text.escaping import plain
from gbaqa.types import Answer, Citation, Language, NoAnswer, Sentence
from gbaqa.web.wording import read_words

PARAGRAPH = "\n\n"
WEB_SCHEMES = ("http", "https")
MARKED = re.compile(r"(.*?)(?: \[\d{1,4}\])+")  # a line that ends with markers
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
IN_ADDRESS = "%/:=&?~#+!$,'@*"  # kept as they are; brackets would end a link in Markdown


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the list of sources; `quote` is "" where the text above has quoted it."""

    marker: int
    title: str
    about: str
    document: str
    original: str
    quote: str


@dataclass(frozen=True, slots=True)
class Style:
    """How text that nobody vouches for, a label and a source are written."""

    text: Callable[[str], str]
    label: Callable[[str], str]
    source: Callable[[Source, Language], str]


def told(exchange: Exchange, *, base: str, style: Style) -> str:
    """The whole text; `base` is the server's own address, with a stroke at its end."""
    return PARAGRAPH.join(paragraphs(exchange, base=base, style=style))


def paragraphs(exchange: Exchange, *, base: str, style: Style) -> list[str]:
    """Quoted sentences, notices, what was searched, sources; labels in the question's language.

    For "not found": the reason, the questions to choose from, the nearest passages. What a
    language model wrote comes first. `quoted` knows the quoted sentences by their markers.
    """
    reply, language = exchange.reply, exchange.reply.query.language
    asides = [style.text(line) for line in _asides(exchange)]
    if isinstance(reply, NoAnswer):
        near = [_source(one, language, base) for one in reply.nearest]
        listed = _listed(label("nearest", language), near, style, language)
        return [*_refusal(reply, style), *asides, *listed]
    written = [_written(exchange.written, style, language)] if exchange.written else []
    quotes = "\n".join(_sentence(one, style) for one in reply.sentences)
    cited = [replace(_source(one, language, base), quote="") for one in reply.citations]
    listed = _listed(label("sources", language), cited, style, language)
    return [*written, quotes, *_notices(reply, style), *asides, *listed]


def quoted(text: str) -> str:
    r"""The quoted sentences of a Markdown text of `paragraphs`, without markers; "" where none are.

    They are the first paragraph whose every line ends with a marker: a refusal has none.

    >>> quoted("One. [1]\nTwo \\[a\\]. [2] [3]\n\n**Note:** Of 2019. [1]\n\n1. [T](x) – P, 2019")
    'One.\nTwo [a].'
    """
    for paragraph in text.replace("\r\n", "\n").split(PARAGRAPH):
        lines = [MARKED.fullmatch(line.strip()) for line in paragraph.strip().split("\n")]
        if all(lines):
            return "\n".join(ESCAPED.sub(r"\1", line[1]) for line in lines if line)
    return ""


def source_link(base: str, doc_id: str, start: int, end: int) -> str:
    """The absolute address of a document's page, at a stretch of its text."""
    return f"{base}source/{quote(doc_id)}?start={start}&end={end}#quote"


def web_link(url: str) -> str:
    """The address where a browser may be sent there, else "": a link can hold a script.

    >>> web_link("https://example.org/a(1).pdf"), web_link("javascript:alert(1)")
    ('https://example.org/a%281%29.pdf', '')
    """
    try:
        return quote(url, safe=IN_ADDRESS) if urlsplit(url).scheme in WEB_SCHEMES else ""
    except ValueError:  # brackets that enclose no IPv6 address
        return ""


def as_one_line(text: str) -> str:
    """Without the line ends of its file."""
    return " ".join(text.split())


def _markdown_source(source: Source, language: Language) -> str:
    quote_of = f": “{plain(source.quote)}”" if source.quote else ""
    title, about = plain(source.title), plain(source.about)
    line = f"{source.marker}. [{title}]({source.document}) – {about}"
    if source.original:
        line += f" · [{read_words(language)['original']}]({source.original})"
    return line + quote_of


def _plain_source(source: Source, language: Language) -> str:
    lines = [f"[{source.marker}] {as_one_line(source.title)} – {as_one_line(source.about)}"]
    if source.quote:
        lines.append(f"“{as_one_line(source.quote)}”")
    lines.append(source.document)
    if source.original:
        lines.append(f"{read_words(language)['original']}: {source.original}")
    return "\n    ".join(lines)


MARKDOWN = Style(plain, "**{}**".format, _markdown_source)
PLAIN = Style(as_one_line, str, _plain_source)


def _sentence(sentence: Sentence, style: Style) -> str:
    return _marked(style.text(sentence.text), sentence.markers)


def _marked(text: str, markers: Sequence[int]) -> str:
    return " ".join([text, *(f"[{marker}]" for marker in markers)])


def _notices(reply: Answer, style: Style) -> Iterator[str]:
    language = reply.query.language
    for one in reply.notices:
        text = _marked(style.text(one.text), unnamed(as_one_line(one.text), one.markers))
        yield labelled(style.label(label_of_notice(one.kind, language)), text, language)


def _refusal(reply: NoAnswer, style: Style) -> Iterator[str]:
    """No line ends with a marker, so that `quoted` takes none of them for an answer."""
    reason, words = reply.reason, read_words(reply.query.language)
    markers = unnamed(as_one_line(reason.text), reason.markers)
    after = words["told_next" if reply.nearest else "nothing_near"]
    yield f"{_marked(style.text(reason.text), markers)} {after}"
    if reason.choices:
        yield style.label(words["told_choices"])
        yield "\n".join(f"- {style.text(choice)}" for choice in reason.choices)


def _listed(heading: str, sources: Sequence[Source], style: Style, language: Language) -> list[str]:
    lines = "\n".join(style.source(source, language) for source in sources)
    return [style.label(heading), lines] if lines else []


def _source(citation: Citation, language: Language, base: str) -> Source:
    date = citation.date or label("no-date", language)
    return Source(
        marker=citation.marker,
        title=citation.title,
        about=label("comma", language).join(filter(None, (citation.publisher, date))),
        document=source_link(base, citation.doc_id, citation.span.start, citation.span.end),
        original=web_link(citation.url),
        quote=citation.quote,
    )


def _asides(exchange: Exchange) -> Iterator[str]:
    """What a follow-up took along, and what was searched besides the question."""
    language = exchange.reply.query.language
    taken = label("comma", language).join(exchange.carried_over)
    for name, text in (
        (label("asked-as", language), exchange.completed),
        (label("taken", language), taken),
        (label("searched", language), exchange.also_searched),
    ):
        if text:
            yield labelled(name, text, language)


def _written(written: Written, style: Style, language: Language) -> str:
    """What a language model wrote and the quotes support, under a line that says so."""
    if written.failed:
        return labelled(label("failed", language), style.text(written.failed), language)
    heading = labelled(label("written", language, model=style.text(written.model)), "", language)
    return "\n".join([heading, *(_sentence(one, style) for one in written.sentences)])
