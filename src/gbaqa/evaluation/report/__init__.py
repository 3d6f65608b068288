"""A result of `gbaqa eval` as one HTML file: figures, plots, every question and why it failed."""
