"""What changes people, their memberships and their ways in."""
