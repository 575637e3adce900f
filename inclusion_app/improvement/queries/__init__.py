"""What is read of workshops, plans, follow-ups and evaluations."""
