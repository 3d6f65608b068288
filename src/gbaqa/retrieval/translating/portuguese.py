"""Read a Portuguese question as words with their English senses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from gbaqa.retrieval.translating.cognates import cognates
from gbaqa.retrieval.translating.glossary import Senses, key, without_accents
from gbaqa.retrieval.translating.inflection import lemmas, without_pronoun
from gbaqa.retrieval.translating.words import Word, says, spellings

WORD_LIST = "words/portuguese.tsv"  # written for this project
TOKEN = re.compile(
    r"\d+\.?[ºª](?!\w)|\d+(?:[.,]\d+)*(?:%|(?![^\W_]))"
    r"|[^\W\d_ºª]+(?:[-'’][^\W\d_ºª]+)*(?![^\W_ºª])|[^\W_ºª]+"
)
ORDINAL = re.compile(r"(\d+)\.?[ºª]")
LONGEST = 12  # words of one name or term
STEMS = 16_384  # words that are held; the list has 7,000
LEAST_STEMMED = 4  # letters; of shorter words the stems are like each other
NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?%?|\d+,\d+%?")
ELIDED = re.compile(r"^[dDnNlL]['’]")  # d'água

ASKING = {
    **dict.fromkeys("quem".split(), "who"),
    **dict.fromkeys(("quando", "em que ano", "em que data"), "when"),
    **dict.fromkeys(("onde", "aonde", "em que sítio", "em que local"), "where"),
    **dict.fromkeys(("qual", "quais"), "which"),
    **dict.fromkeys(("o que", "que", "o que é"), "what"),
    **dict.fromkeys(("como", "de que forma", "de que modo"), "how"),
    **dict.fromkeys(("porque", "porquê", "por que", "por que motivo", "por que razão"), "why"),
    **dict.fromkeys(("quantos", "quantas"), "how many"),
    **dict.fromkeys(("quanto", "quanta"), "how much"),
    **dict.fromkeys(("quanto tempo", "durante quanto tempo"), "how long"),
    "com que frequência": "how often",
}
# Words that join, count or soften; an English text does not have to hold them.
FUNCTION = frozenset(
    (
        "a o as os um uma uns umas de do da dos das dum duma duns dumas em no na nos nas num "
        "numa nuns numas ao aos à às por pelo pela pelos pelas com para pra pro e ou se quê "
        "lá já é são foi era foram eram ser sendo sido seja sejam fosse fossem será serão seria "
        "seriam estaria estariam estar está estão estava estavam esteve esteja estejam estou "
        "sou somos tem têm ter tinha tinham teve tiveram tenha tenham terá terão tenho temos "
        "tendo há haver houve havia haja vai vão vou ir mas também me mim te ti si lhe lhes vos "
        "eu tu ele ela eles elas nós você vocês comigo consigo connosco conosco meu minha meus "
        "minhas teu tua teus tuas seu sua seus suas nosso nossa nossos nossas vosso vossa este "
        "esta estes estas esse essa esses essas isto isso aquilo aquele aquela aqueles aquelas "
        "dele dela deles delas deste desta destes destas desse dessa desses dessas disto disso "
        "daquele daquela daqueles daquelas daquilo neste nesta nestes nestas nesse nessa nesses "
        "nessas nisto nisso naquele naquela naqueles naquelas àquele àquela àqueles àquelas "
        "cujo cuja cujos cujas não sim mais muito muita muitos muitas tão pode podem posso "
        "podemos podia podiam poderia poderá poderão possa possam pôde puder puderem sobre "
        "então assim pois porém portanto afinal ainda aí ali lo la los las qualquer quaisquer "
        "noutro noutra noutros noutras outrem"
    ).split()
)
# as they are written in haste
BARE_ASKING = {without_accents(form): sense for form, sense in ASKING.items()}
BARE_FUNCTION = frozenset(map(without_accents, FUNCTION))
SINGULARS = {
    "ões": "ão", "ães": "ão", "oes": "ão", "aes": "ão", "cao": "ção", "coes": "ção",
    "ais": "al", "éis": "el", "eis": "el", "óis": "ol", "ois": "ol", "uis": "ul", "ns": "m",
}  # fmt: skip
PLURAL = re.compile(f"(?<=..)(?:{'|'.join(sorted(SINGULARS, key=len, reverse=True))})$")


@dataclass(frozen=True, slots=True)
class WordList:
    """English senses by the written forms of a word or phrase, by their keys and their stems."""

    forms: Senses
    keys: Senses
    stems: Senses


def read(question: str, *, names: Senses, words: WordList) -> tuple[Word, ...]:
    """The words of a question in order; those that join others are left out.

    The longest name or phrase that begins at a word is taken, as it is written, or else without
    accents, or by its stems. A word of neither list keeps its own spelling, as names do, and is
    offered as English may spell it. `names` are by key.
    """
    return tuple(_read(_tokens(question, words), names, words))


def _tokens(question: str, words: WordList) -> list[str]:
    """Words and figures; of what hyphens join, that which the list does not know as a whole."""
    text = unicodedata.normalize("NFC", question)
    return [part for found in TOKEN.findall(text) for part in _parts(ELIDED.sub("", found), words)]


def _parts(token: str, words: WordList) -> list[str]:
    if "-" not in token or token.lower() in words.forms or key(token) in words.keys:
        return [token]
    verb = without_pronoun(token.lower())
    return [verb] if "-" not in verb else token.split("-")


def _read(tokens: Sequence[str], names: Senses, words: WordList) -> Iterator[Word]:
    place = 0
    while place < len(tokens):
        word, taken = _longest(tokens, place, names, words)
        place += taken
        if word is not None:
            yield word


def _longest(
    tokens: Sequence[str], place: int, names: Senses, words: WordList
) -> tuple[Word | None, int]:
    for size in range(min(LONGEST, len(tokens) - place), 0, -1):
        written = " ".join(tokens[place : place + size])
        form = written.lower()
        asked = _asked(form, words)
        if asked:
            return Word(written, (asked,), "asking"), size
        if key(form) in names and not _is_plain_word(written, names[key(form)], words):
            return Word(written, names[key(form)], "named"), size
        if size == 1 and _joins(form, words):
            return None, 1
        senses = _senses(form, words)
        if senses and size == 1 and form not in words.forms and _is_name(tokens, place):
            senses = (written, *senses)
        if senses:
            return Word(written, senses) if any(map(says, senses)) else None, size
    return _kept(tokens[place]), 1


def _is_plain_word(written: str, names: Sequence[str], words: WordList) -> bool:
    """Whether a word in small letters only looks like an abbreviation: usa, and not USA."""
    return written.islower() and written.upper() in names and bool(_senses(written, words))


def _is_name(tokens: Sequence[str], place: int) -> bool:
    """Whether a capital letter inside a question may make a name of a word: Ming Pao, no pão."""
    written = tokens[place]
    marked = written[:1].isupper() and (place > 0 or written.isupper())
    return marked and not all(map(str.isupper, tokens))


def _asked(form: str, words: WordList) -> str:
    """The English of a word that asks; written without accents only where that is no word."""
    return ASKING.get(form) or ("" if form in words.forms else BARE_ASKING.get(form, ""))


def _joins(form: str, words: WordList) -> bool:
    return form in FUNCTION or (form not in words.forms and form in BARE_FUNCTION)


def _senses(form: str, words: WordList) -> tuple[str, ...]:
    """English senses by the nearest form that the list holds, the closest way to find it first."""
    found = words.forms.get(form) or words.keys.get(key(form))
    if not found and " " not in form:
        found = next(filter(None, map(words.keys.get, lemmas(form))), None)
    if not found and len(form) >= LEAST_STEMMED:
        found = words.stems.get(stems(form))
    return found or ()


def _kept(written: str) -> Word:
    ordinal = ORDINAL.fullmatch(written)
    if ordinal:
        return Word(written, spellings(english_ordinal(int(ordinal[1]))), "kept")
    if written[0].isdigit() or written.isupper():
        return Word(written, (english_number(written),), "kept")
    return Word(written, (written, *cognates(written)), "kept")


def english_ordinal(value: int) -> str:
    """A number in order.

    >>> english_ordinal(1), english_ordinal(12), english_ordinal(23)
    ('1st', '12th', '23rd')
    """
    teen = value % 100 // 10 == 1
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def english_number(written: str) -> str:
    """A number with the separators of English texts.

    >>> english_number("1.234,5"), english_number("3,5%"), english_number("2024")
    ('1,234.5', '3.5%', '2024')
    """
    if not NUMBER.fullmatch(written):
        return written
    return written.translate(str.maketrans(".,", ",."))


def stems(phrase: str) -> str:
    """Each word of a phrase by its Snowball stem, without accents on it.

    >>> stems("regiões fiscais") == stems("região fiscal")
    True
    """
    return " ".join(map(_stem, phrase.split()))


@lru_cache(maxsize=STEMS)  # of words that anybody types, too
def _stem(word: str) -> str:
    """The stem without accents: chinês and chineses part by one alone."""
    return without_accents(_stemmer()(PLURAL.sub(_singular, word)))


def _singular(ending: re.Match[str]) -> str:
    return SINGULARS[ending[0]]


@cache
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer("portuguese").stemWord
    return stem


@cache
def word_list() -> WordList:
    """The word list that comes with the program."""
    path = files(__package__ or "").joinpath(WORD_LIST)
    lines = path.read_text(encoding="utf-8").splitlines()
    return listed(dict(_entry(line) for line in lines))


def _entry(line: str) -> tuple[str, tuple[str, ...]]:
    form, _, senses = line.partition("\t")
    return form, tuple(senses.split("|"))


def listed(forms: Mapping[str, tuple[str, ...]]) -> WordList:
    """Those forms and, for inflected ones, their keys and stems; first forms' senses go first."""
    plain_first = sorted(forms, key=lambda form: form != without_accents(form))
    return WordList(
        forms,
        keys=_merged((key(form), forms[form]) for form in plain_first),
        stems=_merged((stems(form), senses) for form, senses in forms.items()),
    )


def _merged(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> Senses:
    found: dict[str, dict[str, None]] = {}
    for name, senses in pairs:
        found.setdefault(name, {}).update(dict.fromkeys(senses))
    return {name: tuple(senses) for name, senses in found.items()}
