"""Passages to an index on disk, and back."""
