"""The words by which a Portuguese question tells what it asks for, without their accents."""

from __future__ import annotations

from gbaqa.answering.expecting.records import Cue, any_of
from gbaqa.text.quantities import QuantityKind

MONEY = any_of(
    "custos? precos? tarifas? taxas? portagens? propinas? multas? salarios? rendimentos? rendas? "
    "orcamentos? receitas? investimentos? pib comercio exportac(?:ao|oes) subsidios? premio verba "
    "valor montante dinheiro apoio"
)
PAID = any_of(
    "custa custou custam pagam? pagou gasta\\w* gastou vale valem rende\\w* investi\\w+ ganha\\w* "
    "barato caro"
)
PLACE = any_of(
    "cidade capital lugar sitio local provincia distrito pais ilha rua estadio posto hospital "
    "regiao"
)
SOMEBODY = any_of(
    "figura dirigente autoridade orgao associacao servico arquitect[oa] ministro empresa organismo "
    "entidade universidade instituicao banco ministerio director responsavel deputado"
)
LISTED = any_of(
    "linguas provas areas sectores setores cidades empresas hospitais servicos documentos medidas "
    "[a-z]+(?:oes|ais|eis|ades|entos|icos|etos|ados)"
)
VERB = any_of(
    "e ha posso pode podem podemos tenho tem temos preciso precisa sera existe existem deve devo "
    "inclui foi era sao esta estao consigo vai vou vale muda continua"
)
DATE = any_of("dias? anos? mes data prazo ultimo_dia horario horas?")
# a question word that opens its clause; "que" and "como" elsewhere join clauses
AT = r"(?:^|(?<=[,:;] )|(?<=\be )|(?<=[,:;] e ))"
PREPOSITION = any_of("a ao com de em para por sobre entre segundo ate desde durante contra")
WHICH = rf"{AT}(?:{PREPOSITION} )?(?:que|qual)"
ATTRIBUTE = rf"{WHICH}\b(?: \w+){{0,4}} "

WHEN: tuple[QuantityKind, ...] = ("date", "time")
PORTUGUESE = (
    Cue("how-much", r"\b(?:quanto tempo|durante quanto)\b", ("duration",)),
    Cue("how-much", r"\bquantos (?:\w+ )?(?:dias|meses|anos|semanas|horas|minutos)\b",
        ("duration",)),
    Cue("how-much", r"\bquantos (?:km|quilometros|metros)(?! quadrados)\b", ("length",)),
    Cue("how-much", r"\bquantos (?:hectares|km2|(?:quilo)?metros quadrados)\b", ("area",)),
    Cue("how-much", r"\bquant[ao] (?:dinheiro|custa\w*|pag\w+|cobra\w*)\b|"
                    rf"\bquanto\b(?=.*\b{PAID}\b)",
        ("money", "percent")),
    Cue("how-many", r"\bquant(?:os|as)\b|\bquanta gente\b", ("count",)),
    Cue("how-much", r"\bquanto (?:aument|diminu|cresc|sub|desc|ca|baix)\w+\b|\bem quanto\b",
        ("percent", "money", "count")),
    Cue("how-much", r"\bquant[ao]\b", ("money", "percent", "area", "count")),
    Cue("when", rf"{AT}(?:(?:desde|ate|para|a partir de) )?quando\b|"
                r"\b(?:desde|ate|para|a partir de) quando\b", WHEN),
    Cue("when", rf"{AT}(?:em |ate |a |desde )?(?:que|qual)(?: e| foi| era)?(?: o| a)? {DATE}\b",
        WHEN),
    Cue("how-much", ATTRIBUTE + r"(?:percentagem|proporcao|fatia|parte do|quota|taxa de|peso)\b",
        ("percent",)),
    Cue("how-much", ATTRIBUTE + r"(?:area|tamanho|superficie|dimensao)\b", ("area",)),
    Cue("how-much", ATTRIBUTE + r"(?:extensao|comprimento|distancia|altura|profundidade)\b",
        ("length",)),
    Cue("how-much", ATTRIBUTE + r"velocidade\b", ("speed",)),
    Cue("how-much", ATTRIBUTE + r"idade\b", ("age",)),
    Cue("how-many", ATTRIBUTE + r"(?:numero|populacao|total de)\b", ("count",)),
    Cue("how-much", rf"{ATTRIBUTE}{MONEY}\b", ("money",)),
    Cue("who", rf"{AT}(?:{PREPOSITION} )?quem\b"),
    Cue("where", r"\b(?:de |para |por )?(?:a?onde|donde)\b"),
    Cue("where", rf"\bem (?:que|qual) (?:\w+ )?{PLACE}\b"),
    Cue("where", r"\b(?:que|qual) (?:\w+ )?(?:cidade|lugar|sitio|local|provincia|distrito|pais)\b"),
    Cue("which-list", r"\bquais\b|\bque (?:duas|dois|tres|quatro|cinco|seis|sete|oito|\d+)\b"),
    Cue("definition", r"\bo que (?:e|sao|significa)\b(?! que)|\bque tipo de entidade\b|"
                      r"\bo que quer dizer\b"),
    Cue("which-list", r"\bo que e que (?:inclui|ha|existe)\b|"
                      rf"\b(?:em )?que (?:[a-z-]+ )?{LISTED}\b"),
    Cue("who", rf"\b(?:que|qual) (?:\w+ )?{SOMEBODY}\b"),
    Cue("how-to", r"\bcomo (?:se|posso|podemos|devo|faco|fazer|pedir|obter|requerer|consigo)\b"),
    Cue("compare", r"\bdiferencas? entre\b|\bem comparacao\b|\bcomparad[oa]\b"),
    Cue("how-to", rf"{AT}como\b"),
    Cue("what", rf"{WHICH}\b|{AT}(?:o que|a que|porque|por que)\b|\bporque e que\b|\bo que e\b"),
    Cue("yes-no", rf"^{VERB} \w+"),
)  # fmt: skip
