"""Rules of shortlists and of comparing."""

LONGEST_NOTE = 500
MOST_ON_SHORTLIST = 100
FEWEST_COMPARED, MOST_COMPARED = 2, 4
