"""What is said of an answer besides its quotes, in the four languages of the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from gbaqa.types import LANGUAGES, Language

Saying = Literal[
    "conflict", "superseded", "older", "older-than", "undated", "value", "dated-value", "no-date",
    "of-a-year", "value-list", "older-list", "about", "over", "under", "at least",
]  # fmt: skip
Label = Literal[
    "conflict", "superseded", "older-than", "undated", "stated-as-is", "asked-as", "taken",
    "searched", "nearest", "sources", "no-date", "written", "left-out", "failed",
    "check", "how-to-check", "colon", "comma", "open", "close",
    "page",
]  # fmt: skip

SAYINGS: Mapping[Saying, tuple[str, str, str, str]] = {  # in the order of LANGUAGES
    "conflict": (
        "The sources do not agree: {values}.",
        "各來源所載並不相同，分別為{values}。",
        "各来源的记载并不相同，分别为{values}。",
        "As fontes não coincidem: {values}.",
    ),
    "superseded": (
        "A newer source gives {newest}; {older}.",
        "較新的來源所載為{newest}；{older}。",
        "较新的来源记载为{newest}；{older}。",
        "Uma fonte mais recente indica {newest}; {older}.",
    ),
    "older": (
        "an older one gives {value}",
        "較早的來源所載為{value}",
        "较早的来源记载为{value}",
        "uma mais antiga indica {value}",
    ),
    "older-than": (
        "The newest source found is of {date}; the newest document of all is of {newest}.",
        "找到的來源之中，最新的日期是 {date}；全部文件之中，最新的日期是 {newest}。",
        "找到的来源中，最新的日期是 {date}；全部文件中，最新的日期是 {newest}。",
        "A fonte mais recente encontrada é de {date}; o documento mais recente de todos é de "
        "{newest}.",
    ),
    "undated": (
        "The source does not say when it was published.",
        "來源沒有註明發布日期。",
        "来源没有注明发布日期。",
        "A fonte não indica a data de publicação.",
    ),
    "value": ("{value} [{marker}]",) * 4,
    "dated-value": (
        "{value} ({date}) [{marker}]",
        "{value}（{date}）[{marker}]",
        "{value}（{date}）[{marker}]",
        "{value} ({date}) [{marker}]",
    ),
    "no-date": ("undated source", "來源沒有日期", "来源没有日期", "fonte sem data"),
    "of-a-year": (
        "undated source, figures of {year}",
        "來源沒有日期，數字屬 {year} 年",
        "来源没有日期，数字属 {year} 年",
        "fonte sem data, números de {year}",
    ),
    "value-list": (", ", "、", "、", ", "),
    "older-list": (", ", "；", "；", ", "),
    "about": ("about {value}", "約{value}", "约{value}", "cerca de {value}"),
    "over": ("over {value}", "超過{value}", "超过{value}", "mais de {value}"),
    "under": ("under {value}", "不多於{value}", "不多于{value}", "no máximo {value}"),
    "at least": ("at least {value}", "至少{value}", "至少{value}", "pelo menos {value}"),
}

# Those that are also a kind of notice label it; "colon" to "close" are signs, not words.
LABELS: Mapping[Label, tuple[str, str, str, str]] = {
    "conflict": ("Sources differ", "來源說法不一", "来源说法不一", "Fontes divergentes"),
    "superseded": ("Newer figure", "有較新資料", "有较新资料", "Dado mais recente"),
    "older-than": ("Older source", "來源較舊", "来源较旧", "Fonte mais antiga"),
    "undated": ("No date", "沒有日期", "没有日期", "Sem data"),
    "stated-as-is": ("Note", "備註", "备注", "Nota"),
    "asked-as": ("Asked as", "完整問題", "完整问题", "Pergunta completa"),
    "taken": ("Taken from before", "沿用前文", "沿用前文", "Retomado de antes"),
    # an English question is searched with its typing errors set right, any other also in English
    "searched": ("Searched for", "同時搜尋", "同时搜索", "Pesquisado também"),
    "nearest": (
        "Nearest passages",
        "最接近的段落",
        "最接近的段落",
        "Passagens mais próximas",
    ),
    "sources": ("Sources", "來源", "来源", "Fontes"),
    "no-date": ("undated", "沒有日期", "没有日期", "sem data"),
    "written": (
        "Written by {model} from the quotes below; each sentence was checked against them",
        "由 {model} 根據以下引文撰寫，每句均已與引文核對",
        "由 {model} 根据以下引文撰写，每句均已与引文核对",
        "Redigido por {model} a partir das citações abaixo; cada frase foi conferida com elas",
    ),
    "left-out": ("Left out", "未予採用", "未予采用", "Deixado de fora"),
    "failed": (
        "No answer was written",
        "未有撰寫答案",
        "未撰写答案",
        "Não foi redigida nenhuma resposta",
    ),
    "check": ("How to check this", "如何核實", "如何核实", "Como verificar"),
    "how-to-check": (
        "Save this file and run {command}: every quote is compared with its document, and what "
        "you read here with the data below.",
        "請儲存這個檔案，然後執行 {command}：每段引文會與原文件核對，以上文字亦會與以下數據核對。",
        "请保存这个文件，然后运行 {command}：每段引文会与原文件核对，以上文字也会与以下数据核对。",
        "Guarde este ficheiro e execute {command}: cada citação é comparada com o seu documento, "
        "e o que aqui se lê com os dados abaixo.",
    ),
    "page": ("p. {page}", "第 {page} 頁", "第 {page} 页", "pág. {page}"),
    "colon": (": ", "：", "：", ": "),
    "comma": (", ", "，", "，", ", "),
    "open": (" (", "（", "（", " ("),
    "close": (")", "）", "）", ")"),
}


def say(saying: Saying, language: Language, **words: object) -> str:
    """A part of a notice with words put in, verbatim.

    >>> say("conflict", "pt", values="23 [1], 25 [2]")
    'As fontes não coincidem: 23 [1], 25 [2].'
    """
    return SAYINGS[saying][LANGUAGES.index(language)].format(**words)


def label(name: Label, language: Language, **words: object) -> str:
    """A label, or a sign between a label and what it labels.

    >>> label("conflict", "en") + label("colon", "en")
    'Sources differ: '
    """
    return LABELS[name][LANGUAGES.index(language)].format(**words)


def labelled(name: str, text: str, language: Language) -> str:
    """A text behind its label; the label alone, with its colon, where there is no text.

    >>> labelled("沒有日期", "來源沒有註明發布日期。", "zh-Hant"), labelled("Sources", "", "en")
    ('沒有日期：來源沒有註明發布日期。', 'Sources:')
    """
    return (name + label("colon", language) + text).rstrip()


def label_of_notice(kind: str, language: Language) -> str:
    """The label of a kind of notice; of a kind that has none, that of a note.

    >>> label_of_notice("undated", "zh-Hant"), label_of_notice("brand-new", "pt")
    ('沒有日期', 'Nota')
    """
    named: Mapping[str, Label] = {
        "conflict": "conflict", "superseded": "superseded", "older-than": "older-than",
        "undated": "undated",
    }  # fmt: skip
    return label(named.get(kind, "stated-as-is"), language)


def unnamed(text: str, markers: Sequence[int]) -> tuple[int, ...]:
    """The markers that a text does not name itself, and that have to stand behind it.

    >>> unnamed("The sources do not agree: 23 [1], 25 [2].", (1, 2, 3))
    (3,)
    """
    return tuple(marker for marker in markers if f"[{marker}]" not in text)
