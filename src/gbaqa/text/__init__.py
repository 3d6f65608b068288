"""What is true of text in any room: scripts, sentences, terms."""
