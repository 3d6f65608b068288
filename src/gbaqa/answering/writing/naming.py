"""Find the names of a sentence, and tell whether a text holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gbaqa.answering.writing.wording import Reader, Reading, ordinary
from gbaqa.retrieval.translating.glossary import key, plain
from gbaqa.retrieval.translating.names import pinyin
from gbaqa.retrieval.translating.portuguese import FUNCTION, word_list
from gbaqa.retrieval.translating.portuguese import stems as portuguese_stems
from gbaqa.retrieval.translating.words import Word
from gbaqa.text.scripts import IDEOGRAPH
from gbaqa.text.terms import ASKING, LETTER, stem
from gbaqa.types import Language, Term

PERSON = range(2, 5)  # ideographs of a person's name
WORD = re.compile(rf"{LETTER}(?:{LETTER}|\d)*(?:[.&/'’-](?:{LETTER}|\d)+)*")
TOLD = re.compile(rf"{LETTER}{{2}}|{IDEOGRAPH.pattern}")  # of "9+2" and "2/F" too little is left
JOINT = re.compile(r"[ \u00a0-]")
# besides them, what may open a sentence and is no name
OPENING = frozenset(
    "more less over about around up most some all both each every no not before after according "
    "as however also besides while since until under between among within by both its it he she "
    "there under besides here".split()
)
JOINING = ASKING | FUNCTION | OPENING
# months are compared as dates, currencies as amounts
NO_NAMES = frozenset(
    "i january february march april may june july august september october november december "
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro "
    "monday tuesday wednesday thursday friday saturday sunday "
    "hk us rmb cny hkd usd mop eur gbp yuan km kv mw gw".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, other ways to write it, and whether the glossary told them."""

    written: str
    forms: tuple[str, ...] = ()
    listed: bool = False


class Names:
    """Finds names by a glossary, by capital letters, and by what a dictionary spells with one."""

    def __init__(self, reader: Reader) -> None:
        self._forms = _forms(reader.names)
        self._by_first: dict[str, list[str]] = {}
        for form in sorted(self._forms, key=lambda one: (-len(one), one)):
            first = form[0] if IDEOGRAPH.search(form) else form.split()[0]
            self._by_first.setdefault(first, []).append(form)
        self.of = lru_cache(maxsize=1024)(self._of)

    def missing(self, sentence: Reading, quotes: Sequence[Reading]) -> str:
        """The first name of the sentence that none of the quotes holds, "" where there is none."""
        return next(
            (
                name.written
                for name in self.of(sentence)
                if not any(held(name, sentence.language, quote) for quote in quotes)
            ),
            "",
        )

    def _of(self, text: Reading) -> tuple[Name, ...]:
        listed = tuple(self._listed(text))
        found = (*listed, *_capitalised(text, [name.written for name in listed]))
        return tuple(dict.fromkeys((*found, *_ideographs(text, listed))))

    def _listed(self, text: Reading) -> Iterator[Name]:
        """Those of the glossary, the longest at each place."""
        yield from self._scan(text.key.split(), " ")
        yield from self._scan(text.plain, "")

    def _scan(self, signs: Sequence[str], joint: str) -> Iterator[Name]:
        place = 0
        while place < len(signs):
            rest = joint.join(signs[place:]) + joint
            forms = self._by_first.get(signs[place], ())
            name = next((one for one in forms if rest.startswith(one + joint)), "")
            if name:
                yield Name(name, self._forms[name], listed=True)
            place += max(1, len(name.split()) if joint else len(name))


def held(name: Name, language: Language, text: Reading) -> bool:
    """Whether a text has the name as a whole, in one of its forms.

    `language` is that of the sentence that names it. In a text of another language each word of
    a name that no glossary knows may stand by itself, translated or spelt by its sound.
    """
    if any(_stands(form, text) for form in (name.written, *name.forms)):
        return True
    parts = name.written.split(" s ")  # Guangdong's Department: two names, or one
    if len(parts) > 1 and all(_stands(part, text) for part in parts):
        return True
    if name.listed or (language == text.language and not IDEOGRAPH.search(name.written)):
        return False
    if IDEOGRAPH.search(name.written):
        senses = name.forms
        return text.holds(Word(name.written, senses), language) or _spelt(name.written, text)
    return all(_held_word(word, text) for word in name.written.split())


def _held_word(word: str, text: Reading) -> bool:
    listed = word_list().forms.get(word.lower()) or word_list().stems.get(
        portuguese_stems(word), ()
    )
    return word in text.sounds or text.holds(Word(word, tuple(listed)), "en")


def _spelt(ideographs: str, text: Reading) -> bool:
    """Whether the text has every sound of the name, in words of one or more of them."""
    words, rest = set(text.key.split()), pinyin(ideographs)
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if "".join(rest[:n]) in words), 0)
        if not size:
            return False
        rest = rest[size:]
    return True


def _stands(form: str, text: Reading) -> bool:
    if IDEOGRAPH.search(form):
        return form in text.plain
    return f" {form} " in f" {text.key} "


def _forms(names: Sequence[Term]) -> Mapping[str, tuple[str, ...]]:
    """Every way to write each proper name of the glossary, by each of them."""
    found: dict[str, dict[str, None]] = {}
    for term in names:
        if not term.en[:1].isupper():
            continue
        written = (term.en, term.zh_hant, term.zh_hans, term.pt, *term.aliases)
        forms = [plain(one) if IDEOGRAPH.search(one) else key(one) for one in written]
        forms = [form for form in forms if TOLD.search(form)]
        for form in forms:
            if not _is_ordinary(form):
                found.setdefault(form, {}).update(dict.fromkeys(forms))
    both = {form for form in found if " and " in form and found.keys() >= {*form.split(" and ")}}
    return {form: tuple(others) for form, others in found.items() if form not in both}


def _is_ordinary(form: str) -> bool:
    """A single lower-case word that is more often no name, as an alias "port" would be."""
    return form.isascii() and " " not in form and stem(form) in ordinary()


def _capitalised(text: Reading, listed: Sequence[str]) -> Iterator[Name]:
    for run, opens in _runs(text.rest):
        if opens and len(run) > 1 and _opening(run[0], text.language):
            run, opens = run[1:], False
        if opens and _opening(run[0], text.language):
            continue
        pieces = _without(key(" ".join(run)), listed)
        yield from (
            Name(piece)
            for piece in pieces
            if TOLD.search(piece) and not JOINING.issuperset(piece.split())
        )


def _without(run: str, listed: Sequence[str]) -> list[str]:
    """What is left of a run of words once the names that the glossary knows are taken out."""
    rest = f" {run} "
    for name in sorted(listed, key=len, reverse=True):
        rest = rest.replace(f" {name} ", " | ")
    return [" ".join(piece.split()) for piece in rest.split("|") if piece.strip()]


def _runs(text: str) -> Iterator[tuple[list[str], bool]]:
    """Words with capital letters that stand side by side; whether they open the text."""
    run: list[str] = []
    opens, end = True, 0
    for found in WORD.finditer(text):
        word = found[0]
        capital = word.lower() not in NO_NAMES and any(sign.isupper() for sign in word)
        if run and not (capital and JOINT.fullmatch(text[end : found.start()])):
            yield _plain(run), opens
            run = []
        if capital:
            opens = opens and not run if run else not re.search(r"\w", text[: found.start()])
            run.append(word)
        end = found.end()
    if run:
        yield _plain(run), opens


def _plain(run: list[str]) -> list[str]:
    """Without the possessive of the last word, as the name itself has none."""
    return [*run[:-1], run[-1].removesuffix("'s").removesuffix("’s")]


def _opening(word: str, language: Language) -> bool:
    """Whether the first word of a sentence is spelt with a capital for that reason alone."""
    if word[1:] != word[1:].lower():
        return False
    lower = word.lower()
    if lower in JOINING:
        return True
    if language == "pt":
        words = word_list()
        listed = words.forms.get(lower) or words.stems.get(portuguese_stems(lower), ())
        return lower in FUNCTION or any(one == one.lower() for one in listed)
    return stem(lower) in ordinary()


def _ideographs(text: Reading, listed: Sequence[Name]) -> Iterator[Name]:
    """Words that the dictionary spells with a capital, and what may be a person's name."""
    known = {name.written for name in listed}
    uncounted = plain(text.rest)
    lone: list[Word] = []
    for word in (*text.words, Word("", ())):
        single = len(word.written) == 1 and IDEOGRAPH.match(word.written)
        if single and word.kind == "plain":
            lone.append(word)
            continue
        run = "".join(one.written for one in lone)
        if len(lone) in PERSON and run in uncounted and _is_capital(lone[0].senses[-1:]):
            yield Name(run)
        lone = []
        named = word.kind == "plain" and word.written not in known and _is_capital(word.senses)
        if named and IDEOGRAPH.search(word.written) and word.written in uncounted:
            yield Name(word.written, tuple(map(key, word.senses)))


def _is_capital(senses: Sequence[str]) -> bool:
    return bool(senses) and all(sense[:1].isupper() for sense in senses)
