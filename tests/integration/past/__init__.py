"""Facts that need a database."""
