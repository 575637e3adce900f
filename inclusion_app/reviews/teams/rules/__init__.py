"""What holds for teams, whoever asks: who may not review whom, and how long a school has to object."""
