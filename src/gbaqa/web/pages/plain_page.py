"""Pages that work without JavaScript: templates filled with escaped text."""

from __future__ import annotations

from functools import cache

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from gbaqa.types import Collection
from gbaqa.web.pages.addresses import Addresses
from gbaqa.web.pages.hidden import with_signs_shown
from gbaqa.web.wording import Words, read_words

# what a social preview calls the four languages: Open Graph wants a territory
LOCALES = {"en": "en_GB", "zh-Hant": "zh_HK", "zh-Hans": "zh_CN", "pt": "pt_PT"}


def plain_page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    title: str,
    description: str = "",
    collection: Collection | None = None,
    **fields: object,
) -> HTMLResponse:
    """The filled template; `fields` are escaped where the template does not say `safe`.

    `title` is plain text, and so is `description`, what previews and search engines show of the
    page. With a `collection` the page says how much it stands on and of which date.
    """
    addresses = Addresses(request)
    words = read_words(addresses.language)
    shown: dict[str, object] = {
        "document": None,
        "text": "",
        "title_language": "",
        "found_again": status < 400,  # a page that search engines may keep
        **fields,
        "title": title,
        "description": description or words["tagline"],
        "words": words,
        "language": addresses.language,
        "locale": LOCALES[addresses.language],
        "addresses": addresses,
        "root": addresses.root,
        "standing": _standing(words, collection),
    }
    page = with_signs_shown(_templates().get_template(template).render(shown))
    headers = {"Content-Language": addresses.language, "Vary": "Accept-Language"}
    return HTMLResponse(page, status_code=status, headers=headers)


def _standing(words: Words, collection: Collection | None) -> str:
    """The line at the foot of every page."""
    known = collection.overview() if collection else None
    if known is None or not known.newest:
        return words["page_standing"]
    return words["standing"].format(count=known.originals, date=known.newest)


@cache
def _templates() -> Environment:
    # autoescape always: a template's name must not decide whether text can become markup
    return Environment(
        loader=PackageLoader("gbaqa.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
