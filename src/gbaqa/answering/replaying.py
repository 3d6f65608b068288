"""Replay an answer: its own digest, and every claim that documents can prove or refute."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, get_args

from gbaqa.answering.citing import NEAREST
from gbaqa.answering.notices import notices
from gbaqa.answering.shaping import (
    NUMBERS,
    STATUSES,
    TEXTS,
    all_markers,
    all_texts,
    is_object,
    names,
    shape_faults,
)
from gbaqa.answering.writing.supporting import Support
from gbaqa.answering.writing.writing import faults_of_written
from gbaqa.documents.reading import Corpus
from gbaqa.indexing.building import corpus_digest
from gbaqa.indexing.manifest import FORMAT_VERSION, Manifest
from gbaqa.indexing.traits import DEFAULT_ENCODER, default_traits
from gbaqa.types import Citation, Document, ReasonKind, Span

CITATION_FIELDS = frozenset((*NUMBERS, *TEXTS, "translation_of", "key"))
SOMETIMES = frozenset({"page"})  # of a document that has pages
SENTENCE_FIELDS = frozenset({"text", "markers"})
UNSEALED = ("sha256", "timings_ms")  # the digest itself, and what differs from run to run
ASK_AGAIN = "ask the question again with gbaqa ask --json"


def digest(answer: Mapping[str, Any]) -> str:
    """SHA-256 of an answer's canonical JSON, `sha256` and `timings_ms` left out.

    Canonical: keys sorted, no white space, UTF-8. Raises ValueError for what is no JSON.

    >>> digest({"status": "answered", "timings_ms": {"total": 1.5}})[:8]
    '4698a5f8'
    >>> digest({"n": 1}) == digest({"n": 1.0})
    False
    """
    sealed = {name: value for name, value in answer.items() if name not in UNSEALED}
    return hashlib.sha256(_canonical(sealed).encode()).hexdigest()


def generation_of(corpus: Corpus, *, encoder_name: str, dimension: int | None = None) -> str | None:
    """The generation that these documents make; None where only loading the encoder would tell."""
    if encoder_name != DEFAULT_ENCODER:
        return None
    return Manifest(
        format_version=FORMAT_VERSION,
        encoder=encoder_name,
        **asdict(default_traits(dimension)),
        documents=0,
        passages=0,
        units=0,
        corpus_digest=corpus_digest(corpus.reads, corpus.glossary),
        files={},
    ).generation()


def faults(
    answer: object, documents: Mapping[str, Document], *, generation: str | None = None
) -> list[str]:
    """Why an answer does not hold against the documents as they are now; empty when it does.

    Every citation is replayed: the document's digest and metadata, the offsets, the quote. Every
    sentence must be the quotes that its markers name, every citation must be used, in the order
    of the markers, and the notices must be those that the cited documents call for. What no
    document can refute, such as the confidence, is held by the answer's digest alone.
    `generation` is the one that the documents belong to: an answer of another is stale.
    """
    if not isinstance(answer, Mapping):
        return ["not an answer: expected one JSON object, as gbaqa ask --json prints it"]
    if answer.get("status") not in STATUSES:
        return [f"status is {answer.get('status')!r}, expected one of {', '.join(STATUSES)}"]
    if "sha256" not in answer:
        return [f"sha256 is missing: an answer of an earlier version, or a cut one; {ASK_AGAIN}"]
    try:
        sealed = digest(answer)
    except (ValueError, RecursionError):  # NaN, half a surrogate pair, lists within lists
        return [f"not an answer: it holds what JSON in UTF-8 cannot; {ASK_AGAIN}"]
    found = [*shape_faults(answer)] or [
        *_citations(answer["citations"], documents, "citation"),
        *_citations(answer["nearest"], documents, "nearest"),
        *_sentences(answer),
        *_reason(answer),
        *_stale(answer, generation),
    ]
    found = found or [*_notices(answer, documents), *_written(answer)]
    if answer["sha256"] != sealed:
        found.append(
            f"the answer's SHA-256 is {sealed[:12]}, sha256 says {str(answer['sha256'])[:12]}: "
            f"it was changed after it was written; {ASK_AGAIN}"
        )
    return found


def _canonical(value: object) -> str:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _citations(
    citations: list[Mapping[str, Any]], documents: Mapping[str, Document], kind: str
) -> Iterator[str]:
    for number, citation in enumerate(citations, start=1):
        if citation.get("marker") != number:
            yield f"{kind} {number} has marker {citation.get('marker')!r}, expected {number}"
        for fault in _citation_faults(citation, documents):
            yield f"{kind} {number}: {fault}"
    places = [tuple(map(one.get, ("doc_id", "start", "end"))) for one in citations]
    for number, place in enumerate(places, start=1):
        if place in places[: number - 1]:
            yield f"{kind} {number} cites what {kind} {places.index(place) + 1} does"
    if kind == "nearest" and len(citations) > NEAREST:
        yield f"there are {len(citations)} nearest citations, expected at most {NEAREST}"


def _citation_faults(
    citation: Mapping[str, Any], documents: Mapping[str, Document]
) -> Iterator[str]:
    misshapen = [*names(citation, CITATION_FIELDS, SOMETIMES)] or [
        f"{field} is {citation[field]!r}, expected {kind.__name__}"
        for fields, kind in ((NUMBERS, int), (TEXTS, str))
        for field in fields
        if type(citation[field]) is not kind
    ]
    if misshapen:
        yield misshapen[0]
    elif citation["doc_id"] not in documents:
        yield f"document {citation['doc_id']!r} is not in the corpus"
    else:
        document = documents[citation["doc_id"]]
        yield from _quote_faults(citation, document)
        yield from _metadata_faults(citation, document)


def _quote_faults(citation: Mapping[str, Any], document: Document) -> Iterator[str]:
    if citation["doc_sha256"] != document.sha256:
        yield (
            f"document {document.doc_id!r} has SHA-256 {document.sha256[:12]}, "
            f"the citation says {citation['doc_sha256'][:12]}: it was changed since, or is another"
        )
    start, end = citation["start"], citation["end"]
    if not 0 <= start < end <= len(document.text):
        yield f"[{start}, {end}) is not within the {len(document.text)} characters of the text"
    elif document.text[start:end] != citation["quote"]:
        yield f"the text at [{start}, {end}) is not the quote"
    key = citation["key"]
    if key is not None and not _is_within(key, start, end):
        yield f"key is {key!r}, expected null or a stretch within [{start}, {end})"


def _is_within(key: Any, start: int, end: int) -> bool:  # noqa: ANN401  # as above
    return (
        is_object(key, {"start", "end"})
        and all(type(at) is int for at in key.values())
        and bool(start <= key["start"] < key["end"] <= end)
    )


def _metadata_faults(citation: Mapping[str, Any], document: Document) -> Iterator[str]:
    if not re.fullmatch(re.escape(document.doc_id) + "#[0-9]{4,}", citation["passage_id"]):
        yield f"passage {citation['passage_id']!r} is not of document {document.doc_id!r}"
    for field in ("title", "publisher", "date", "url", "translation_of"):
        found, expected = citation[field], getattr(document, field)
        if found != expected:
            yield f"{field} is {found!r}, the document's is {expected!r}"
    page = document.page_of(citation["start"])
    if ("page" in citation) != (page is not None) or not _is_number(citation.get("page"), page):
        yield f"page is {citation.get('page')!r}, the document's is {page!r}"


def _is_number(found: object, expected: int | None) -> bool:
    return type(found) is type(expected) and found == expected  # True and 1.0 are 1 to Python


def _sentences(answer: Mapping[str, Any]) -> Iterator[str]:
    # markers are counted out from 1: one that is not has been told as a fault of its citation
    quotes = dict(enumerate((one.get("quote") for one in answer["citations"]), start=1))
    used: list[int] = []
    for number, sentence in enumerate(answer["sentences"], start=1):
        name = f"sentence {number}"
        yield from (f"{name}: {fault}" for fault in names(sentence, SENTENCE_FIELDS))
        markers = sentence.get("markers")
        yield from _markers(markers, quotes, name, "citation")
        if not all_markers(markers):
            continue
        if not markers:
            yield f"{name} has no marker"
        used += markers
        for marker in markers:
            if marker in quotes and sentence.get("text") != quotes[marker]:
                yield f"{name} is not the quote of citation {marker}"
    for marker in sorted(quotes.keys() - used):
        yield f"citation {marker} is used by no sentence"
    if used != sorted(set(used)):
        yield f"the sentences have the markers {used}, expected each once and in order"


def _markers(
    markers: Any,  # noqa: ANN401  # as above
    borne: Mapping[int, object],
    name: str,
    kind: str,
) -> Iterator[str]:
    """Faults of markers that must be whole numbers, none twice, each borne by a citation."""
    if not all_markers(markers):
        yield f"{name} has markers {markers!r}, expected a list of whole numbers"
        return
    if len(set(markers)) < len(markers):
        yield f"{name} names a marker twice: {markers!r}"
    for marker in markers:
        if marker not in borne:
            yield f"{name} has marker {marker}, which no {kind} bears"


def _reason(answer: Mapping[str, Any]) -> Iterator[str]:
    if answer["status"] != "not_found":
        return
    reason = answer["reason"]
    if not is_object(reason, {"kind", "text", "choices", "markers"}):
        yield f"reason is {reason!r}, expected kind, text, choices and markers"
        return
    if reason["kind"] not in get_args(ReasonKind):
        yield f"the reason's kind is {reason['kind']!r}, expected one of {get_args(ReasonKind)}"
    if not isinstance(reason["text"], str) or not reason["text"]:
        yield f"the reason's text is {reason['text']!r}, expected a sentence"
    if not all_texts(reason["choices"]):
        yield f"the reason's choices are {reason['choices']!r}, expected a list of texts"
    borne = dict(enumerate(answer["nearest"], start=1))
    yield from _markers(reason["markers"], borne, "the reason", "nearest citation")


def _stale(answer: Mapping[str, Any], generation: str | None) -> Iterator[str]:
    found = answer["index"]["generation"]
    if generation is not None and found != generation:
        yield (
            f"the index that answered is {found}, the documents are those of {generation}: "
            f"they were changed since; {ASK_AGAIN}"
        )


def _notices(answer: Mapping[str, Any], documents: Mapping[str, Document]) -> Iterator[str]:
    """Only for citations that hold: the notices are made again from them."""
    cited = [_cited(one) for one in answer["citations"]]
    question, language = answer["standalone_question"], answer["language"]
    expected = [asdict(one) for one in notices(cited, documents, question, language)]
    # as text, since True and 1.0 are 1 to Python
    if _canonical(answer["notices"]) != _canonical(expected):
        yield "the notices are not those that the cited documents call for"


def _written(answer: Mapping[str, Any]) -> list[str]:
    """What a language model made of the citations stands on them, as it did when it was shown."""
    if "written" not in answer:
        return []
    cited = [_cited(one) for one in answer["citations"]]
    return faults_of_written(
        answer["written"], cited, language=answer["language"], support=Support()
    )


def _cited(one: Mapping[str, Any]) -> Citation:
    return Citation(
        span=Span(one["start"], one["end"]),
        key=Span(**one["key"]) if one["key"] else None,
        page=one.get("page"),
        **{field: one[field] for field in ("marker", *TEXTS, "translation_of")},
    )
