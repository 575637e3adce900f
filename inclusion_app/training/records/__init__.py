"""Learning records: what a person has completed, wherever they worked, and what a school's staff hold."""
