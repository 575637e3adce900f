"""Facts of booking that need no database."""
