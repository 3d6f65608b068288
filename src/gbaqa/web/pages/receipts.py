"""Tell of a document all that is known, and of a quote what it can be checked by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gbaqa.types import Collection, Document, Span
from gbaqa.web.pages.addresses import SOURCES, Addresses
from gbaqa.web.pages.tongues import data_language, title_language
from gbaqa.web.wording import OWN_NAMES, Words


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact: a text, its language, a page of ours, and the language of that."""

    text: str
    language: str = ""
    address: str = ""
    leads_to: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its values."""

    label: str
    values: tuple[Value, ...]


def facts(
    document: Document, collection: Collection, words: Words, addresses: Addresses
) -> list[Fact]:
    """What the file says of itself; what it does not say is left out, but for who and when."""
    told = {
        words["publisher"]: _publisher(document, words),
        words["date"]: (Value(document.date or words["undated"]),),
        words["page_page_count"]: _texts(str(len(document.pages) or "")),
        words["language"]: (Value(words[f"language_{document.language}"]),),
        words["page_original_language"]: _texts(_language_name(document.source_language, words)),
        words["page_other_languages"]: tuple(_twins(document, collection, addresses)),
        words["translation_of"]: tuple(_original(document, collection, addresses)),
        words["topics"]: tuple(_topics(document, addresses)),
        words["page_merged"]: tuple(_linked(one, collection, addresses) for one in document.also),
        words["note"]: _texts(document.note, document.language),
    }
    return [Fact(label, values) for label, values in told.items() if values]


def receipt(
    document: Document, span: Span | None, collection: Collection, words: Words
) -> list[Fact]:
    """What does not change unless the document does."""
    told: dict[str, tuple[Value, ...]] = {
        words["page_document_id"]: (Value(document.doc_id, code=True),),
        words["sha256"]: (Value(document.sha256, code=True),),
    }
    if span:
        told[words["page_offsets"]] = (Value(f"{span.start}–{span.end}", code=True),)
        told[words["page_page"]] = _texts(_page(document, span, words))
        told[words["page_passage_id"]] = tuple(_passages(document, span, collection))
    return [Fact(label, values) for label, values in told.items() if values]


def _page(document: Document, span: Span, words: Words) -> str:
    """On which page the quote begins, of how many; "" where there are none."""
    page = document.page_of(span.start)
    return words["page_of_pages"].format(page=page, pages=len(document.pages)) if page else ""


def _texts(text: str, language: str = "") -> tuple[Value, ...]:
    return (Value(text, language),) if text else ()


def _publisher(document: Document, words: Words) -> tuple[Value, ...]:
    if not document.publisher:
        return (Value(words["no_publisher"]),)
    return (Value(document.publisher, data_language(document.publisher)),)


def _language_name(language: str, words: Words) -> str:
    """The language's name where the words have it, else its tag."""
    return words.get(f"language_{language}") or words.get(f"page_language_{language}") or language


def _twins(document: Document, collection: Collection, addresses: Addresses) -> Iterator[Value]:
    """The other languages of a document, each under its own name."""
    for other in collection.other_languages(document):
        if other.doc_id != document.translation_of:
            name = OWN_NAMES[other.language]
            address = addresses.document(other.doc_id)
            yield Value(name, other.language, address, other.language)


def _original(document: Document, collection: Collection, addresses: Addresses) -> Iterator[Value]:
    if document.translation_of:
        yield _linked(document.translation_of, collection, addresses)


def _linked(doc_id: str, collection: Collection, addresses: Addresses) -> Value:
    """A document by its title, or by its id where it is not held."""
    document = collection.documents.get(doc_id)
    if document is None:
        return Value(doc_id, code=True)
    address = addresses.document(doc_id)
    return Value(document.title, title_language(document), address, document.language)


def _topics(document: Document, addresses: Addresses) -> Iterator[Value]:
    for topic in document.topics:
        address = addresses.to(SOURCES, {"topic": topic})
        yield Value(topic, data_language(topic), address)


def _passages(document: Document, span: Span, collection: Collection) -> Iterator[Value]:
    """The passages that hold the whole quote: one, or two that overlap."""
    for passage in collection.passages_of(document.doc_id):
        if passage.span.start <= span.start and span.end <= passage.span.end:
            yield Value(passage.passage_id, code=True)
