"""What holds for workshops, plans, follow-ups and evaluations, whoever asks."""
