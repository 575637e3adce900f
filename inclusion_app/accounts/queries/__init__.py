"""What is read of people and sessions."""
