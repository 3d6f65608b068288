"""A few names and documents by which follow-ups are completed in the tests."""

from __future__ import annotations

import math

from gbaqa.retrieval.following import known_names
from gbaqa.types import Term

NAMES = known_names(
    [
        Term(en="Hong Kong", zh_hant="香港", zh_hans="香港", aliases=("HK",), kind="place"),
        Term(en="Macao", zh_hant="澳門", zh_hans="澳门", pt="Macau", kind="place"),
        Term(en="Hengqin", zh_hant="橫琴", zh_hans="横琴", kind="place"),
        Term(en="Huizhou", zh_hant="惠州", zh_hans="惠州", kind="place"),
        Term(en="Jiangmen", zh_hant="江門", zh_hans="江门", kind="place"),
        Term(en="Mozambique", pt="Moçambique", kind="place"),
        Term(en="Portugal", pt="Portugal", kind="place"),
        Term(
            en="Huangmaohai Link",
            zh_hant="黃茅海跨海通道",
            zh_hans="黄茅海跨海通道",
            pt="Ligação de Huangmaohai",
            kind="transport",
        ),
        Term(
            en="Greater Bay Area", zh_hant="大灣區", zh_hans="大湾区", pt="Grande Baía", kind="zone"
        ),
        Term(en="Elderly Health Care Voucher", zh_hant="長者醫療券", kind="scheme"),
        Term(en="National Games", zh_hant="全運會", zh_hans="全运会", kind="event"),
        Term(en="Kevin Choi", zh_hant="蔡傑銘", kind="person"),
        Term(en="toll", zh_hant="通行費", pt="portagem", kind="term"),
    ]
)
HELD = 1000  # passages
FREQUENCY = {
    **dict.fromkeys(("hong", "kong", "香港", "macao", "macau", "澳门"), 400),
    **dict.fromkeys(("greater", "bay", "area", "大湾", "湾区"), 500),
    **dict.fromkeys(("hengqin", "横琴", "jiangmen", "江门", "huizhou", "惠州"), 60),
    **dict.fromkeys(("member", "meet", "park", "plan", "allianc", "industri"), 90),
    **dict.fromkeys(("found", "open", "start", "year", "hold", "chair", "held"), 150),
}
COMMON = 8  # of every other word, but for those that no document holds
UNHELD = frozenset(("moth", "wardrob", "\0"))


def rarity(term: str) -> float:
    """The inverse document frequency in a corpus of HELD passages."""
    count = 0 if term in UNHELD else FREQUENCY.get(term, COMMON)
    return math.log(1 + (HELD - count + 0.5) / (count + 0.5))
