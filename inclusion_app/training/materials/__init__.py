"""Files that a run's provider, or the team, gives to those who are on it."""
