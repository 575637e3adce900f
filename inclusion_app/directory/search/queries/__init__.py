"""What the search of the directory reads."""
