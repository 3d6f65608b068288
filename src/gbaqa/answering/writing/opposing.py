"""Tell whether a sentence denies what a text says, or says the opposite."""

from __future__ import annotations

import re

from gbaqa.text.scripts import IDEOGRAPH

# Each in English, Portuguese and Chinese of both scripts (compared in Simplified script).
NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|nothing|nobody|\w+n't)\b"
    r"|\b(?:não|nem|nunca|jamais|sem|nenhum|nenhuma|nenhuns|nenhumas|nada|ninguém)\b"
    # not those that bound an amount, and not words of which the sign is a part
    r"|不(?![少多低超足同断仅但只过论管]|锈|动产|良资产)|没|(?<!从)未(?![来成婚])"
    r"|[无無](?![人机论线障烟限数缝])|并非|毋|勿|(?<![是能可])否(?!则)",
    re.IGNORECASE,
)
NO_NEGATION = re.compile(
    r"\bno (?:more|less|fewer|later|earlier) than\b|\bnot only\b|\bno\.\s*\d|\bnão só\b"
    r"|\bno (?=\w+ (?:de|da|do)\b)",  # Portuguese: in the
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"[,;:.!?](?=\s|$)|[，；：。！？()（）]|\b(?:but|however|while|whereas|mas|porém)\b|但|而"
    r"|\band (?=(?:does|do|did|is|are|was|were|has|have|had|may|can|will|must|need|not)\b)"
    r"|\be (?=não\b)",
    re.IGNORECASE,
)


def _words(listed: str) -> re.Pattern[str]:
    """Any of the words; * stands for any ending, _ for a space."""
    patterns = (
        word if IDEOGRAPH.search(word) else rf"\b{word.replace('*', chr(92) + 'w*')}\b"
        for word in listed.replace("_", " ").split("  ")
    )
    return re.compile("|".join(patterns), re.IGNORECASE)


# Pairs of which a sentence must not say the one where its quotes say the other alone.
OPPOSITES = tuple(
    tuple(_words("  ".join(side.split())) for side in (one, other))
    for one, other in (
        (
            "rose rise* rising risen increas* grew grow* aument* cresc* subi* 增长 增加 上升 上涨",
            "fell fall falls fallen falling declin* decreas* drop* shrank diminu* caiu caíram "
            "desce* 下降 下跌 减少 缩减",
        ),
        (
            "largest biggest highest greatest longest tallest oldest most maior mais "
            "最大 最高 最长",
            "smallest lowest shortest least fewest youngest menor menos 最小 最低 最短",
        ),
        (
            "more higher larger above exceed* over mais superior acima 高于 多于 超过 逾 以上",
            "less lower fewer smaller below under menos inferior abaixo 低于 少于 不足 以下 不超过",
        ),
        ("before antes 之前 以前", "after depois após 之后 以后"),
        ("first primeiro primeira 首个 首次 第一", "last último última 最后"),
        ("export* 出口", "import imports imported importing importa* 进口"),
        (
            "voluntary voluntari* optional voluntári* 自愿",
            "mandatory compulsory obligatory forced obrigat* 强制 必须",
        ),
        (
            "allow* permit* may can pode* permite* 允许 可以 准许",
            "forbid* ban bans banned prohibit* proíb* proib* 禁止 不准 不得",
        ),
        ("free_of_charge for_free gratuit* grátis 免费", "fee fees paid charge* pag* 收费 付费"),
        (
            "open opens opened opening abr* 开放 开通 开幕",
            "close closes closed closure fech* encerr* 关闭 闭幕",
        ),
        (
            "start* began begin* launch* inici* começ* 开始 启动",
            "end ends ended finish* abolish* termin* aboli* 结束 取消",
        ),
        ("northbound north norte 北上 北部", "southbound south sul 南下 南部"),
        ("east eastern leste 东部", "west western oeste 西部"),
        (
            "minimum at_least mínim* pelo_menos 至少 最少",
            "maximum at_most up_to máxim* no_máximo até 最多 至多",
        ),
        ("public públic* 公立 公营", "private privad* 私立 私营 民营"),
    )
)


def denies(text: str) -> bool:
    """Whether a text in Simplified script and lower case denies something.

    >>> denies("joining is not compulsory"), denies("最多不超过三天"), denies("毋须签证")
    (True, False, True)
    """
    return NEGATION.search(NO_NEGATION.sub(" ", text)) is not None


def clauses(text: str) -> list[str]:
    """The parts of a text between its commas and stops."""
    return [piece.strip() for piece in CLAUSE.split(text) if piece and piece.strip()]


def opposed(sentence: str, quotes: str) -> str:
    """The word of the sentence whose opposite the quotes have and itself not; "" for none.

    >>> opposed("prices fell", "prices rose by 5%"), opposed("prices fell", "it fell as rents rose")
    ('fell', '')
    """
    for pair in OPPOSITES:
        for one, other in (pair, pair[::-1]):
            found = one.search(sentence)
            if (
                found
                and not other.search(sentence)
                and not one.search(quotes)
                and other.search(quotes)
            ):
                return found[0]
    return ""
