"""Search a question of another language in English words, too."""
