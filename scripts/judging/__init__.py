"""Train the small weights that judge whether a sentence answers a question: make train-judge."""
