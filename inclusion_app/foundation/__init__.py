"""What every feature stands on: knows Flask and SQL, does not know what a school is."""
