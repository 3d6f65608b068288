"""Find the names in a sentence: people, bodies and places, by how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gbaqa.text.scripts import HAN, IDEOGRAPH, folded
from gbaqa.types import Span

CAPITAL = "[A-ZÀ-Þ]"
LETTERS = "[^\\W_\u3400-\u9fff]"
NAME_WORD = rf"{CAPITAL}(?:{LETTERS}|[.&'’-](?={LETTERS}))*(?:\.(?= {CAPITAL}))?"
LINK = "of|and|for|the|de|da|do|das|dos|e|&"
NAME = re.compile(rf"(?<![\w-]){NAME_WORD}(?: (?:(?:{LINK}) )*{NAME_WORD})*")
MONTHS = frozenset(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
# what may stand with a capital only because it opens the sentence
OPENERS = frozenset(
    "The A An In On At By As It Its They He She From For To Of And But Under After Before Since "
    "With Over About More All Both Each Some Most When Where While If That This These Those There "
    "According During Between Among Until Up One Two Three Four Five Six Seven Eight Nine Ten "
    "O Os As Um Uma Em No Na Nos Nas De Da Do Segundo Por Para Com".split()
)
# the commonest family names, as the lists of Hong Kong and the mainland have them
SURNAME = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃洪武莫孔汤"
    "岑聂麦甄霍卓温邬伍关简容苗翁倪谷钱柯甘游]"
)
CHINESE_TITLE = (
    "局长|主席|司长|部长|院长|校长|市长|省长|书记|主任|行政长官|特首|秘书长|总裁|会长|理事长|署长|专员|"
    "总监|教授|先生|女士|博士|议员|委员|主播|运动员|影星|演员|代表|经理|处长|厅长|发言人|总理|副总理|大使"
)
CHINESE_PERSON = re.compile(
    rf"(?:{CHINESE_TITLE})(?P<after>{SURNAME}[{HAN}]{{1,2}})(?=[、，,。和与及於于在表示说主指称出则将，;；（(]|$)"
    rf"|(?<![{HAN}])(?P<before>{SURNAME}[{HAN}]{{1,2}})(?=[、，,和与及在於于表示说指]|$)"
)
CHINESE_BODY = re.compile(
    rf"[{HAN}（）()]{{2,18}}?(?:公司|集团|大学|学院|研究院|研究所|银行|医院|协会|联盟|委员会|总会|商会|管理局|署|厅|部门|"
    rf"发展局|贸易发展局|中心|机构|基金会|学会)"
)
CHINESE_PLACE = re.compile(
    rf"(?:[在于]|位于|设于|设在)(?P<place>[{HAN}]{{2,8}}?)(?=举行|举办|签署|公布|宣布|召开|闭幕|开幕|设|成立|启动|[，。、；]|$)"
)
PLACE_LEAD = re.compile(
    r"(?<![A-Z]\w)\b(?<!according )(?:in|at|to|from|near|into|em|no|na|para) (?:the )?$"
)
CAPITAL_BEFORE = re.compile(r"[A-Z][\w-]* (?:in|at|to|from|near|into) (?:the )?$")


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[Span, ...]:
    """Runs of capitalised words in Latin letters, without a word that only opens the sentence.

    >>> [span.of("The head is Chan Kwok-ki of Hong Kong.") for span in
    ...  names("The head is Chan Kwok-ki of Hong Kong.")]
    ['Chan Kwok-ki of Hong Kong']
    """
    return tuple(span for found in NAME.finditer(text) if (span := _without_opener(found)))


def _without_opener(found: re.Match[str]) -> Span | None:
    start, end = found.span()
    words = found[0].split(" ")
    while words and (words[0].strip(".") in OPENERS | MONTHS or words[0] in LINK.split("|")):
        start += len(words[0]) + 1
        words = words[1:]
    return Span(start, end) if words and start < end else None


@lru_cache(maxsize=4096)
def people(text: str) -> tuple[Span, ...]:
    """Names of people, as far as a title beside them or a family name tells.

    >>> text = "Hong Kong's Financial Secretary Paul Chan spoke."
    >>> [span.of(text) for span in people(text)]
    ['Paul Chan']
    """
    if IDEOGRAPH.search(text):
        return tuple(_chinese_people(folded(text)))
    return tuple(_latin_people(text))


def _chinese_people(text: str) -> Iterator[Span]:
    for found in CHINESE_PERSON.finditer(text):
        yield Span(*found.span("after" if found["after"] else "before"))


# words that make a name one of a body, a place or a thing
NO_PERSON = re.compile(
    r"\b(?:"
    + "|".join(
        "Academy Agency Airport Alliance Area Article Association Authority Bank Bay Bridge Bureau "
        "Bus Business Capital Centre Center Cent Chamber China Chinese City College Commission "
        "Committee Company Conference Connect Cooperation Co-operation Corporation Council County "
        "Court Daily Department Development District Exchange Fair Forum Foundation Fund Games "
        "Global Government Group Guangdong Guangzhou Hall Hong Hospital Initiative Institute "
        "Island Kong Law Limited Link Ltd Lusa Macao Macau Magazine Measures Ministry News Office "
        "Park Permit Plan Plaza Policy Port Post Press Program Programme Province Region Report "
        "River Road SAR Scheme School Science Securities Service Services Shenzhen Single Society "
        "Standard Standards Star State Statement Street Summit Technology Times Tower Travel "
        "Treaty Union University Xinhua Zhuhai Zone".split()
    )
    + r")\b"
)
PERSON = re.compile(rf"^{NAME_WORD}(?: (?:(?:de|da|dos|do) )?{NAME_WORD}){{1,4}}$")
ROLE = re.compile(
    r"^(?:(?:(?:Hong Kong|Guangdong|Macao|Macau|China|Beijing)(?:'s)?|Mr|Mrs|Ms|Dr|Prof|Professor|"
    r"Sir|President|Premier|Chairman|Director|Commissioner|Governor|Mayor|Chief|Executive|"
    r"Financial|Secretary|Permanent|Deputy|Vice|Minister|Head|Under|Justice|Labour|Commerce|"
    r"Transport)\.? )+"
)


def _latin_people(text: str) -> Iterator[Span]:
    """Capitalised words, at least two, none of which names a body or a place."""
    for span in names(text):
        role = ROLE.match(span.of(text))
        start = span.start + (role.end() if role else 0)
        name = text[start : span.end].removesuffix("'s").removesuffix("’s")
        if PERSON.match(name) and not NO_PERSON.search(name):
            yield Span(start, start + len(name))


@lru_cache(maxsize=4096)
def bodies(text: str) -> tuple[Span, ...]:
    """Names of bodies that are written in Chinese."""
    plain = folded(text)
    return tuple(Span(*found.span()) for found in CHINESE_BODY.finditer(plain))


@lru_cache(maxsize=4096)
def places(text: str) -> tuple[Span, ...]:
    """Names after a word of place, or with a Chinese word for one.

    >>> text = "It was signed in Beijing on 29 June."
    >>> [span.of(text) for span in places(text)]
    ['Beijing']
    """
    if IDEOGRAPH.search(text):
        return tuple(Span(*one.span("place")) for one in CHINESE_PLACE.finditer(folded(text)))
    before = {span: text[max(0, span.start - 30) : span.start] for span in names(text)}
    return tuple(
        span
        for span, lead in before.items()
        if PLACE_LEAD.search(lead) and not CAPITAL_BEFORE.search(lead)
    )
