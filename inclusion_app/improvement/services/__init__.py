"""What changes workshops, plans, follow-ups and evaluations."""
