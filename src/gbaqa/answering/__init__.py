"""Ranked passages to an answer with receipts, or to an honest "not found"."""
