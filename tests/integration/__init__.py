"""Services and routes on a real database."""
