"""Take out of a comment what tells who wrote it: addresses, and numbers of people and papers.

A name cannot be told from another word; the page asks that none be written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

REMOVED = "[removed]"
# control, format (bidi marks, zero-width signs), surrogate, private and unassigned signs
UNWANTED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
KEYCAPS = re.compile("[\ufe00-\ufe0f\u20dd-\u20e4]")  # drawn on the digit before them
CHINESE_DIGITS = dict(zip("零〇一二三四五六七八九", "00123456789", strict=True))

LATIN = "A-Za-z0-9\u00c0-\u024f"
HAN = "\u3400-\u9fff"
HOST = rf"(?:[{LATIN}-]+(?:\.[{LATIN}-]+)*\.[a-z]{{2,}}|[{HAN}]{{1,12}}(?:\.[{HAN}]{{2,4}})+)"
AT = r"\s?(?:@|[(\[{]\s?(?:at|arroba)\s?[)\]}])\s?"
SPELT_AT, SPELT_DOT = r"\s(?:at|arroba)\s", r"\s(?:dot|ponto)\s"
ENDINGS = "com|org|net|edu|gov|info|app|io|hk|mo|cn|tw|pt|br|uk|eu"
OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
MESSENGERS = "wechat|weixin|微信|whats ?app|telegram|line id|qq|instagram|facebook|小紅書|小红书"
NUMBERED = "tel|telephone|phone|mobile|電話|电话|手機|手机|telefone|telemóvel|電話號碼|电话号码"

ADDRESSES = (
    rf"(?:[{LATIN}._%+'-]+|[{HAN}]{{1,8}}){AT}{HOST}",
    rf"[{LATIN}._-]+{SPELT_AT}[{LATIN}-]+(?:{SPELT_DOT}[{LATIN}-]+)+",
    r"(?<![A-Za-z\d])(?:https?|ftp)\s?:\s?//[!-~]+",
    r"(?<![A-Za-z\d])www\.[!-~]+",
    r"(?<![A-Za-z\d])(?:wa|t)\.me/[!-~]+",
    rf"(?<![{LATIN}.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{ENDINGS})(?![{LATIN}])(?:(?:[/?]|:\d)[!-~]*)?",
    rf"(?<![\d.])(?:{OCTET}\.){{3}}{OCTET}(?!\.?\d)",
    rf"(?<![{LATIN}])@[a-z0-9_.]{{3,}}",
    rf"(?:{MESSENGERS})\s?(?:id|no\.?|號|号|帳號|账号)?\s?:\s?[!-~]{{3,}}",
)
ORDINARY = "HKD|MOP|RMB|CNY|USD|EUR|NIF|BIR|TEL|FAX"  # before a number, and no part of it
# with a sign, a letter or a label that no figure has
PAPERS = (
    r"(?<![A-Za-z])[A-Z]{1,2}\s?\d{6}\s?\(\s?[\dA]\s?\)",  # Hong Kong identity card
    # that without its last sign, a passport, a permit to travel
    rf"(?<![A-Za-z])(?!{ORDINARY})[A-Z]{{1,3}}-?\d{{6,10}}[A-Z]?(?![A-Za-z\d])",
    rf"(?<![A-Za-z])(?!{ORDINARY})(?-i:[A-Z]{{1,3}})[ -]\d{{7,10}}(?!\d)",
    r"(?<![\d/])\d\s?/\s?\d{6}\s?/\s?\d(?![\d/])",  # Macao identity card, as it was written
    r"(?<![\d/])\d{7}\s?(?:\(\s?\d\s?\)|/\s?\d(?![\d/]))",  # and as it is now
    r"(?<!\d)\d{8}\s?\d\s?[A-Z]{2}\d(?!\d)",  # Portuguese citizen's card
    r"(?<!\d)\d{17}X(?![A-Za-z\d])",  # Mainland identity card
    r"(?:\+|(?<!\d)00(?=[1-9]))\s?\(?\d(?:[ ().-]{0,2}\d){6,}",  # a telephone number from abroad
    rf"(?<![A-Za-z])(?:{NUMBERED})\.?\s?(?:no\.?|n\.º)?\s?:?\s?(?P<it>\d(?:[ -]?\d){{5,}})",
)
CURRENCY = (
    r"(?:[$€£¥]|(?<![A-Za-z])(?:HKD|MOP|RMB|CNY|USD|EUR)\$?|人民幣|人民币|港元|港幣|港币|澳門元)"
)
UNITS = (
    "%|‰|元|人次|噸|吨|公里|平方|km|sq|m²|m2|ha\\b|hectares|people|residents|persons|passengers|"
    "trips|vehicles|patacas|yuan|dollars|tonnes|habitantes|pessoas|passageiros|euros|toneladas"
)
YEAR = r"(?:19|20)\d\d"
# three by three is how a Portuguese telephone number is written, too
TELEPHONE = r"(?:(?:351|852|853)[ .])?\d{3}[ .]\d{3}[ .]\d{3}(?![ .]?\d)"
FIGURES = (
    rf"{CURRENCY}\s?\d[\d,.]*(?: \d{{3}}(?!\d))*",
    rf"(?<![\d.-])\d[\d,.]*(?: \d{{3}})*\s?(?:{UNITS})",
    rf"(?<![\d/.-]){YEAR}([-/.])\d\d?\1\d\d?(?![\d/.-]\d|\d)",  # 2026-11-29
    rf"(?<![\d/.-])\d\d?([-/.])\d\d?\1{YEAR}(?![\d/.-]\d|\d)",  # 29.11.2026
    rf"(?<![\d/.-]){YEAR} ?[-–—/] ?{YEAR}(?![\d/-])",  # 2019-2024
    # 1 234 567, and 912 345 000
    rf"(?<![\d.])(?<!\d[ -])(?!{TELEPHONE})\d{{1,3}}([ .])\d{{3}}(?:\1\d{{3}})*(?![ .-]?\d)",
    r"(?<![\d.])(?<!\d[ -])\d{1,3}([ .])\d{3}(?:\1\d{3})*\1000(?![ .-]?\d)",
    r"(?<![\d.])(?:\d{1,2}\.\d+|\d{3}\.\d{5,7})(?![\d.])",  # 3.14159265, 114.16942
)
# eight digits or more, as Hong Kong's and Macao's telephones have, with what stands between them
RUNS = (
    r"(?:\((?=\d{1,4}\)))?\d(?:[ ()‐‑–—-]{0,2}\d){7,}(?:[ -]?X(?![A-Za-z]))?",
    r"(?<![\d.])(?=(?:\d\.?){8})\d{2,5}(?:\.\d{2,8})+",
)


def clean(comment: str) -> str:
    """One line of plain text, with REMOVED in place of what looks personal.

    >>> clean("Ask me:  +853 6612 3456 or ana@exemplo.mo, it is 56 sq km")
    'Ask me: [removed] or [removed], it is 56 sq km'
    """
    text = _plain_line(comment)
    shadow = "".join(map(_plain_sign, text))  # as long as the text, so that places agree
    shadow, spans = _found(ADDRESSES + PAPERS, shadow)
    shadow, _ = _found(FIGURES, shadow)
    spans += _found(RUNS, shadow)[1]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + REMOVED + text[end:]
    return text


def _plain_line(text: str) -> str:
    wanted = (s for s in text if s.isspace() or unicodedata.category(s) not in UNWANTED)
    return " ".join(KEYCAPS.sub("", "".join(wanted)).split())


@cache
def _plain_sign(sign: str) -> str:
    """One sign for one: digits of every script and width as 0-9, wide letters as narrow ones."""
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", sign)
    return CHINESE_DIGITS.get(sign, plain if len(plain) == 1 else sign)


def _found(patterns: tuple[str, ...], shadow: str) -> tuple[str, list[tuple[int, int]]]:
    """Where the patterns match, and the text with those places blacked out for the next ones."""
    spans: list[tuple[int, int]] = []
    for pattern in patterns:
        matches = [
            match.span("it" if "it" in match.groupdict() else 0)
            for match in re.finditer(pattern, shadow, re.IGNORECASE)
        ]
        for start, end in matches:
            shadow = shadow[:start] + "█" * (end - start) + shadow[end:]
        spans += matches
    return shadow, spans
