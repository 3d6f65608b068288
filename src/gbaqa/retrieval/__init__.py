"""A query to ranked passages."""
