"""What people put on their own record."""
