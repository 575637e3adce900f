"""What is decided about forms without a database."""
