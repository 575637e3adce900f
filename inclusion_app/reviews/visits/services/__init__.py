"""What changes a visit."""
