"""Train the small weights that fit the default encoder to questions: make train."""
