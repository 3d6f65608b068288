"""The web app: a chat page, a page for each source, and an API for machines."""
