"""Schools on a real database."""
