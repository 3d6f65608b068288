"""Bytes of a text file to characters: UTF-8, or another encoding where there is no doubt of it.

Text that is not UTF-8 is read as Windows-1252 where its few bytes above ASCII are accented letters
and typographic marks; as Big5 (of Hong Kong), GB18030 or Shift_JIS where nearly all characters are
common ones, in that encoding alone. A text too short to tell is refused, never guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from gbaqa.errors import DocumentError

# the longer mark first: that of UTF-32 begins with that of UTF-16
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LOOKED_AT = 100_000  # bytes by which an encoding is told
LEAST_CHARACTERS = 6  # of an East Asian text, so that its encoding can be told
LEAST_LETTERS = 12  # of a Western one
MOSTLY = 0.9  # of what is read is common; a wrong encoding gives rare characters
CLEARLY = 0.1  # more of it than in any other encoding
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x80-\x9f\ufffd\ue000-\uf8ff]")
# in Windows-1252: an accented letter beside a letter (no capital behind a small one), or a mark
ACCENTED = re.compile(
    "(?<=[A-Za-zà-öø-ÿß])[à-öø-ÿß]|[À-ÖØ-Þà-öø-ÿ](?=[A-Za-zà-öø-ÿ])|(?<=[A-ZÀ-Þ])[À-ÖØ-Þ]"
    "|(?<![A-Za-z])[àáéèêíóôúÀÁÉÈÍÓÔÚ](?![A-Za-z])"
    "|[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u2122\xa0£§©®°·«»º±²³½¼¾×]"
    "|(?<=\\d)ª|(?<=[A-Za-z])ª"
)
ABOVE = re.compile("[^\x00-\x7f]")
MARK = re.compile("[\u2010-\u203f\u3000-\u303f\uff01-\uff5e]")  # punctuation, wide letters


@dataclass(frozen=True, slots=True)
class Script:
    """What text in an encoding is written in: its own letters, at least a share, and ideographs."""

    own: re.Pattern[str]
    least: float
    common: Callable[[str], bool]


def decoded(raw: bytes, *, name: str) -> str:
    """The text of a file; raises DocumentError with the line that is not text."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _marked(raw, encoding, name=name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        detected = _detected(raw)
        if detected:
            return detected
        line = raw[: error.start].count(b"\n") + 1
        raise DocumentError(
            f"{name}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from error


def _marked(raw: bytes, encoding: str, *, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].decode(encoding, "ignore").count("\n") + 1
        shown = encoding.removesuffix("-sig").upper()
        byte = raw[error.start]
        raise DocumentError(
            f"{name}:{line}: byte 0x{byte:02x} is not {shown}; save the file as UTF-8"
        ) from error


def _detected(raw: bytes) -> str:
    """The text in the one encoding that fits, "" where none does without a doubt."""
    western = _western(raw)
    return western or _east_asian(raw)


def _western(raw: bytes) -> str:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:  # five bytes stand for nothing
        return ""
    above, letters = len(ABOVE.findall(text)), len(re.findall("[A-Za-z]", text))
    fitting = sum(1 for _ in ACCENTED.finditer(text))
    sparse = letters >= max(LEAST_LETTERS, 3 * above)
    return text if sparse and fitting >= above * MOSTLY and not CONTROL.search(text) else ""


def _east_asian(raw: bytes) -> str:
    """In the encoding that makes sense of the bytes, where no other makes nearly as much."""
    texts = {encoding: _strictly(raw, encoding) for encoding in SCRIPTS}
    sense = {encoding: _sense(text, SCRIPTS[encoding]) for encoding, text in texts.items()}
    best, second = sorted(SCRIPTS, key=sense.__getitem__, reverse=True)[:2]
    clear = sense[best] >= MOSTLY and sense[best] > sense[second] + CLEARLY
    return texts[best] if clear and not CONTROL.search(texts[best]) else ""


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _sense(text: str, script: Script) -> float:
    """The share above ASCII of what is common in a script, 0 where too little of the text is."""
    above = "".join(ABOVE.findall(text[:LOOKED_AT]))
    letters = [one for one in above if not MARK.match(one)]
    if len(letters) < LEAST_CHARACTERS:
        return 0.0
    if sum(1 for one in letters if script.own.match(one)) < script.least * len(letters):
        return 0.0
    return sum(1 for one in letters if script.own.match(one) or script.common(one)) / len(letters)


def _in_gb2312(character: str) -> bool:
    """Whether it is of the first level of GB 2312 or, for traditional text, of Big5."""
    lead = character.encode("gb2312", "ignore")
    return (len(lead) == 2 and b"\xb0" <= lead < b"\xd8") or _in_big5(character)


def _in_big5(character: str) -> bool:
    lead = character.encode("big5", "ignore")
    return len(lead) == 2 and b"\xa4" <= lead < b"\xc7"


def _in_jis(character: str) -> bool:
    lead = character.encode("shift_jis", "ignore")
    return len(lead) == 2 and b"\x88" <= lead < b"\x99"


def _in_none(character: str) -> bool:
    return not character


KANA = re.compile("[\u3041-\u30ff]")  # not the narrow ones: any byte is one of them
HANGUL = re.compile("[\uac00-\ud7a3]")
NOTHING = re.compile("(?!)")
# Korean and Japanese EUC are rivals only: their bytes are those of GB 2312 for other characters
SCRIPTS = {
    "big5hkscs": Script(NOTHING, 0.0, _in_big5),
    "gb18030": Script(NOTHING, 0.0, _in_gb2312),
    "cp932": Script(KANA, 0.0, _in_jis),
    "euc_jp": Script(KANA, 0.1, _in_jis),
    "euc_kr": Script(HANGUL, 0.5, _in_none),
}
