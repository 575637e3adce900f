"""Past attendance, brought in from a file."""
