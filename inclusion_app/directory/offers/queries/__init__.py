"""Lists of offers, and one offer as its page shows it."""
