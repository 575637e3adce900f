"""What is asked of teams: the facts behind conflicts, who is on them, and who could be."""
