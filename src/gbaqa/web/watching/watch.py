"""What the desk tells of its work while it does it; here to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gbaqa.answering.exchanges import Exchange


class Watch:
    """Is told and keeps nothing; who counts overrides all three. Called in the event loop."""

    def waited(self, seconds: float) -> None:
        """A question has its turn."""

    def answered(self, exchange: Exchange, *, remembered: bool) -> None:
        """A question has its exchange."""

    def turned_away(self) -> None:
        """A question was told that the server is busy."""
