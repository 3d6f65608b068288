"""Tell in a line each what of a PDF could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gbaqa.documents.formats.pdf.pages import Page

OCR = "add a text layer (OCR)"
END = b"%%EOF"
TAIL = 2048  # bytes: some programs write after the end


def without_text(pages: Sequence[Page]) -> str:
    """Why a PDF without any text cannot be read, and what to do."""
    one = len(pages) == 1
    many = "its page is" if one else f"its {len(pages)} pages are"
    if any(page.unreadable for page in pages):
        return f"its letters cannot be told, the fonts have no Unicode; {OCR}"
    if any(page.pictured for page in pages):
        return f"has no text, {many} {'a picture' if one else 'pictures'}; {OCR}"
    if any(page.broken for page in pages):
        return f"{many} broken; download it or save it again"
    return f"has no text, {many} blank; remove the file"


def notes_of(pages: Sequence[Page], raw: bytes) -> tuple[str, ...]:
    """What is not in the text, for a PDF that has some."""
    kinds = (
        ("pictured", "a picture without text", "pictures without text", OCR),
        ("unreadable", "in letters without Unicode", "in letters without Unicode", OCR),
        ("broken", "broken", "broken", "download it or save it again"),
    )
    told = []
    for field, one, many, remedy in kinds:
        found = [number for number, page in enumerate(pages, start=1) if getattr(page, field)]
        if found:
            are = f"is {one}" if len(found) == 1 else f"are {many}"
            told.append(f"{_pages(found)} {are}; {remedy}")
    if END not in raw[-TAIL:]:
        told.append("the file ends too early, something may be missing; download it again")
    return tuple(told)


def _pages(numbers: Sequence[int]) -> str:
    """As a reader would say it.

    >>> _pages([1, 3, 4, 5])
    'pages 1 and 3 to 5'
    """
    runs = [
        str(first) if first == last else f"{first} {'to' if last > first + 1 else 'and'} {last}"
        for first, last in _runs(numbers)
    ]
    if len(runs) > 1:
        runs = [", ".join(runs[:-1]), runs[-1]]
    return ("page " if len(numbers) == 1 else "pages ") + " and ".join(runs)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number > last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
