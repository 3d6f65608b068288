"""Make a follow-up question stand alone by carrying over what the earlier ones spoke of."""

from gbaqa.retrieval.following.completing import Standalone, stand_alone
from gbaqa.retrieval.following.leaning import leans
from gbaqa.retrieval.following.phrases import NO_NAMES, Names, known_names

__all__ = ["NO_NAMES", "Names", "Standalone", "known_names", "leans", "stand_alone"]
