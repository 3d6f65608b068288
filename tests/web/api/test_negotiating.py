"""The Accept header is read as RFC 9110 says."""

from __future__ import annotations

import pytest

from gbaqa.web.api.negotiating import MOST_RANGES, preferred

JSON, MARKDOWN, EVENTS = "application/json", "text/markdown", "text/event-stream"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/event-stream", EVENTS),
        ("TEXT/Markdown ; charset=utf-8 ; Q=1.0", MARKDOWN),
        ("text/markdown;q=0.2, application/json;q=0.1", MARKDOWN),
        ("text/*", MARKDOWN),
        ("text/*;q=0.9, text/markdown;q=0.3", EVENTS),
        ("*/*, text/event-stream", EVENTS),  # wanted as much, named more exactly
        ("application/json, text/event-stream", JSON),
        ("text/event-stream, application/json", JSON),
        ("application/json;q=0", JSON),  # none is left: the first all the same
        ("application/json;q=0, */*;q=0.1", MARKDOWN),
        ("text/markdown;q=high, application/json;q=0.1", JSON),
        ("text/markdown;q=nan, application/json;q=0.1", JSON),
        ("text/markdown;q=-3, application/json;q=0.1", JSON),
        ("image/png", JSON),
        (",;,;q=1,", JSON),
        ("a/b," * MOST_RANGES + "text/markdown", JSON),
    ],
)
def test_the_form_wanted_most_is_chosen(accept: str, form: str) -> None:
    assert preferred(accept, (JSON, MARKDOWN, EVENTS)) == form
