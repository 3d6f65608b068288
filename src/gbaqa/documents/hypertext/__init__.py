"""A page of HTML: its tree, its main part, what it says of itself, and its text."""
