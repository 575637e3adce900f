"""What holds for reviews, whoever asks: the table of states, deadlines, and who sees what."""
