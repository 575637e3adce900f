"""Files for those on a run."""
