"""The words by which an English question tells what it asks for."""

from __future__ import annotations

from gbaqa.answering.expecting.records import Cue, any_of
from gbaqa.text.quantities import QuantityKind

# nouns of what can be measured, by what they are measured in; after "what is the", or bare
MONEY = any_of(
    "costs? prices? fees? fares? tolls? charges? fines? penalt(?:y|ies) salar(?:y|ies) wages? "
    "income pay rents? rentals? budgets? revenues? turnover profits? gdp exports? imports? "
    "(?:foreign|total)_trade trade_volume investments? funding funds? subsid(?:y|ies) grants? "
    "allowances? bonus assets? value worth amounts? output prize deposit money financing"
)
PERCENT = any_of("percentages? proportions? shares? slices? rates? per_?cent fraction ratio")
AREA = any_of(
    "area size territory surface sq_?km square_(?:kilomet|met)(?:re|er)s? hectares? floor_space"
)
LENGTH = any_of("length distance height width depth km kilomet(?:re|er)s? met(?:re|er)s?")
DURATION = any_of(
    "travel(?:ling)?_time duration waiting_time journey_time validity time_limit period term"
)
COUNT = (
    r"(?<!phone )(?<!document )(?<!identifier )"
    + any_of("numbers? population headcount capacity quota")
)  # fmt: skip
DATE = any_of("dates? days? years? months? deadlines? weekday time opening_hours")
PLACES = any_of(
    "cit(?:y|ies) towns? provinces? count(?:y|ies) districts? villages? municipalit(?:y|ies) "
    "countr(?:y|ies) places? locations? roads? streets? venues? stadiums? islands? regions? "
    "capitals? airports? crossings? checkpoints? offices? counters? hospitals? address part_of "
    "sites? ports? universities"
)
PLACE = any_of(
    "city town province county district village place country road street venue stadium region "
    "office airport crossing checkpoint capital"
)
SOMEBODY = any_of(
    "official minister politician leader director chairman president governor professor lawmaker "
    "legislator architect secretary figure star company firm employer developer contractor "
    "organi[sz]ation institution body agency bank university bureau department ministry authority "
    "association operator newspaper commission think_tank hospital clinic factory group member_of"
)
NAMED = "names? of the (?:person|man|woman|minister|official|head|director|chair\\w*|president)"
LISTED = any_of(
    "kinds types sorts documents requirements conditions areas fields sectors industries roles "
    "functions categories measures"
)
PLURAL = r"(?!(?:is|was|does|has|this|its|gas|bus)\b)[a-z-]*[a-rt-z]s\b"
NUMBER = any_of("two three four five six seven eight nine ten \\d+")
TIMES = any_of("days weeks months years hours minutes")
CHANGE = any_of(
    "rise rose grow grew fall fell drop\\w* decline\\w* increase\\w* better worse cheaper "
    "reduce\\w* improve\\w*"
)
AUX = (
    "is|are|was|were|do|does|did|can|could|will|would|should|shall|may|might|must|has|have|had"
)  # fmt: skip
# a question word that opens its sentence or clause
AT = r"(?:^|(?<=[,:;] )|(?<=\band )|(?<=\bor )|(?<= - ))"
BE = r"(?:'?s| (?:is|are|was|were|will|would)(?: be)?)"
WORD = rf"(?:(?!(?:and|or|that|who|say|{AUX})\b)[a-z0-9'-]+ )"
PREPOSITION = r"(?:\b(?:in|on|at|by|to|from|of|for|with|under|within|until|since|up to) )?"
NO_QUESTION = (
    r"you (?:tell|say|know|explain)|anyone know|there an? (?:\w+ )?"
    r"(?:ceiling|limit|cap|maximum|minimum)\b"
)
PEOPLE_ACT = any_of("i we you one people an? the my our companies residents they")


def what(nouns: str) -> str:
    """What or which, at most two words and the noun; more of them after a verb."""
    whole = rf"{BE} (?:the |a |an |its |their |his |her )?{WORD}{{0,5}}?"
    return rf"{PREPOSITION}\b(?:what|which)(?:{whole}| {WORD}{{0,2}}?){nouns}\b"


WHEN: tuple[QuantityKind, ...] = ("date", "time")
SIZE: tuple[QuantityKind, ...] = ("money", "percent", "area")
ENGLISH = (
    Cue("who", what(NAMED)),
    Cue("compare", r"\bwhat(?:'?s| is| are| was) the (?:\w+ )?differences?\b"),
    Cue("definition", r"^(?:so )?what(?:'?s| is| are) an? (?:[\w+&'-]+ ){0,3}[\w+&'-]+,?"
                      r"(?: (?:anyway|exactly))?\?$"),
    Cue("when", r"\bhow soon\b", ("duration", "date")),
    Cue("how-much", rf"\bhow (?:much time|long (?:{AUX})|quick(?:ly)?)\b", ("duration", "length")),
    Cue("how-much", r"\bhow long\b", ("length", "duration")),
    Cue("how-much", rf"\bhow (?:far|high|tall|deep|wide) (?!(?:{AUX}) (?:my|the pay)\b)(?=is|are|"
                    r"was|will|above|below)", ("length",)),
    Cue("how-much", r"\bhow high\b", ("money", "percent", "length")),
    Cue("how-much", r"\bhow (?:old|young)\b", ("age", "duration")),
    Cue("how-much", r"\bhow fast\b", ("speed",)),
    Cue("how-much", r"\bhow (?:big|large)\b(?=.*\b(?:bonus|fund|grant|fee|econom\w+|market))",
        ("money",)),
    Cue("how-much", r"\bhow (?:big|large|spacious)\b", ("area",)),
    Cue("how-much", r"\bhow often\b", ("count", "duration")),
    Cue("how-much", r"\bhow many (?:sq(?:uare)?\.? ?\w+|hectares|acres)\b", ("area",)),
    Cue("how-much", r"\bhow many (?:km|kilomet\w+|met(?:re|er)s|miles)\b", ("length",)),
    Cue("how-much", r"\bhow many (?:\w+ ){0,2}(?:dollars|yuan|patacas|euros)\b", ("money",)),
    Cue("how-much", rf"\bhow many (?:\w+ )?{TIMES}\b(?! of\b)", ("duration",)),
    Cue("how-many", r"\bhow many\b", ("count",)),
    Cue("how-much", r"\bhow much (?:land|ground|space|area|territory)\b", ("area",)),
    Cue("how-much", rf"\bhow much\b(?=.*\b{CHANGE}\b)", ("percent", "money", "count")),
    Cue("how-much", r"\b(?:by |as )how much\b", ("percent", "area", "money", "count")),
    Cue("how-much", r"\bhow much\b", SIZE),
    Cue("how-much", r"\b(?:is|are) there (?:a|an|any) (?:\w+ )?(?:ceiling|limit|cap|maximum|"
                    r"minimum)\b", ("money", "count", "percent", "duration")),
    Cue("yes-no", rf"^(?:and |but |so |or )?(?:{AUX}|am|(?:is|are|does|do|ca|wo)n't) "
                  rf"(?!{NO_QUESTION})"),
    Cue("how-much", r"\bup to what\b", ("money", "count")),
    Cue("when", rf"{PREPOSITION}\b(?:what|which) (?:exact |calendar )?{DATE}\b", WHEN),
    Cue("when", r"\b(?:since|until|till|from|by) when\b", WHEN),
    Cue("when", rf"{AT}when\b(?! i\b| we\b| you\b| they\b)|\bwhen (?:{AUX})\b", WHEN),
    Cue("when", what("(?:day|date|year|month|deadline|last day|opening hours)"), WHEN),
    Cue("how-much", what("age"), ("age",)),
    Cue("how-much", what(PERCENT), ("percent",)),
    Cue("how-much", r"\bwhat\b(?=.*\b(?:cost|charge|pay|earn|paid)\b)", ("money",)),
    Cue("how-many", what(COUNT), ("count",)),
    Cue("how-much", what(AREA), ("area",)),
    Cue("how-much", what(LENGTH), ("length",)),
    Cue("how-much", what(DURATION), ("duration",)),
    Cue("how-much", what("(?:speed|speed limit)"), ("speed",)),
    Cue("how-much", what(MONEY), ("money",)),
    Cue("how-much", r"\bwhat (?:is|was) the (?:most|least|maximum|minimum|highest|lowest)\b",
        ("money", "percent", "count", "duration")),
    Cue("how-many", r"\bwhat (?:is|was) the (?:smallest|biggest|largest)\b", ("count",)),
    Cue("which-list", rf"\b(?:what|which) (?:are|were) (?:the )?(?:\w+ ){{0,2}}{NUMBER}\b"),
    Cue("where", rf"\bin (?:which|what) (?:\w+ ){{0,2}}{PLACES}\b"),
    Cue("which-list", rf"\b(?:in |with |of |at |for )?(?:which|what) {NUMBER}\b"),
    Cue("where", rf"\b(?:in |on |at |to |from |through )?(?:which|what) (?:\w+ ){{0,2}}{PLACE}\b"
                 r"(?! has| is the)"),
    Cue("who", rf"\b(?:by |to |with )?(?:which|what) (?:[\w'-]+ ){{0,3}}?{SOMEBODY}\b"),
    Cue("which-list", r"\bwhich (?:of |are |were |ones\b)"),
    Cue("which-list", rf"\bwhich (?:[\w'-]+ ){{0,2}}?(?:{PLURAL}|people)"),
    Cue("which-list", rf"\bwhat (?:\w+ )?{LISTED}\b"),
    Cue("who", rf"{AT}(?:who|whom|whose)(?:'?s)?\b|\b(?:to|by|with|for) whom\b"),
    Cue("where", rf"{AT}where(?:'?s|abouts)?\b|\bwhere (?:{AUX})\b"),
    Cue("how-to", rf"\bhow (?:do|can|should|could|would|may|must) {PEOPLE_ACT}\b|\bhow to\b|"
                  r"\bwhat (?:should|must|can|do) (?:i|we) (?:do|need)\b"),
    Cue("compare", r"\bdifferences? between\b|\bhow (?:does|do|did) .* (?:compare|differ)\b|"
                   r"\bcompared? (?:to|with)\b"),
    Cue("definition", rf"\bwhat (?:do|does|did) .*\b(?:mean|stand for)\b|\bwhat is meant by\b|"
                      rf"{AT}define\b"),
    Cue("definition", r"^(?:so )?what(?:'?s| is| are) (?:an? |the )?(?:(?!the\b|for\b|in\b|on\b)"
                      r"[\w+&'\"-]+ ?){1,4}(?:,? (?:anyway|exactly))?(?:,|$)"),
    Cue("what", rf"{AT}(?:what|which|why)\b|\b(?:to|in|with|for|by|of|on|at) (?:what|which) \w+|"
                rf"\bwhy (?:{AUX})\b"),
    Cue("how-to", rf"{AT}how (?:{AUX})\b"),
    Cue("what", r"\b(?:which|what)\b"),
)  # fmt: skip
# where there is no question word: the attribute that is named
KEYWORDS = (
    Cue("when", r"\b(?:dates?|deadline|datas?|prazo)\b", WHEN),
    Cue("how-many", r"\b(?:number of|population|populacao|numero de|total number)\b", ("count",)),
    Cue("how-much", rf"\b(?:{AREA}|superficie)\b", ("area",)),
    Cue("how-much", r"\b(?:travel time|tempo de viagem|duration|how long)\b", ("duration",)),
    Cue("how-much", rf"\b(?:{PERCENT}|percentagem|taxa de)\b|%", ("percent",)),
    Cue("how-much", r"\b(?:speed|velocidade)\b", ("speed",)),
    Cue("how-much", r"\b(?:length|comprimento|distance|extensao)\b", ("length",)),
    Cue("how-much", rf"\b(?:{MONEY}|trade|rmb|hkd|yuan|mop|preco|custo|renda)\b", ("money",)),
    Cue("which-list", r"\b(?:list|speakers|members|breakdown|lista|categor(?:ies|ias))\b"),
    Cue("where", r"\b(?:address|location|venue|morada)\b"),
)
CONTACT = Cue("how-to", r"\b(?:ring up|call up|website)\b")
