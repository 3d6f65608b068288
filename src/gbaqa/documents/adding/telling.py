"""Bring in document after document and say in a line what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gbaqa.documents.adding.bringing import Brought, Wishes, bring
from gbaqa.documents.adding.fetching import RULES, Rules
from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.naming import on_one_line
from gbaqa.errors import DocumentError, SettingError

ONE_ONLY = ("title", "url")


def bring_all(
    sources: Sequence[str], *, corpus: Path, wishes: Wishes, rules: Rules = RULES
) -> Iterator[tuple[str, bool]]:
    """Lines with whether each tells a fault; one that fails does not keep the others out.

    Raises SettingError where several documents are to have one title or address.
    """
    if len(sources) > 1 and (own := [name for name in ONE_ONLY if name in wishes.fields]):
        raise SettingError(f"--{own[0]} is of one document, {len(sources)} are named; add one")
    changed = False
    with IsolatedReader() as reader:
        for source in sources:
            try:
                brought = bring(source, corpus=corpus, wishes=wishes, reader=reader, rules=rules)
            except DocumentError as error:
                yield on_one_line(str(error)), True
            else:
                changed |= brought.outcome != "unchanged"
                yield _told(brought), False
    if changed:
        yield 'run "gbaqa index" to search what is new', False


def _told(brought: Brought) -> str:
    if brought.document is None:
        return f"unchanged {brought.name}: it is in the corpus with the same bytes"
    said = (brought.document.publisher, brought.document.date, brought.document.language)
    known = ", ".join(one for one in said if one)
    return on_one_line(f"{brought.outcome} {brought.name}: {brought.document.title} ({known})")
