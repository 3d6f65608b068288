"""Pages that the server renders whole, and that work without JavaScript."""
