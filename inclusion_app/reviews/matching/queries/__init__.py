"""What is asked of matching."""
