"""What writes registers and outcomes."""
