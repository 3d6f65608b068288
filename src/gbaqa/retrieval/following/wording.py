"""The words and signs of four languages by which a turn points back, or leaves its subject."""

from __future__ import annotations

import re

from gbaqa.retrieval.translating import chinese, portuguese
from gbaqa.text.scripts import HAN, folded
from gbaqa.text.terms import ASKING

# English words that join, soften or stand for others, beyond those that ask
ENGLISH = frozenset(
    (
        "about above across actually after again against all almost along already also although "
        "always among amount and another any anybody anyone anything around away back because "
        "become becomes before behind being below between big both but cannot come comes coming "
        "could currently done down during each either else enough even ever every everyone "
        "everything exactly except far few fine first-hand further gets getting gives go goes "
        "going gone good got great having he hello her here hers hi high him his however "
        "including inside instead into itself just keep kept kind knew know large later least "
        "less let lets like likely long look made make makes making maybe mean meant might more "
        "most mostly must myself near need needed needs neither never no nobody none nor not "
        "nothing now number off often oh ok okay old once one ones only onto or other others "
        "otherwise ought ours out outside over own part people per perhaps person put puts quite "
        "rather really right said same say says see seem seems seen she should since some "
        "somebody someone something sometimes somewhere soon sorry sort still such supposed sure "
        "take taken takes taking thank thanks that's thing things think though through throughout "
        "then thus till together too took toward towards two under unless until untill up upon use "
        "used uses using usually very via wants wanted way ways well went whatever where's "
        "whether while who's whole within without would yes yet your yours yourself i'm i've it's "
        "they're there's don't doesn't didn't isn't aren't wasn't weren't won't can't couldn't "
        "hasn't haven't hadn't"
    ).split()
)
PORTUGUESE = portuguese.FUNCTION | frozenset(
    word for asking in portuguese.ASKING for word in asking.split()
)
PORTUGUESE_MORE = frozenset(
    "agora antes após até cada coisa depois desde deu deram durante entre fica ficam ficou "
    "obrigada obrigado outra outro sem toda todas todo todos tudo".split()
)
# "data" joins nothing in English
LATIN_FUNCTION = (ASKING | ENGLISH | PORTUGUESE | PORTUGUESE_MORE) - {"data"}
LEADING_TO_NOUNS = frozenset(
    "the a an of in on for to from by with about at into between under over and its their "
    "o a os as do da dos das no na nos nas ao à de em por pelo pela com para um uma entre "
    "sobre".split()
)
# what Cantonese and standard Chinese ask, point and join with, beyond chinese.FUNCTION
CHINESE = frozenset(
    folded(
        "幾多 幾時 甚麼時候 甚麼 咩 乜 乜嘢 邊度 邊個 邊間 邊日 邊啲 邊位 邊條 邊 哪裡 哪年 "
        "哪天 哪一天 哪一 點解 點樣 點 誰 幾多個 幾大 幾長 幾高 幾遠 幾耐 幾錢 有冇 有無 可唔可以 "
        "係咪 會唔會 一共 總共 合共 想問 想知 而家 依家 現在 另外 入面 裡面 當中 那裏 那裡 嗰邊 "
        "嗰度 這裏 呢度 嗰個 嗰份 嗰年 嗰啲 嗰 呢個 呢份 呢啲 嘅 咗 緊 係 喺 咁 㗎 喇 佢 佢哋 唔 "
        "唔該 冇 畀 俾 攞 嚟 仲 啲 哋 做 搞 開始 架 條 個 輛 年 月 日 天 人 上去 入 先 好 對了 "
        "轉個話題 轉話題 您 頭 尾 號"
    ).split()
) | (chinese.FUNCTION | chinese.ASKING.keys())

MONTHS = frozenset(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec janeiro fevereiro março abril maio junho julho "
    "agosto setembro outubro novembro dezembro".split()
)
ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth primeiro primeira primeiros "
    "primeiras segundo segunda segundos segundas terceiro terceira terceiros terceiras quarto "
    "quarta quinto quinta sexto sexta sétimo sétima oitavo oitava nono nona décimo décima".split()
)

THANKING = (
    r"(?:ok(?:ay)?|thanks?(?: you)?|thx|right|fine|great|good|no|sorry|yes|hm+|obrigad[oa]|certo"
    r"|bom|好|好的|多謝|谢谢|唔該)\W+"
)
# how a turn goes on from the one before it
OPENING = re.compile(
    rf"^\W*(?:{THANKING})*(?:"
    r"(?:and|but|so|or|then|also|plus|what about|how about|what else|i meant?|e|mas|então|ou"
    r"|quanto a)\b|why\W*$|porquê\W*$|[咁噉]|那(?![個个些份里裡裏]))",
    re.IGNORECASE,
)
ENDING = re.compile(
    r"呢\W*$|\b(?:too|as well|instead|também|else)\W*$|\bn?essa altura\b"
    r"|\b(?:before|after|of|about|was|is|than) that\W*$",
    re.IGNORECASE,
)
# it, they, the same, the second one, isso
POINTING = re.compile(
    r"(?<![\w-])(?:(?P<bare>it|this)|its|they|their|theirs|them|he|him|she|his|her|hers|these|those"
    r"|the same(?! as)|the (?:others?|former|latter)(?=\s*(?:[?.!,]|$))"
    r"|(?:the|which|that|\w+(?:st|nd|rd|th)) ones?"
    r"|eles?|elas?|deles?|delas?|nele|nela|isso|isto|disso|disto|nisso|seus?|suas?|esses?|essas?"
    r"|nesse|nessa|desse|dessa|deste|desta|neste|nesta)(?![\w-])"
    r"|[它牠佢他她]|(?<![應应])[該该](?!\w?署)|其(?![他它餘余實实中])",
    re.IGNORECASE,
)
# "it takes", "is it true that", "this year" point at nothing
EXPLETIVE = re.compile(
    r"\bit(?= (?:takes?|costs?|(?:was |be |is )?(?:true|possible|necessary|legal|allowed|worth))\b)"
    r"|\b(?:is|was) it(?= \w+ (?:to|that|for)\b)|\bit(?= \w+ to\b)"
    r"|\bthis(?= (?:year|month|week|time)\b)|\bthese(?= days\b)"
    r"|\bneste(?= (?:momento|ano)\b)|\beste(?= ano\b)",
    re.IGNORECASE,
)
THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bwill )(?<!\bbe )\bthere\b"
    r"(?! (?:is|are|was|were|an?|any)\b)|(?<!\bcá e )\b(?:lá|ali|aí)\b"
    r"|嗰度|那裏|那裡|那里|那边|那邊|嗰邊|當地|当地",
    re.IGNORECASE,
)
# a Chinese turn that begins with "that", "in it", or a measure word with nothing before it
CHINESE_START = re.compile(
    r"^\W*(?:[嗰那這这此]|呢(?=[個个間间份條条三兩两幾几啲度])"
    rf"|[間间條条份架座班批隻只個个](?=[{HAN}])|其中|入面|裏面|裡面|里面|當中|当中|[頭头][一兩两三])"
)
LEAVING = re.compile(
    r"\b(?:something else|another (?:thing|question|topic|matter)"
    r"|(?:different|new) (?:topic|question|subject)|change (?:of )?(?:subject|topic)|by the way|btw"
    r"|one (?:last|more) thing|now about|moving on|já agora|outra (?:coisa|questão|pergunta)"
    r"|a propósito|mudando de assunto)\b"
    r"|另外|[轉转換换][個个]?[話话]題|[轉转換换][個个]?话题|[講讲]第二[樣样]|順便|顺便|對了|对了",
    re.IGNORECASE,
)
DEFINING = re.compile(
    r"^\W*(?:what|who) (?:is|are) an? |^\W*o que (?:é|são) uma? |(?:什麼|什么|咩|乜)(?:是|係|叫)",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(?:when|who|whom|where|how (?:many|much|long|big|large|far|old|often)|which|why"
    r"|quando|quem|onde|quantos?|quantas?|qual|quais)\b|[幾几邊边哪誰谁佔占派]|多[少久長长大高遠远]|何[時时處处]",
    re.IGNORECASE,
)
# a question for a person, and a pronoun that stands for one
WHO = re.compile(
    r"\b(?:who|whom|whose|quem)\b|[誰谁]|[邊边][個个位]|哪[個个]?[人位]", re.IGNORECASE
)
PERSON = re.compile(
    r"(?<![\w-])(?:he|him|his|she|hers?|ele|ela|dele|dela)(?![\w-])|[佢他她]", re.IGNORECASE
)
