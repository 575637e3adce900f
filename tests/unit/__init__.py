"""Rules and small parts, without a database."""
