"""Facts of the foundation that need no database."""
