"""Cycles of reviews: frameworks and agreements, rounds, enrolment, the team's board, chasing and measures."""
