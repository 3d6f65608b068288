"""Answers that a language model words from the evidence: offered, and checked one by one."""
