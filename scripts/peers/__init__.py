"""What a user would pick instead of gbaqa, measured beside it over the same passages."""
