"""Question sets to scores, each with its interval."""
