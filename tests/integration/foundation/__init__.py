"""Facts of the foundation on a real database."""
