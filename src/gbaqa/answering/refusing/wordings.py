"""The sentences that tell why there is no answer, in the four languages of the public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gbaqa.types import LANGUAGES, Language

Sentence = Literal[
    "nothing-near",
    "covered-and-missing",
    "missing",
    "covered",
    "near",
    "another-period",
    "ambiguous",
    "false-premise",
]

# Each is true of the search alone, since a passage may answer in words that were not matched: none
# says that the documents do not hold something.
SENTENCES: Mapping[Sentence, tuple[str, str, str, str]] = {  # in the order of LANGUAGES
    "nothing-near": (
        "Nothing about this was found in the documents.",
        "在文件中找不到與此有關的內容。",
        "在文件中找不到与此有关的内容。",
        "Nada se encontrou sobre isto nos documentos.",
    ),
    "covered-and-missing": (
        "The nearest passage [1] speaks of “{covered}”, but no match for “{missing}” was found in "
        "it.",
        "最接近的段落 [1] 提到「{covered}」，但當中未找到與「{missing}」對應的字句。",
        "最接近的段落 [1] 提到“{covered}”，但其中未找到与“{missing}”对应的字句。",
        "A passagem mais próxima [1] fala de «{covered}», mas nela não se encontrou "
        "correspondência para «{missing}».",
    ),
    "missing": (
        "No match for “{missing}” was found in the nearest passage [1].",
        "最接近的段落 [1] 當中未找到與「{missing}」對應的字句。",
        "最接近的段落 [1] 中未找到与“{missing}”对应的字句。",
        "Não se encontrou correspondência para «{missing}» na passagem mais próxima [1].",
    ),
    "covered": (
        "The nearest passage [1] speaks of “{covered}”, but it is not certain that it answers the "
        "question.",
        "最接近的段落 [1] 提到「{covered}」，但未能確定它回答了這個問題。",
        "最接近的段落 [1] 提到“{covered}”，但未能确定它回答了这个问题。",
        "A passagem mais próxima [1] fala de «{covered}», mas não é certo que responda à pergunta.",
    ),
    "near": (
        "The nearest passage is [1], but it is not certain that it answers the question.",
        "最接近的段落是 [1]，但未能確定它回答了這個問題。",
        "最接近的段落是 [1]，但未能确定它回答了这个问题。",
        "A passagem mais próxima é [1], mas não é certo que responda à pergunta.",
    ),
    "another-period": (
        "The nearest passage [1] speaks of “{found}”; none was found that tells this for "
        "“{asked}”.",
        "最接近的段落 [1] 說的是「{found}」；找不到關於「{asked}」的段落。",
        "最接近的段落 [1] 说的是“{found}”；找不到关于“{asked}”的段落。",
        "A passagem mais próxima [1] fala de «{found}»; não se encontrou nenhuma que o diga para "
        "«{asked}».",
    ),
    "ambiguous": (
        "The question fits several subjects. Which one is meant?",
        "這個問題可以指幾樣不同的事物。你想問哪一樣？",
        "这个问题可以指几样不同的事物。你想问哪一样？",
        "A pergunta serve a vários assuntos. Qual deles se pretende?",
    ),
    "false-premise": (
        "The question takes something for granted that the nearest passage [1] seems to "
        "contradict.",
        "問題當作事實的情況，似乎與最接近的段落 [1] 不符。",
        "问题当作事实的情况，似乎与最接近的段落 [1] 不符。",
        "A pergunta dá por certa uma coisa que a passagem mais próxima [1] parece contrariar.",
    ),
}


def say(sentence: Sentence, language: Language, **words: str) -> str:
    """One of the sentences with words put in, verbatim.

    >>> say("missing", "pt", missing="taxa")
    'Não se encontrou correspondência para «taxa» na passagem mais próxima [1].'
    """
    return SENTENCES[sentence][LANGUAGES.index(language)].format(**words)
