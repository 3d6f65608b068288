"""Coverage-guided fuzzing of the project's own readers: `python -m scripts.fuzzing TARGET`."""
