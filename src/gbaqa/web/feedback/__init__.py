"""What readers think of an answer: thumbs with a reason, kept as lines without personal data."""
