"""What stands on a page and is none of its text: scripts, hidden parts, menus, cookies, ads."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from gbaqa.documents.hypertext.grids import data_tables
from gbaqa.documents.hypertext.trees import Element, steps

SILENT = frozenset(
    "head script style template noscript iframe frame frameset object embed applet video audio"
    " canvas svg map picture source track select datalist textarea input meter progress annotation"
    " annotation-xml rp rt dialog".split()
)
HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
NOTE_MARK = re.compile(r"\W*\w{1,3}\W*")  # [12], (a), the sign of a footnote
ROLES = frozenset(
    "navigation banner contentinfo search menu menubar toolbar dialog alertdialog tooltip".split()
)
PAGE_ENDS = frozenset(["header", "footer", "aside"])  # of the page, where no article holds them
WITHIN = frozenset(["article", "main", "section", "blockquote", "figure"])
# words of a class or an id; "nav-bar", "navBar" and "nav_bar" are nav and bar
NAMES = frozenset(
    "cookie cookies consent gdpr onetrust breadcrumb breadcrumbs nav navbar navigation navbox menu"
    " dropdown sidebar skip skiplink share sharing social sociallinks backlink addthis ad ads"
    " advert adverts advertisement adsbygoogle sponsor sponsored promo newsletter subscribe signup"
    " popup modal overlay pagination pager related recommended footer masthead toolbar printonly"
    " noprint comments disqus editsection jumplink catlinks printfooter".split()
)
CONSENT = frozenset("cookie cookies consent gdpr onetrust".split())
UNHEARD = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text".split())
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
MOST = 0.4  # of the page's text: what holds more is no furniture, whatever it is called
LINKED = 0.85  # of a part's text: a part that is hardly more than links is a menu
FEWEST_LINKS = 5
MENUS = frozenset("ul ol div table p section td".split())


@dataclass(slots=True)
class Size:
    """Characters in an element, those of links among them, links, and whether it holds h1."""

    text: int = 0
    linked: int = 0
    links: int = 0
    top: bool = False

    def add(self, other: Size) -> None:
        self.text += other.text
        self.linked += other.linked
        self.links += other.links
        self.top |= other.top


def silent_parts(root: Element) -> set[Element]:
    """What is never read, on a page of any kind."""
    found: set[Element] = set()
    for event, element in steps(root, without=found):
        if event == "start" and element is not root and _is_silent(element):
            found.add(element)
    return found


def furniture(root: Element, *, without: set[Element]) -> set[Element]:
    """What stands around a page's text, beside the parts in `without`; never parts of tables."""
    sizes = _sizes(root, without)
    whole = sizes[root].text
    found: set[Element] = set()
    inside = 0
    tables = data_tables(root, without=without)
    depth = 0  # of such tables
    for event, element in steps(root, without=without):
        step = 1 if event == "start" else -1
        may_be = event == "start" and not depth and element is not root and element in sizes
        if may_be and _is_furniture(element, sizes[element], whole, inside=inside > 0):
            found.add(element)
        inside += step if element.tag in WITHIN and element not in without else 0
        depth += step if element in tables else 0
    return found


def _is_silent(element: Element) -> bool:
    if element.tag in SILENT:
        return not (element.tag == "dialog" and "open" in element.attrib)
    if element.tag == "button":
        return not (element.get("aria-expanded") or element.get("aria-controls"))
    if "hidden" in element.attrib or HIDING.search(element.get("style", "")):
        return True
    return element.tag in ("sup", "a") and _is_note_mark(element)


def _is_note_mark(element: Element) -> bool:
    """Whether it is the sign that leads to a footnote, or back from it."""
    if element.tag == "a":
        role = element.get("role") in ("doc-noteref", "doc-backlink")
        return role or element.get("epub:type") == "noteref"
    links = [child for child in element if child.tag == "a"]
    shown = "".join(element.itertext("sup", "a", "span", "i", "b"))
    return (
        len(links) == 1
        and links[0].get("href", "").startswith("#")
        and bool(NOTE_MARK.fullmatch(shown[:20]))
    )


def _is_furniture(element: Element, size: Size, whole: int, *, inside: bool) -> bool:
    words = _names(element)
    share = size.text / whole if whole else 0.0
    if words & CONSENT and not size.top:
        return share < 1 - MOST / 4
    if share > MOST or size.top:
        return False
    if element.tag == "nav" or element.get("role") in ROLES or words & NAMES:
        return True
    if element.get("aria-hidden") == "true" or UNHEARD & set(element.get("class", "").split()):
        return True
    if element.tag in PAGE_ENDS and not inside:
        return True
    menu = element.tag in MENUS and size.links >= FEWEST_LINKS
    return menu and size.linked >= LINKED * size.text


def _names(element: Element) -> set[str]:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return {word.lower() for word in WORD.findall(named)} if named != " " else set()


def _sizes(root: Element, without: Container[Element]) -> dict[Element, Size]:
    """The sizes of elements that can be furniture; the root's is that of the whole."""
    sizes: dict[Element, Size] = {}
    stack: list[Size] = [Size()]
    links = 0
    for event, element in steps(root, without=without):
        if event == "start":
            stack.append(Size(top=element.tag in ("h1", "main")))
            links += element.tag == "a"
            _count(stack[-1], element.text, linked=links > 0)
        else:
            if element not in without:
                size = stack.pop()
                size.links += element.tag == "a"
                links -= element.tag == "a"
                if element.tag not in INLINE or element is root:
                    sizes[element] = size
                stack[-1].add(size)
            _count(stack[-1], element.tail, linked=links > 0)
    return sizes


INLINE = frozenset("a b i u s em strong small big font br wbr sub sup code cite q img tt".split())


def _count(size: Size, text: str | None, *, linked: bool) -> None:
    length = len(text.strip()) if text else 0
    size.text += length
    size.linked += length if linked else 0
