"""Tell that a passage says the opposite of what a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gbaqa.answering.evidence import Candidate
from gbaqa.answering.refusing.reading import Read
from gbaqa.text.terms import asked_terms

LEAST_SHARE = 0.6  # of the weight of the question's other words that such a passage holds
LOOKED_AT = 6  # candidates: further down, another thing is meant

# A question that gives a reason, a date or a way for something takes it to be so.
TAKES_FOR_GRANTED = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhen did\b|\bsince when\b|\bwhat (?:led|made|caused)\b|\breasons?\b"
    r"|\bpor ?qu[eê]\b|[點点]解|[為为]什[麼么]|[為为]何|何解|怎[會会]|幾時|何[時时]",
    re.IGNORECASE,
)
# Each pair: ways to say that something happened, and what tells that the opposite did.
OPPOSITES = tuple(
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), re.compile(rf"\b(?:{told})\b", re.IGNORECASE))
    for said, told in (
        (
            r"pull(?:ed|ing)? out|with(?:draw|drew|drawn|drawing)|left|leav(?:e|es|ing)|quit",
            r"join(?:s|ed)?|takes? part|took part|member of",
        ),
        (
            r"cut(?: back| down)?|shr[aiu]nk|reduc(?:e|ed|ing)|small(?:er)?|downsiz(?:e|ed)",
            r"enlarg(?:e|es|ed)|grow(?:s|n)?|grew|expand(?:s|ed)?|rose|ris(?:e|es|en)|widen(?:s|ed)?",
        ),
        (
            r"giv(?:e|es|ing) up|gave up|turn(?:ed)? down|declin(?:e|ed) to host|drop(?:ped)?",
            r"host(?:s|ed)?|stag(?:e|es|ed)|holds?|held",
        ),
        (
            r"cancel(?:l?ed|s)?|call(?:ed)? off|scrap(?:ped)?|abandon(?:ed)?|abolish(?:ed)?",
            r"held|took place|takes place|hosted|visited|opened|launched|extended",
        ),
        (
            r"fail(?:s|ed)? to|miss(?:ed)?|f[ea]ll short",
            r"reached|achieved|met|fulfilled|exceeded|completed",
        ),
        (
            r"fall(?:s|en)?|fell|drop(?:s|ped)?|declin(?:e|es|ed)|shr[aiu]nk|decreas(?:e|es|ed)",
            r"rose|rises?|risen|grew|grown|up|increas(?:e|es|ed)|higher",
        ),
        (
            r"rise|rose|risen|grow|grew|increas(?:e|es|ed)|climb(?:ed)?|soar(?:ed)?",
            r"fell|falls?|fallen|dropped|declined|decreased|down|lower",
        ),
        (
            r"refus(?:e|es|ed)|ban(?:s|ned)?|forbid(?:s|den)?|forbade|bar(?:s|red)|prohibit(?:s|ed)?"
            r"|exclud(?:e|es|ed)|shut out",
            r"may|allow(?:s|ed)|admit(?:s|ted)|open to|permit(?:s|ted)",
        ),
        (
            r"(?:taken|took|dropped|removed|struck) (?:off|from)|excluded from",
            r"among the|cover(?:s|ed)?|includ(?:es|ed)|widened to|extended to|added to",
        ),
        (
            r"clos(?:e|ed|ing) down|shut down|end(?:ed)?|stop(?:s|ped)?|halt(?:ed)?"
            r"|terminat(?:e|ed)|suspend(?:ed)?|discontinu(?:e|ed)",
            r"extended|continues?|still runs|runs 24 hours|has run|remains in force",
        ),
    )
)


def contradiction(read: Read, candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate that says otherwise than a question takes for granted; None without one."""
    if not read.words:
        return None
    near = [one for one in candidates[:LOOKED_AT] if one.document.language == "en"]
    return next((one for one in near if _opposed(read, one)), None)


def _opposed(read: Read, candidate: Candidate) -> bool:
    asked = read.wording
    if not TAKES_FOR_GRANTED.search(read.question):
        return False
    return any(
        told.search(candidate.text)
        and not told.search(asked)
        and not said.search(candidate.text)
        and _speaks_of_rest(read, candidate, said)
        for said, told in OPPOSITES
        if said.search(asked)
    )


def _speaks_of_rest(read: Read, candidate: Candidate, said: re.Pattern[str]) -> bool:
    """Whether the candidate holds what the question speaks of, the verb left aside."""
    rest = {
        term: read.wanted[term]
        for term in asked_terms(said.sub(" ", read.wording))
        if term in read.wanted
    }
    held = read.said(candidate)
    total = sum(rest.values())
    return bool(total) and sum(w for t, w in rest.items() if t in held) >= LEAST_SHARE * total
