"""What the server tells of itself to whoever runs it: figures and a log, never a question."""
