"""What follows from reviews: joins their findings to training, and follows them up."""
