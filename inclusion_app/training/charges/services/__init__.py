"""What writes and waives charges."""
