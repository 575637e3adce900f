"""The catalogue: courses, their runs and sessions; for everybody to read and for the team to keep."""
