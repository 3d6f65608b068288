"""What is fuzzed: a name, how bytes become a trial, and what to begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.answering.receipts_made import answered, not_found
from tests.documents.hostile import cases
from tests.fuzzing.properties import (
    as_object,
    check_chunks,
    check_composed,
    check_decoded,
    check_detected,
    check_fields,
    check_reader,
    check_replayed,
    check_unpacked,
)

FRONT = b"---\nid: a/b\ntitle: 'T'\ndate: 2024-05\ntopics: [tax, \"a\"]\nurl: https://a.org\n---\n"
MARKDOWN = FRONT + b"# A\n\nOne. Two!\n\n- x\n  1. y\n\n> q\n\n|a|b|\n|-|-|\n|1|2|\n\n```\nc\n```\n"
TABLE = b'a,"b ""c"" d",e\r\n1,2.5,"x\ny"\r\n3;4;5\n\t|6|\n'
PAGE = (
    b"<!doctype html><title>T</title><nav>menu</nav><main><h1>A</h1><p>One <b>two</b>.<ul><li>x"
    b"<ol><li>y</ol></ul><table><tr><th>a<th>b<tr><td rowspan=2>1<td>2</table><dl><dt>d<dd>e</dl>"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A trial of bytes, which raises where something is wrong; and seeds."""

    trial: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...] = field(default=())  # what the format is made of


def steps(raw: bytes) -> list[tuple[int, str]]:
    """Parts for a composer: the first byte of each line says what it is."""
    return [
        (line[0] % 11, line[1:].decode("utf-8", "replace")) for line in raw.split(b"\n") if line
    ]


def three(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Three parts."""
    first, _, rest = raw.partition(b"\xff\xff")
    second, _, third = rest.partition(b"\xff\xff")
    return first, second, third


def _read(name: str) -> Callable[[bytes], None]:
    return lambda raw: check_reader(raw, name=name)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _answers() -> Iterable[bytes]:
    return (json.dumps(one).encode() for one in (answered(), not_found()))


YAML_WORDS = tuple(
    b": | - > [ ] { } & * ! % @ ? ' \" # --- ... id title date topics null ~".split()
)
HTML_WORDS = tuple(
    f"<{tag}>".encode()
    for tag in "p div ul ol li table tr td th dl dt dd h1 h2 a b br pre nav main article".split()
)
TARGETS = {
    "fields": Target(lambda raw: check_fields(_text(raw)), (FRONT, FRONT[4:-4]), YAML_WORDS),
    "markdown": Target(_read("a.md"), (MARKDOWN,), YAML_WORDS),
    "plain": Target(_read("a.txt"), (MARKDOWN, "河。\n\n1) a\n".encode())),
    "delimited": Target(_read("a.csv"), (TABLE, b"sep=;\na;b\n"), (b'"', b",", b";", b"\t", b"|")),
    "html": Target(_read("a.html"), (PAGE,), HTML_WORDS),
    "chunking": Target(lambda raw: check_chunks(raw, name="a.md"), (MARKDOWN,)),
    "composing": Target(
        lambda raw: check_composed(steps(raw)), (b"\x01A\n\x07p\n\x08i\n\x0a\n\x09a|b",)
    ),
    "detecting": Target(
        lambda raw: (
            check_detected(raw[1:], name=("a.md", "a.csv", "a.xml", "a")[raw[0] % 4])
            if raw
            else None
        ),
        tuple(b"\0" + make() for make in cases.GOOD.values()),
    ),
    "encodings": Target(
        check_decoded, ("澳門人口".encode("big5"), "é".encode("cp1252"), b"\xff\xfea\0")
    ),
    "packing": Target(
        lambda raw: check_unpacked(*three(raw)), (b'{"fields":{},"notes":[],"paths":[]}',)
    ),
    "replaying": Target(lambda raw: check_replayed(as_object(raw)), tuple(_answers())),
}
