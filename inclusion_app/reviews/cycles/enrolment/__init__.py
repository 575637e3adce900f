"""What a school answers to its invitation, and whom it names."""
