"""How words become offers, in an order: pure functions and values, the same whatever the database."""
