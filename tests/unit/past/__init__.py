"""Facts that need no database."""
