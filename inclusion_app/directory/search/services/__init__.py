"""What the search of the directory writes."""
