"""The words of numbers, units and dates in Portuguese."""

from __future__ import annotations

from decimal import Decimal

from gbaqa.text.quantities.lexicon import HUNDREDTH, MILE, MILLIONTH, NAUTICAL_MILE, Lexicon
from gbaqa.text.quantities.records import Unit

UNITS = (
    Unit("por cento|pontos percentuais", "percent", "%"),
    Unit("quil[óo]metros? por hora|km por hora", "speed", "km/h"),
    Unit("quil[óo]metros? quadrados?", "area", "km2"),
    Unit("metros? quadrados?", "area", "km2", MILLIONTH),
    Unit("hectares?", "area", "km2", HUNDREDTH),
    Unit("milhas? n[áa]uticas?", "length", "km", NAUTICAL_MILE),
    Unit("quil[óo]metros?", "length", "km"),
    Unit("metros?", "length", "km", Decimal("0.001")),
    Unit("milhas?", "length", "km", MILE),
    Unit("anos? de idade", "age", "year"),
    Unit("dias?(?: [úu]teis| [úu]til)?", "duration", "day"),
    Unit("semanas?", "duration", "day", Decimal(7)),
    Unit("m[êe]s(?:es)?", "duration", "month"),
    Unit("anos?", "duration", "year"),
    Unit("d[ée]cadas?", "duration", "year", Decimal(10)),
    Unit("horas?", "duration", "hour"),
    Unit("minutos?", "duration", "minute"),
    Unit("segundos", "duration", "second"),
)
MONEYS = (
    Unit("yuan|yuans|renminbis?|RMB|CNY", "money", "CNY"),
    Unit("d[óo]lares de hong kong|HKD", "money", "HKD"),
    Unit(
        "d[óo]lares(?: norte-americanos| americanos| dos EUA| dos Estados Unidos)|USD",
        "money", "USD",
    ),
    Unit("patacas?|MOP", "money", "MOP"),
    Unit("euros?|EUR|€", "money", "EUR"),
    Unit("libras?|GBP", "money", "GBP"),
    Unit("reais", "money", "BRL"),
    Unit("d[óo]lares", "money", "$"),
)  # fmt: skip

NUMBERS = {
    word: i
    for i, words in enumerate(
        "um|uma dois|duas três|tres quatro cinco seis sete oito nove dez onze doze treze "
        "catorze|quatorze quinze dezasseis|dezesseis dezassete|dezessete dezoito "
        "dezanove|dezenove vinte".split(),
        1,
    )
    for word in words.split("|")
} | {
    "trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60, "setenta": 70,
    "oitenta": 80, "noventa": 90, "cem": 100, "cento": 100, "duzentos": 200, "duzentas": 200,
    "trezentos": 300, "trezentas": 300, "quatrocentos": 400, "quatrocentas": 400,
    "quinhentos": 500, "quinhentas": 500, "seiscentos": 600, "seiscentas": 600,
    "setecentos": 700, "setecentas": 700, "oitocentos": 800, "oitocentas": 800,
    "novecentos": 900, "novecentas": 900, "mil": 1000, "dúzia": 12,
}  # fmt: skip
# as Portugal and Macau count: a bilião is a million millions; bilhão is Brazil's billion
SCALES = {
    "mil milhões": 10**9, "mil milhoes": 10**9, "mil": 1000,
    "milhões": 10**6, "milhoes": 10**6, "milhão": 10**6, "milhao": 10**6,
    "biliões": 10**12, "bilioes": 10**12, "bilião": 10**12, "biliao": 10**12,
    "bilhões": 10**9, "bilhoes": 10**9, "bilhão": 10**9, "trilhões": 10**12, "trilhão": 10**12,
}  # fmt: skip
FIRSTS = (
    "primeir segund terceir quart quint sext sétim oitav non décim"
).split()  # fmt: skip
MONTHS = (
    "janeiro", "fevereiro", "mar[çc]o", "abril", "maio", "junho", "julho", "agosto", "setembro",
    "outubro", "novembro", "dezembro",
)  # fmt: skip

PORTUGUESE = Lexicon(
    figure=r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:,\d+)?",
    decimal=",",
    numbers=NUMBERS,
    joints=tuple(f"(?<={end}) e " for end in ("nta", "inte", "ento", "ntos", "ntas", "mil")),
    factors=frozenset(("dúzia",)),
    article="meio|meia",
    articles=frozenset(("um", "uma")),
    lone="mei[oa](?= (?:hora|dia|ano))",
    halves=frozenset(("meio", "meia")),
    not_shared="de (?:1|2)[0-9]{3}|trimestre|semestre",
    scales=SCALES,
    units=UNITS,
    moneys=MONEYS,
    ordinals={word + "[oa]s?": i for i, word in enumerate(FIRSTS, 1)},
    ordinal_mark=r"\.?[ºª°](?:s)?|\.[oa]s?",
    fractions={
        "metade": 2, "metades": 2, "terço": 3, "terços": 3, "quarto": 4, "quartos": 4,
        "quinto": 5, "quintos": 5, "décimo": 10, "décimos": 10,
    },
    months=MONTHS,
    link="(?:[ -]| de )?",
    of=" (?:de |do ano de )?",
    part=(
        "(?:(?:in[íi]cios?|princ[íi]pios?|fi(?:m|ns)|fina(?:l|is)|meados) (?:de|do ano de)|"
        "(?:primeir|segund)[oa] (?:semestre|metade) de|"
        "(?:primeiro|segundo|terceiro|quarto|[uú]ltimo) trimestre de) "
    ),
    age="(?:com|idade de|dos|a partir dos) (?=\\d+ anos de idade)",
    precisions=(
        ("at least", "pelo menos|no m[íi]nimo|n[ãa]o menos de|a partir de"),
        ("under", "menos de|abaixo de|at[ée]|inferior a|no m[áa]ximo|n[ãa]o mais de|dentro de"),
        ("over", "mais de|acima de|superior a|ultrapass(?:a|ou|ando)|exced(?:e|eu|endo)"),
        ("about", "cerca de|aproximadamente|quase|perto de|[àa] volta de|un?s|umas|por volta de"),
    ),
    after=(
        ("at least", " ?(?:ou mais|\\+)"),
        ("under", " ou menos"),
    ),
    naming="artigos?|fases?|cap[íi]tulos?|sec[çc][ãa]o|n\\.?[ºo]s?|linha|p[áa]gina",
    function=frozenset(
        "a as à às ao aos com como da das de do dos e em é entre foi foram há mais menos na nas no "
        "nos o os ou para pela pelas pelo pelos por que se são ser um uma ano anos".split()
    ),
)  # fmt: skip
