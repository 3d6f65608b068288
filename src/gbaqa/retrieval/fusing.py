"""Merge rankings whose scores cannot be compared into one."""

from __future__ import annotations

from gbaqa.types import Query, Ranking, Searcher, ranked

LEXICAL_WEIGHT = 0.8  # chosen as docs/DESIGN.md tells, "Tuned on"
DEPTH = 1000  # passages taken from each side before fusing, however few are asked for


def fuse(dense: Ranking, lexical: Ranking, *, cutoff: int, full: int) -> Ranking:
    """Score cosine + LEXICAL_WEIGHT * share of the attainable BM25, over both rankings' passages.

    `full` is the length at which a ranking was cut: a passage missing from a ranking that long
    scores as its last one did, at most; from a shorter one it is absent and scores 0.
    """
    cosines = {hit.passage_id: hit.score for hit in dense}
    shares = {hit.passage_id: hit.score for hit in lexical}
    cosine_floor, share_floor = _floor(dense, full), _floor(lexical, full)
    fused = {
        passage_id: cosines.get(passage_id, cosine_floor)
        + LEXICAL_WEIGHT * shares.get(passage_id, share_floor)
        for passage_id in cosines.keys() | shares.keys()
    }
    return ranked(fused, cutoff=cutoff)


def _floor(ranking: Ranking, full: int) -> float:
    return ranking[-1].score if len(ranking) >= full else 0.0


class FusedSearcher:
    """Searches both sides and fuses what they find."""

    def __init__(self, dense: Searcher, lexical: Searcher) -> None:
        self._dense = dense
        self._lexical = lexical

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages, none twice, in the one total order."""
        depth = max(DEPTH, cutoff)
        return fuse(
            self._dense.search(query, cutoff=depth),
            self._lexical.search(query, cutoff=depth),
            cutoff=cutoff,
            full=depth,
        )
