"""What holds for reports, whoever asks."""
