"""What is evaluated: whatever searches and answers over a collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from gbaqa.types import Collection, Ranking, Turn

if TYPE_CHECKING:
    from gbaqa.answering.exchanges import Exchange
    from gbaqa.indexing.encoding import TextEncoder
    from gbaqa.indexing.opening import Units


class Opened(Protocol):
    """The side of a generation that scoring looks at."""

    @property
    def units(self) -> Units: ...

    @property
    def encoder(self) -> TextEncoder: ...


class Evaluated(Protocol):
    """The side of an assistant that scoring looks at; search and ask may raise QuestionRefused."""

    @property
    def opened(self) -> Opened: ...

    @property
    def collection(self) -> Collection: ...

    @property
    def generation(self) -> str: ...

    @property
    def encoder(self) -> str: ...

    def search(self, question: str, *, cutoff: int) -> Ranking: ...

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Exchange: ...
