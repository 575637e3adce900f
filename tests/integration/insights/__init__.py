"""Results, on a real database."""
