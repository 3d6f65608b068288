"""Answers about the Greater Bay Area, every sentence quoted from and linked to its source."""

__version__ = "0.1.0"
