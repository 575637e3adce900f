"""The tools that set up, run and check."""
