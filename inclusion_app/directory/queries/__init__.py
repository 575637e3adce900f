"""What the rooms of the directory ask of offers."""
