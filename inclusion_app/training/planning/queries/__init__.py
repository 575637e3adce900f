"""What is read for the pages of planning."""
