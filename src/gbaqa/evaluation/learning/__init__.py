"""Learn from labelled questions which sentence answers, and whether it does: make train-answers."""
