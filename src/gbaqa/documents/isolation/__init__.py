"""Read files that nobody cleaned in a process of their own, which may die without harm."""
