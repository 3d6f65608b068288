"""Tell what kind of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["money", "time", "quantity"]

NUMBER_WORD = (
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|half|third|quarter|none|"
    r"dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|mil|milhões|metade)\b"
    r"|[一二三四五六七八九十百千萬万億亿兩两]"
)
MONTH = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
)

# The first kind whose words a question uses is the one that it asks for.
ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "money",
        re.compile(
            r"\bhow much\b.*\b(?:cost|pay|paid|charge|worth|earn|invest|spend|spent)\w*\b"
            r"|\bwhat\b.*\b(?:fees?|fines?|prices?|costs?|charges?|salary|salaries)\b"
            r"|\bquanto\b.*\b(?:custa|custou|paga|pagam)\b|\b(?:preço|taxa de inscrição)\b"
            r"|幾多錢|几多钱|多少錢|多少钱|費用|费用|收費|收费|價錢|价钱",
            re.IGNORECASE,
        ),
    ),
    (
        "time",
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:year|date|day|month)\b|\bsince when\b"
            r"|\bquando\b|\bem que (?:ano|data|dia|mês)\b"
            r"|幾時|几时|何時|何时|什麼時候|什么时候|哪一?年|邊年|幾月|几月",
            re.IGNORECASE,
        ),
    ),
    (
        "quantity",
        re.compile(
            r"\bhow (?:many|much|big|long|far|large|tall|high|old|often|wide|deep)\b"
            r"|\bwhat (?:is|was|are|were) the (?:\w+ ){0,2}(?:number|area|size|length|population|"
            r"percentage|share|rate|age|gdp)\b|\bwhat (?:age|percentage|proportion|share)\b"
            r"|^(?:population|area|gdp)\b"
            r"|\bquant[oa]s?\b|\bqual (?:é|era|foi) a? ?(?:área|população)\b"
            r"|幾多|几多|多少|幾大|几大|多大|幾長|几长|多長|多长|幾個|几个",
            re.IGNORECASE,
        ),
    ),
)
HOLDS: dict[Kind, re.Pattern[str]] = {
    "money": re.compile(
        r"[$€£¥]|\b(?:yuan|rmb|hk\$|us\$|mop|patacas?|dollars?|renminbi|euros?|free of charge)\b"
        r"|\d ?(?:元|港元|人民幣|人民币|澳門元)",
        re.IGNORECASE,
    ),
    "time": re.compile(
        rf"\b(?:1[5-9]|20)\d\d\b|\b(?:{MONTH})\b|\bcentur(?:y|ies)\b|\b\d+(?:st|nd|rd|th)\b|[年月]",
        re.IGNORECASE,
    ),
    "quantity": re.compile(rf"\d|{NUMBER_WORD}", re.IGNORECASE),
}


def expected(question: str) -> Kind | None:
    """The kind of thing asked for, or None where any sentence may answer.

    >>> expected("How long is the bridge?"), expected("When did it open?"), expected("Who is he?")
    ('quantity', 'time', None)
    """
    return next((kind for kind, words in ASKED if words.search(question)), None)


def meets(kind: Kind | None, text: str) -> bool:
    """Whether a text holds something of the kind.

    >>> meets("quantity", "It has 37 members."), meets("money", "It has 37 members.")
    (True, False)
    """
    return kind is None or HOLDS[kind].search(text) is not None
