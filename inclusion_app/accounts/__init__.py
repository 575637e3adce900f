"""People, what they belong to, and how they sign in."""
