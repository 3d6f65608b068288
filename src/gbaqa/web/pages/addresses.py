"""Make the addresses that a page links to: within the app's root, in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import Request

from gbaqa.types import LANGUAGES, Language
from gbaqa.web.assets import asset_address
from gbaqa.web.wording import OWN_NAMES, language_of_request

CHAT = "/"
SOURCES = "/sources"
PREVIEW = "preview.png"


@dataclass(frozen=True, slots=True)
class Version:
    """The same page in one of the languages: the link of the switch, and where it is found anew."""

    language: Language
    name: str
    address: str  # with everything else that the present address asks for
    absolute: str  # of the page alone


class Addresses:
    """The addresses of one request.

    A language that was chosen goes along in every link; one that the browser merely prefers does
    not, so that a link that is passed on opens in the language of whoever opens it.
    """

    def __init__(self, request: Request) -> None:
        self.language = language_of_request(request)
        self.root: str = request.scope.get("root_path", "").rstrip("/")
        self._chosen = "lang" in request.query_params
        self.path = _below_root(request.scope["path"], self.root)  # from the app's root, decoded
        self._path = quote(self.path, safe="/")
        self._parameters = [
            pair for pair in request.query_params.multi_items() if pair[0] != "lang"
        ]
        self._origin = str(request.base_url.replace(path="")).rstrip("/")

    @property
    def chosen(self) -> Language | None:
        """The language that links carry along."""
        return self.language if self._chosen else None

    @property
    def chat(self) -> str:
        return self.to(CHAT)

    @property
    def sources(self) -> str:
        return self.to(SOURCES)

    def having(self, name: str) -> str:
        """The present page, with one more parameter."""
        return _joined(self.root + self._path, [*self._parameters, (name, "1")], self.chosen)

    def without(self, name: str) -> str:
        """The present page, without a parameter."""
        kept = [pair for pair in self._parameters if pair[0] != name]
        return _joined(self.root + self._path, kept, self.chosen)

    @property
    def canonical(self) -> str:
        """The page without what merely highlights, filters or leafs, with its host."""
        return _joined(self._origin + self.root + self._path, (), self.chosen)

    @property
    def any_language(self) -> str:
        return self._origin + self.root + self._path

    @property
    def versions(self) -> list[Version]:
        """One for each language."""
        here = self.root + self._path
        return [
            Version(
                language,
                OWN_NAMES[language],
                _joined(here, self._parameters, language),
                _joined(self._origin + here, (), language),
            )
            for language in LANGUAGES
        ]

    @property
    def preview(self) -> str:
        """The picture for those who show a link, with its host; "" where there is none."""
        try:
            return self._origin + self.root + asset_address(PREVIEW)
        except ValueError:
            return ""

    def asset(self, name: str) -> str:
        """A file of web/static/."""
        return self.root + asset_address(name)

    def document(self, doc_id: str) -> str:
        """The page of a document, whatever stands in its id."""
        return self.to("/source/" + quote(doc_id, safe="/"))

    def to(self, path: str, parameters: Mapping[str, str] | None = None) -> str:
        """A page of ours; parameters that are empty are left out."""
        set_ones = [pair for pair in (parameters or {}).items() if pair[1]]
        return _joined(self.root + path, set_ones, self.chosen)


def _below_root(path: str, root: str) -> str:
    """Servers disagree whether the path holds the root that the app is served under."""
    return path.removeprefix(root) if path.startswith(f"{root}/") else path


def _joined(
    address: str, parameters: list[tuple[str, str]] | tuple[()], language: Language | None
) -> str:
    pairs = [*parameters, *([("lang", language)] if language else [])]
    return f"{address}?{urlencode(pairs, errors='replace')}" if pairs else address
